import { type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import { workingDaysLeft } from '#kernel/calendar';
import type { PlainDate } from '#kernel/plain-date';
import { regions } from '#law/regions';
import { type Context, done, query } from '#platform/operation';
import { findPageStart, pageMark } from '#platform/page-mark';
import type { Level } from '#registers';
import { type ClassState, classStates, isWaitingForCounty } from '../domain/lifecycle';
import { plainDay, text } from './forms';
import { levelOf, stateOf } from './records';
import { isOffered } from './signing-commands';

/** One class in a list, the same for everyone who may see it. */
export interface ClassRow {
  readonly id: string;
  readonly filingNumber: string | undefined;
  readonly classNumber: string | undefined;
  readonly occupation: string;
  readonly level: Level | undefined;
  readonly institution: string;
  readonly region: string;
  readonly state: ClassState;
  readonly traineeCount: number;
  readonly blockingCount: number;
  readonly warningCount: number;
  readonly startsOn: PlainDate | undefined;
  readonly endsOn: PlainDate | undefined;
  readonly filedOn: PlainDate | undefined;
  readonly dueOn: PlainDate | undefined;
  /** Working days left while the county’s clock runs. */
  readonly daysLeft: number | undefined;
  readonly changedAt: string;
  readonly version: number;
  /** Whether the clerk has handed it to the principal as it stands. */
  readonly isOffered: boolean;
}

export const sortKeys = ['changedAt', 'startsOn', 'dueOn', 'filingNumber', 'institution', 'traineeCount'] as const;
export type SortKey = (typeof sortKeys)[number];

const sortColumns: Record<SortKey, ReturnType<typeof sql<string>>> = {
  changedAt: sql<string>`to_char(c.changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')`,
  startsOn: sql<string>`coalesce(c.starts_on::text, '9999')`,
  dueOn: sql<string>`coalesce(c.due_on::text, '9999')`,
  filingNumber: sql<string>`coalesce(c.filing_number, '')`,
  institution: sql<string>`institutions.pinyin`,
  traineeCount: sql<string>`lpad(c.trainee_count::text, 8, '0')`,
};

const stateList = z
  .string()
  .transform((value) =>
    value.split(',').filter((each): each is ClassState => classStates.some((state) => state === each)),
  );

export const filterShape = {
  search: text(50).optional(),
  states: stateList.optional(),
  region: z
    .string()
    .regex(/^4108\d{2}$/, '县（市、区）不正确')
    .optional(),
  startsFrom: plainDay.optional(),
  startsUntil: plainDay.optional(),
  sort: z.enum(sortKeys, '排序栏目不正确').optional(),
  direction: z.enum(['up', 'down']).optional(),
};

const filterForm = z.object(filterShape);
export type ClassFilter = z.output<typeof filterForm>;

/** The conditions of a filter; also what the export and the count use. */
function conditions(filter: ClassFilter) {
  const parts = [sql<SqlBool>`true`];
  if (filter.states?.length) parts.push(sql<SqlBool>`c.state = any(${filter.states}::text[])`);
  if (filter.region) parts.push(sql<SqlBool>`c.region_code = ${filter.region}`);
  if (filter.startsFrom) parts.push(sql<SqlBool>`c.starts_on >= ${filter.startsFrom}`);
  if (filter.startsUntil) parts.push(sql<SqlBool>`c.starts_on <= ${filter.startsUntil}`);
  if (filter.search) {
    const like = `%${filter.search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
    parts.push(sql<SqlBool>`(lower(coalesce(c.filing_number, '')) like ${like} or institutions.name like ${like}
      or institutions.initials like ${like} or coalesce(occupations.name, '') like ${like}
      or coalesce(occupations.initials, '') like ${like})`);
  }
  return sql.join(parts, sql` and `);
}

const from = sql`training_classes c join institutions on institutions.id = c.institution_id
  left join occupations on occupations.code = c.occupation_code`;

interface Found {
  readonly id: string;
  readonly filing_number: string | null;
  readonly class_year: number | null;
  readonly class_number: number | null;
  readonly occupation: string | null;
  readonly level: number | null;
  readonly institution: string;
  readonly region_code: string;
  readonly state: string;
  readonly trainee_count: number;
  readonly blocking_count: number;
  readonly warning_count: number;
  readonly starts_on: PlainDate | null;
  readonly ends_on: PlainDate | null;
  readonly filed_on: PlainDate | null;
  readonly due_on: PlainDate | null;
  readonly changed_at: string;
  readonly version: number;
  readonly offered_version: number | null;
  readonly sort_key: string;
}

export function rowOf(context: Context, found: Found): ClassRow {
  const state = stateOf(found);
  const waits = isWaitingForCounty(state) && found.due_on;
  return {
    id: found.id,
    filingNumber: found.filing_number ?? undefined,
    classNumber: found.class_number === null ? undefined : `${found.class_year} 年第 ${found.class_number} 期`,
    occupation: found.occupation ?? '未选专业',
    level: found.level === null ? undefined : levelOf(found.level),
    institution: found.institution,
    region: regions.find((region) => region.code === found.region_code)?.name ?? found.region_code,
    state,
    traineeCount: found.trainee_count,
    blockingCount: found.blocking_count,
    warningCount: found.warning_count,
    startsOn: found.starts_on ?? undefined,
    endsOn: found.ends_on ?? undefined,
    filedOn: found.filed_on ?? undefined,
    dueOn: found.due_on ?? undefined,
    daysLeft: waits ? workingDaysLeft(context.calendar, context.today, waits) : undefined,
    changedAt: found.changed_at,
    version: found.version,
    isOffered: isOffered(found),
  };
}

const columns = sql`c.id, c.filing_number, c.class_year, c.class_number, occupations.name as occupation, c.level,
  institutions.name as institution, c.region_code, c.state, c.trainee_count, c.blocking_count, c.warning_count,
  c.starts_on, c.ends_on, c.filed_on, c.due_on, c.changed_at, c.version, c.offered_version`;

/** Classes of a filter in its order, from a place on; `more` tells that others follow. */
export async function listClasses(context: Context, filter: ClassFilter, size: number, cursor?: string) {
  const after = findPageStart(cursor);
  const key = sortColumns[filter.sort ?? 'changedAt'];
  const isDown = (filter.direction ?? (filter.sort ? 'up' : 'down')) === 'down';
  const order = isDown ? sql`desc` : sql`asc`;
  const sign = isDown ? sql`<` : sql`>`;
  const place = after ? sql`and (${key}, c.id) ${sign} (${after[0]}, ${after[1]}::uuid)` : sql``;
  const found = await sql<Found>`select ${columns}, ${key} as sort_key from ${from} where ${conditions(filter)} ${place}
    order by sort_key ${order}, c.id ${order} limit ${size + 1}`.execute(context.tx);
  return { found: found.rows.slice(0, size), more: found.rows.length > size };
}

/** The rows of some classes, as far as they are in sight. */
export async function classRows(context: Context, ids: readonly string[]): Promise<ClassRow[]> {
  if (ids.length === 0) return [];
  const found =
    await sql<Found>`select ${columns}, '' as sort_key from ${from} where c.id = any(${ids}::uuid[])`.execute(
      context.tx,
    );
  return found.rows.map((each) => rowOf(context, each));
}

export const pageSize = 50;

/** 班期列表 */
export const listClassesQuery = query({
  name: 'class.list',
  path: '/classes',
  title: '班期列表',
  by: [
    'institutionClerk',
    'institutionPrincipal',
    'countyOfficer',
    'countySignatory',
    'cityOfficer',
    'citySignatory',
    'disciplineOfficer',
  ],
  cites: ['2024.2.3.2'],
  input: z.object({ ...filterShape, cursor: z.string().max(400).optional() }),
  async handle({ cursor, ...filter }, context) {
    const { found, more } = await listClasses(context, filter, pageSize, cursor);
    const total = await sql<{ count: number; trainees: number }>`
      select count(*)::int as count, coalesce(sum(c.trainee_count), 0)::int as trainees from ${from} where ${conditions(filter)}`.execute(
      context.tx,
    );
    const last = found.at(-1);
    return done({
      rows: found.map((each) => rowOf(context, each)),
      nextCursor: more && last ? pageMark(last.sort_key, last.id) : undefined,
      total: total.rows[0]?.count ?? 0,
      trainees: total.rows[0]?.trainees ?? 0,
    });
  },
});
