import { type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import { type Role, roles } from '#kernel/roles';
import { regions } from '#law/regions';
import type { Instant } from '#platform/clock';
import { type Context, done, query } from '#platform/operation';
import { whyNotChanged } from '../domain/accounts';

const isRole = (text: string): text is Role => roles.some((role) => role === text);
const roleOf = (text: string): Role => {
  if (!isRole(text)) throw new RangeError(`unknown role: ${text}`);
  return text;
};

/** One account as its keeper sees it; nothing of its secrets. */
export interface UserRow {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly region: string | undefined;
  readonly institution: string | undefined;
  readonly isDemo: boolean;
  readonly isDisabled: boolean;
  readonly hasSecondFactor: boolean;
  readonly createdAt: Instant;
  readonly lastSeenAt: Instant | undefined;
  /** Why it cannot be changed here; undefined when it can. */
  readonly whyNot: string | undefined;
}

interface Found {
  readonly id: string;
  readonly username: string;
  readonly display_name: string;
  readonly role: string;
  readonly region_code: string | null;
  readonly institution: string | null;
  readonly is_demo: boolean;
  readonly is_disabled: boolean;
  readonly has_second_factor: boolean;
  readonly created_at: Instant;
  readonly last_seen_at: Instant | null;
}

const regionName = (code: string): string => regions.find((region) => region.code === code)?.name ?? code;

const rowOf = (found: Found, actorId: string): UserRow => ({
  id: found.id,
  username: found.username,
  name: found.display_name,
  role: roleOf(found.role),
  region: found.region_code === null ? undefined : regionName(found.region_code),
  institution: found.institution ?? undefined,
  isDemo: found.is_demo,
  isDisabled: found.is_disabled,
  hasSecondFactor: found.has_second_factor,
  createdAt: found.created_at,
  lastSeenAt: found.last_seen_at ?? undefined,
  whyNot: whyNotChanged({ userId: found.id, role: roleOf(found.role), isDemo: found.is_demo }, actorId),
});

const filterForm = z.object({
  search: z.string().trim().max(50, '不超过 50 个字').optional(),
  role: z.enum(roles, '没有这个岗位').optional(),
  state: z.enum(['active', 'disabled', 'withoutSecondFactor'], '没有这种状态').optional(),
});

function conditions({ search, role, state }: z.output<typeof filterForm>) {
  const parts = [sql<SqlBool>`true`];
  if (role) parts.push(sql<SqlBool>`u.role = ${role}`);
  if (state === 'active') parts.push(sql<SqlBool>`u.disabled_at is null`);
  if (state === 'disabled') parts.push(sql<SqlBool>`u.disabled_at is not null`);
  if (state === 'withoutSecondFactor') parts.push(sql<SqlBool>`u.totp_sealed is null and not u.is_demo`);
  if (search) {
    const like = `%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
    parts.push(sql<SqlBool>`(u.username like ${like} or lower(u.display_name) like ${like}
      or coalesce(institutions.name, '') like ${like})`);
  }
  return sql.join(parts, sql` and `);
}

const from = sql`users u left join institutions on institutions.id = u.institution_id`;
const pageSize = 50;

/** 账户一览 */
export const listUsers = query({
  name: 'user.list',
  path: '/users',
  title: '账户一览',
  by: ['securityAdministrator'],
  input: z.object({ ...filterForm.shape, cursor: z.string().max(64).optional() }),
  async handle({ cursor, ...filter }, context) {
    const place = cursor ? sql`and u.username > ${cursor}` : sql``;
    const found = await context.acrossRegions(() =>
      sql<Found>`select u.id, u.username, u.display_name, u.role, u.region_code, institutions.name as institution,
          u.is_demo, u.disabled_at is not null as is_disabled, u.totp_sealed is not null as has_second_factor,
          u.created_at, (select max(s.seen_at) from sessions s where s.user_id = u.id) as last_seen_at
        from ${from} where ${conditions(filter)} ${place} order by u.username limit ${pageSize + 1}`.execute(
        context.tx,
      ),
    );
    const rows = found.rows.slice(0, pageSize);
    return done({
      rows: rows.map((each) => rowOf(each, context.actor.userId)),
      nextCursor: found.rows.length > pageSize ? rows.at(-1)?.username : undefined,
      total: await countUsers(context, filter),
    });
  },
});

const countUsers = (context: Context, filter: z.output<typeof filterForm>): Promise<number> =>
  context.acrossRegions(async () => {
    const counted = await sql<{ count: number }>`
      select count(*)::int as count from ${from} where ${conditions(filter)}`.execute(context.tx);
    return counted.rows[0]?.count ?? 0;
  });

/** 可开户的机构：只有名称，不含业务数据 */
export const listUserPlaces = query({
  name: 'user.places',
  path: '/user-places',
  title: '可开户的机构',
  by: ['securityAdministrator'],
  input: z.object({}),
  async handle(_input, context) {
    const rows = await context.acrossRegions(() =>
      context.tx.selectFrom('institutions').select(['id', 'name', 'region_code']).orderBy('pinyin').execute(),
    );
    return done({
      institutions: rows.map((row) => ({ id: row.id, name: row.name, region: regionName(row.region_code) })),
    });
  },
});
