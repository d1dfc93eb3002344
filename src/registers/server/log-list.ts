import { type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import { addDays, spokenDay } from '#kernel/plain-date';
import { roleNames, roles } from '#kernel/roles';
import { countUpTo } from '#platform/bounded-count';
import type { Instant } from '#platform/clock';
import { type Context, done, query } from '#platform/operation';
import { findPageStart, pageMark, pageOf } from '#platform/page-mark';
import { exportList, type ListColumn, mostExportedRows } from '#platform/spreadsheet/list-export';
import { programmeActions, subjectNames } from '../domain/log-names';
import { allOf, pageCursor, plainDay, regionCode, regionName } from './forms';

/** Who reads the log. */
export const logReaders = ['auditAdministrator', 'disciplineOfficer', 'cityOfficer', 'citySignatory'] as const;

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

const filterShape = {
  from: plainDay.optional(),
  until: plainDay.optional(),
  actor: z.string().trim().max(40, '不超过 40 个字').optional(),
  action: z.string().trim().max(80).optional(),
  outcome: z.enum(logOutcomes, '没有这种结果').optional(),
  region: regionCode.optional(),
  subject: z.string().trim().max(80, '不超过 80 个字').optional(),
};
const filterForm = z.object(filterShape);
type LogFilter = z.output<typeof filterForm>;

/** Days are Beijing days: from their first moment, up to the last of `until`. */
const conditions = ({ from, until, actor, action, outcome, region, subject }: LogFilter) =>
  allOf([
    from === undefined ? undefined : sql<SqlBool>`e.happened_at >= ${`${from}T00:00:00+08:00`}::timestamptz`,
    until === undefined
      ? undefined
      : sql<SqlBool>`e.happened_at < ${`${addDays(until, 1)}T00:00:00+08:00`}::timestamptz`,
    actor ? sql<SqlBool>`strpos(e.actor_name, ${actor}) > 0` : undefined,
    action ? sql<SqlBool>`e.action = ${action}` : undefined,
    outcome === undefined ? undefined : sql<SqlBool>`e.outcome = ${outcome}`,
    region === undefined ? undefined : sql<SqlBool>`e.region_code = ${region}`,
    subject ? sql<SqlBool>`e.subject_id = ${subject}` : undefined,
  ]);

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
  region: found.region_code === null ? undefined : regionName(found.region_code),
  commandId: found.command_id ?? undefined,
  detail: detailForm.safeParse(found.detail).data ?? {},
});

const pageSize = 50;

async function findEntries({ tx }: Context, filter: LogFilter, size: number, cursor?: string): Promise<Found[]> {
  const after = findPageStart(cursor);
  const place = after ? sql`and (e.happened_at, e.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``;
  const found = await sql<Found>`select e.id, p.position, e.leaf_hash, e.happened_at, e.actor_name, e.role, e.action,
      e.outcome, e.subject_type, e.subject_id, e.region_code, e.command_id, e.detail
    from log_events e left join log_positions p on p.event_id = e.id
    where ${conditions(filter)} ${place}
    order by e.happened_at desc, e.id desc limit ${size + 1}`.execute(tx);
  return found.rows;
}

/** 留痕查询；查询本身也留痕 */
export const listLog = query({
  name: 'log.list',
  path: '/log',
  title: '留痕查询',
  by: logReaders,
  cites: ['2024.2.0'],
  input: z.object({ ...filterShape, cursor: pageCursor.optional() }),
  isLogged: true,
  async handle({ cursor, ...filter }, context) {
    const { rows, hasMore } = pageOf(await findEntries(context, filter, pageSize, cursor), pageSize);
    const last = rows.at(-1);
    context.note({ detail: { shown: rows.length, ...(filter.action ? { action: filter.action } : {}) } });
    return done({
      rows: rows.map(rowOf),
      nextCursor: hasMore && last ? pageMark(last.happened_at, last.id) : undefined,
      total: await countUpTo(context.tx, sql`log_events e where ${conditions(filter)}`),
    });
  },
});

const outcomeNames: Record<LoggedOutcome, string> = {
  done: '办成',
  refused: '未办成',
  denied: '越权被拒',
  shown: '查看',
};
const roleNameOf = (role: string): string => {
  const known = roles.find((each) => each === role);
  return known ? roleNames[known] : role;
};
/** 2026-11-23 09:15:02, Beijing time. */
const beijing = (instant: Instant): string =>
  new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

const exportedWith = (titleOf: (action: string) => string | undefined): readonly ListColumn<LogRow>[] => [
  { name: '编号', kind: 'number', value: (row) => row.position },
  { name: '时间（北京）', kind: 'text', width: 20, value: (row) => beijing(row.happenedAt) },
  { name: '人员', kind: 'text', width: 12, value: (row) => row.actorName },
  { name: '岗位', kind: 'text', width: 26, value: (row) => roleNameOf(row.role) },
  { name: '事项', kind: 'text', width: 24, value: (row) => titleOf(row.action) ?? row.action },
  { name: '事项代号', kind: 'text', width: 24, value: (row) => row.action },
  { name: '结果', kind: 'text', width: 10, value: (row) => outcomeNames[row.outcome] },
  {
    name: '对象类别',
    kind: 'text',
    width: 14,
    value: (row) => (row.subjectType ? (subjectNames[row.subjectType] ?? row.subjectType) : undefined),
  },
  { name: '对象类别代号', kind: 'text', width: 16, value: (row) => row.subjectType },
  { name: '对象编号', kind: 'text', width: 38, value: (row) => row.subjectId },
  { name: '县（市、区）', kind: 'text', width: 18, value: (row) => row.region },
  { name: '内容', kind: 'text', width: 50, value: (row) => JSON.stringify(row.detail) },
  { name: '叶', kind: 'text', width: 66, value: (row) => row.leafHash },
];

/** 导出留痕；导出本身也留痕 */
export const exportLog = query({
  name: 'log.export',
  path: '/log-exports',
  title: '导出留痕',
  by: logReaders,
  cites: ['2024.2.0'],
  input: z.object(filterShape),
  isLogged: true,
  async handle(filter, context) {
    const { from, until, actor, action, outcome, region, subject } = filter;
    const titleOf = (name: string) => context.services.titleOf?.(name) ?? programmeActions[name];
    return exportList(context, {
      name: '留痕',
      unit: '条',
      filter: [
        from && `自 ${spokenDay(from)}`,
        until && `至 ${spokenDay(until)}`,
        actor && `人员含“${actor}”`,
        action && `事项 ${titleOf(action) ?? action}`,
        outcome && outcomeNames[outcome],
        region && regionName(region),
        subject && `对象 ${subject}`,
      ],
      columns: exportedWith(titleOf),
      rows: (await findEntries(context, filter, mostExportedRows)).map(rowOf),
      narrowBy: '日期、人员或事项',
    });
  },
});
