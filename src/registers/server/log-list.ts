import { type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import { addDays, parsePlainDate, type PlainDate } from '#kernel/plain-date';
import { regions } from '#law/regions';
import type { Instant } from '#platform/clock';
import { type Context, done, query } from '#platform/operation';
import { findPageStart, pageMark } from './cursor';

const readers = ['auditAdministrator', 'disciplineOfficer', 'cityOfficer', 'citySignatory'] as const;

export const logOutcomes = ['done', 'refused', 'denied', 'shown'] as const;
export type LoggedOutcome = (typeof logOutcomes)[number];

/** One entry of the log with its number and leaf, once it has them. */
export interface LogRow {
  readonly id: string;
  readonly position: number | undefined;
  readonly leafHash: string;
  readonly happenedAt: Instant;
  readonly actorName: string;
  readonly role: string;
  readonly action: string;
  readonly outcome: LoggedOutcome;
  readonly subjectType: string | undefined;
  readonly subjectId: string | undefined;
  readonly region: string | undefined;
  readonly commandId: string | undefined;
  readonly detail: Readonly<Record<string, unknown>>;
}

const day = z.string().transform((value, context): PlainDate => {
  const parsed = parsePlainDate(value);
  if (parsed) return parsed;
  context.addIssue({ code: 'custom', message: '应为日期，形如 2026-12-14' });
  return z.NEVER;
});

const filterForm = z.object({
  from: day.optional(),
  until: day.optional(),
  actor: z.string().trim().max(40, '不超过 40 个字').optional(),
  action: z.string().trim().max(80).optional(),
  outcome: z.enum(logOutcomes, '没有这种结果').optional(),
  region: z
    .string()
    .regex(/^4108\d{2}$/, '县（市、区）不正确')
    .optional(),
  subject: z.string().trim().max(80, '不超过 80 个字').optional(),
});
type LogFilter = z.output<typeof filterForm>;

/** Days are Beijing days: from their first moment, up to the last of `until`. */
function conditions(filter: LogFilter) {
  const parts = [sql<SqlBool>`true`];
  if (filter.from) parts.push(sql<SqlBool>`e.happened_at >= ${`${filter.from}T00:00:00+08:00`}::timestamptz`);
  if (filter.until) {
    parts.push(sql<SqlBool>`e.happened_at < ${`${addDays(filter.until, 1)}T00:00:00+08:00`}::timestamptz`);
  }
  if (filter.actor) parts.push(sql<SqlBool>`strpos(e.actor_name, ${filter.actor}) > 0`);
  if (filter.action) parts.push(sql<SqlBool>`e.action = ${filter.action}`);
  if (filter.outcome) parts.push(sql<SqlBool>`e.outcome = ${filter.outcome}`);
  if (filter.region) parts.push(sql<SqlBool>`e.region_code = ${filter.region}`);
  if (filter.subject) parts.push(sql<SqlBool>`e.subject_id = ${filter.subject}`);
  return sql.join(parts, sql` and `);
}

interface Found {
  readonly id: string;
  readonly position: number | null;
  readonly leaf_hash: Buffer;
  readonly happened_at: Instant;
  readonly actor_name: string;
  readonly role: string;
  readonly action: string;
  readonly outcome: string;
  readonly subject_type: string | null;
  readonly subject_id: string | null;
  readonly region_code: string | null;
  readonly command_id: string | null;
  readonly detail: unknown;
}

const outcomeForm = z.enum(logOutcomes);
const detailForm = z.record(z.string(), z.unknown());

const rowOf = (found: Found): LogRow => ({
  id: found.id,
  position: found.position ?? undefined,
  leafHash: found.leaf_hash.toString('hex'),
  happenedAt: found.happened_at,
  actorName: found.actor_name,
  role: found.role,
  action: found.action,
  outcome: outcomeForm.parse(found.outcome),
  subjectType: found.subject_type ?? undefined,
  subjectId: found.subject_id ?? undefined,
  region: regions.find((region) => region.code === found.region_code)?.name ?? found.region_code ?? undefined,
  commandId: found.command_id ?? undefined,
  detail: detailForm.safeParse(found.detail).data ?? {},
});

const pageSize = 50;

async function findEntries({ tx }: Context, filter: LogFilter, cursor: string | undefined): Promise<Found[]> {
  const after = findPageStart(cursor);
  const place = after ? sql`and (e.happened_at, e.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``;
  const found = await sql<Found>`select e.id, p.position, e.leaf_hash, e.happened_at, e.actor_name, e.role, e.action,
      e.outcome, e.subject_type, e.subject_id, e.region_code, e.command_id, e.detail
    from log_events e left join log_positions p on p.event_id = e.id
    where ${conditions(filter)} ${place}
    order by e.happened_at desc, e.id desc limit ${pageSize + 1}`.execute(tx);
  return found.rows;
}

/** 留痕查询；查询本身也留痕 */
export const listLog = query({
  name: 'log.list',
  path: '/log',
  title: '留痕查询',
  by: readers,
  cites: ['2024.2.0'],
  input: z.object({ ...filterForm.shape, cursor: z.string().max(400).optional() }),
  isLogged: true,
  async handle({ cursor, ...filter }, context) {
    const found = await findEntries(context, filter, cursor);
    const rows = found.slice(0, pageSize);
    const last = rows.at(-1);
    context.note({ detail: { shown: rows.length, ...(filter.action ? { action: filter.action } : {}) } });
    return done({
      rows: rows.map(rowOf),
      nextCursor: found.length > pageSize && last ? pageMark(last.happened_at, last.id) : undefined,
    });
  },
});

/** 最新树头：多少条、根是什么、何时编成 */
export const showLogHead = query({
  name: 'log.head',
  path: '/log/head',
  title: '留痕树头',
  by: [...readers, 'systemAdministrator'],
  input: z.object({}),
  async handle(_input, context) {
    const { found, jobs } = await context.acrossRegions(async () => ({
      found: await sql<{ size: number; root: Buffer; made_at: Instant; waiting: number }>`
        select size, root, made_at, (select count(*)::int from log_waiting) as waiting
        from log_heads order by size desc limit 1`.execute(context.tx),
      jobs: await context.tx.selectFrom('job_runs').select(['name', 'title']).execute(),
    }));
    const [head] = found.rows;
    return done({
      head: head && { size: head.size, root: head.root.toString('hex'), madeAt: head.made_at },
      waitingCount: head?.waiting ?? 0,
      /** How the entries of background jobs are called. */
      jobTitles: jobs.map((job) => ({ action: `job.${job.name}`, title: job.title })),
    });
  },
});
