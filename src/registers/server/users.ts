import { type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import { type Role, roleNames, roles } from '#kernel/roles';
import type { Instant } from '#platform/clock';
import { type Context, done, query } from '#platform/operation';
import { pageOf } from '#platform/page-mark';
import { exportList, type ListColumn, mostExportedRows } from '#platform/spreadsheet/list-export';
import { whyNotChanged } from '../domain/accounts';
import { allOf, regionName, searchedFor, searchWords, within } from './forms';

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

const userStates = ['active', 'disabled', 'withoutSecondFactor'] as const;
const filterShape = {
  search: searchWords.optional(),
  role: z.enum(roles, '没有这个岗位').optional(),
  state: z.enum(userStates, '没有这种状态').optional(),
};
const filterForm = z.object(filterShape);
type Filter = z.output<typeof filterForm>;

const ofState: Record<(typeof userStates)[number], ReturnType<typeof sql<SqlBool>>> = {
  active: sql<SqlBool>`u.disabled_at is null`,
  disabled: sql<SqlBool>`u.disabled_at is not null`,
  withoutSecondFactor: sql<SqlBool>`u.totp_sealed is null and not u.is_demo`,
};

function conditions({ search, role, state }: Filter) {
  const like = search ? within(search) : undefined;
  return allOf([
    role ? sql<SqlBool>`u.role = ${role}` : undefined,
    state ? ofState[state] : undefined,
    like
      ? sql<SqlBool>`(u.username like ${like} or lower(u.display_name) like ${like}
        or coalesce(institutions.name, '') like ${like})`
      : undefined,
  ]);
}

const from = sql`users u left join institutions on institutions.id = u.institution_id`;
const pageSize = 50;

const findUsers = (context: Context, filter: Filter, size: number, cursor?: string): Promise<Found[]> =>
  context.acrossRegions(async () => {
    const place = cursor ? sql`and u.username > ${cursor}` : sql``;
    const found = await sql<Found>`select u.id, u.username, u.display_name, u.role, u.region_code,
        institutions.name as institution, u.is_demo, u.disabled_at is not null as is_disabled,
        u.totp_sealed is not null as has_second_factor, u.created_at,
        (select max(s.seen_at) from sessions s where s.user_id = u.id) as last_seen_at
      from ${from} where ${conditions(filter)} ${place} order by u.username limit ${size + 1}`.execute(context.tx);
    return found.rows;
  });

/** 账户一览 */
export const listUsers = query({
  name: 'user.list',
  path: '/users',
  title: '账户一览',
  by: ['securityAdministrator'],
  input: z.object({ ...filterShape, cursor: z.string().max(64).optional() }),
  async handle({ cursor, ...filter }, context) {
    const { rows, hasMore } = pageOf(await findUsers(context, filter, pageSize, cursor), pageSize);
    return done({
      rows: rows.map((each) => rowOf(each, context.actor.userId)),
      nextCursor: hasMore ? rows.at(-1)?.username : undefined,
      total: await countUsers(context, filter),
    });
  },
});

const stateNames: Record<(typeof userStates)[number], string> = {
  active: '在用',
  disabled: '已停用',
  withoutSecondFactor: '未绑定动态码',
};

const exported: readonly ListColumn<UserRow>[] = [
  { name: '姓名', kind: 'text', width: 12, value: (row) => row.name },
  { name: '用户名', kind: 'text', width: 22, value: (row) => row.username },
  { name: '岗位', kind: 'text', width: 30, value: (row) => roleNames[row.role] },
  { name: '县（市、区）', kind: 'text', width: 20, value: (row) => row.region },
  { name: '培训机构', kind: 'text', width: 36, value: (row) => row.institution },
  { name: '状态', kind: 'text', width: 10, value: (row) => (row.isDisabled ? '已停用' : '在用') },
  { name: '动态码', kind: 'text', width: 10, value: (row) => (row.hasSecondFactor ? '已绑定' : '未绑定') },
  { name: '建立', kind: 'date', width: 13, value: (row) => row.createdAt.slice(0, 10) },
  { name: '最近使用', kind: 'date', width: 13, value: (row) => row.lastSeenAt?.slice(0, 10) },
];

/** 导出账户名单 */
export const exportUsers = query({
  name: 'user.export',
  path: '/user-exports',
  title: '导出账户名单',
  by: ['securityAdministrator'],
  input: z.object(filterShape),
  isLogged: true,
  async handle(filter, context) {
    const { search, role, state } = filter;
    return exportList(context, {
      name: '账户',
      unit: '个',
      filter: [role && roleNames[role], state && stateNames[state], searchedFor(search)],
      columns: exported,
      rows: (await findUsers(context, filter, mostExportedRows)).map((each) => rowOf(each, context.actor.userId)),
      narrowBy: '岗位或状态',
    });
  },
});

const countUsers = (context: Context, filter: Filter): Promise<number> =>
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
