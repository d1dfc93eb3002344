import { type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import type { PlainDate } from '#kernel/plain-date';
import { type Context, done, query } from '#platform/operation';
import { findPageStart, pageMark, pageOf } from '#platform/page-mark';
import { exportList, type ListColumn, mostExportedRows } from '#platform/spreadsheet/list-export';
import { type Level, levelNames, levels } from '../domain/institution';
import { allOf, pageCursor, readers, regionCode, regionName, searchedFor, searchWords, within } from './forms';

export const teacherStandings = ['serving', 'stopped', 'left'] as const;
export type TeacherStanding = (typeof teacherStandings)[number];
export const teacherStandingNames: Record<TeacherStanding, string> = {
  serving: '在职',
  stopped: '已停用',
  left: '已离任',
};

export interface TeacherRow {
  readonly id: string;
  readonly name: string;
  readonly occupation: string;
  readonly level: Level;
  readonly qualification: string;
  readonly institution: string;
  readonly institutionId: string;
  readonly region: string;
  readonly standing: TeacherStanding;
}

const filterShape = {
  search: searchWords.optional(),
  region: regionCode.optional(),
  level: z.enum(['1', '2', '3', '4', '5'], '等级应为 1 至 5').optional(),
  standing: z.enum(teacherStandings, '没有这种状态').optional(),
};
const filterForm = z.object(filterShape);
type Filter = z.output<typeof filterForm>;

const standingOn = (day: PlainDate) => sql<TeacherStanding>`case
  when t.left_on < ${day}::date then 'left' when t.stopped_on <= ${day}::date then 'stopped' else 'serving' end`;

const from = sql`teachers t join institutions on institutions.id = t.institution_id
  join occupations on occupations.code = t.occupation_code`;

function conditions({ search, region, level, standing }: Filter, today: PlainDate) {
  const like = search ? within(search) : undefined;
  return allOf([
    region ? sql<SqlBool>`t.region_code = ${region}` : undefined,
    level ? sql<SqlBool>`t.level = ${Number(level)}` : undefined,
    standing ? sql<SqlBool>`${standingOn(today)} = ${standing}` : undefined,
    like
      ? sql<SqlBool>`(t.name like ${like} or t.initials like ${like} or t.pinyin like ${like}
        or occupations.name like ${like} or institutions.name like ${like})`
      : undefined,
  ]);
}

interface Found {
  readonly id: string;
  readonly name: string;
  readonly pinyin: string;
  readonly occupation: string;
  readonly level: number;
  readonly qualification: string;
  readonly institution: string;
  readonly institution_id: string;
  readonly region_code: string;
  readonly standing: TeacherStanding;
}

async function findRows({ tx, today }: Context, filter: Filter, size: number, cursor?: string): Promise<Found[]> {
  const after = findPageStart(cursor);
  const place = after ? sql`and (t.pinyin, t.id) > (${after[0]}, ${after[1]}::uuid)` : sql``;
  const found = await sql<Found>`select t.id, t.name, t.pinyin, occupations.name as occupation, t.level,
      t.qualification, institutions.name as institution, t.institution_id, t.region_code,
      ${standingOn(today)} as standing
    from ${from} where ${conditions(filter, today)} ${place} order by t.pinyin, t.id limit ${size + 1}`.execute(tx);
  return found.rows;
}

const levelForm = z.union(levels.map((level) => z.literal(level)));
const rowOf = (found: Found): TeacherRow => ({
  id: found.id,
  name: found.name,
  occupation: found.occupation,
  level: levelForm.parse(found.level),
  qualification: found.qualification,
  institution: found.institution,
  institutionId: found.institution_id,
  region: regionName(found.region_code),
  standing: found.standing,
});

const pageSize = 50;

/** 教师一览 */
export const listTeachers = query({
  name: 'teacher.list',
  path: '/teachers',
  title: '教师一览',
  by: readers,
  cites: ['2024.1.2'],
  input: z.object({ ...filterShape, cursor: pageCursor.optional() }),
  async handle({ cursor, ...filter }, context) {
    const { rows, hasMore } = pageOf(await findRows(context, filter, pageSize, cursor), pageSize);
    const last = rows.at(-1);
    const counted = await sql<{ total: number }>`select count(*)::int as total from ${from}
      where ${conditions(filter, context.today)}`.execute(context.tx);
    return done({
      rows: rows.map(rowOf),
      nextCursor: hasMore && last ? pageMark(last.pinyin, last.id) : undefined,
      total: counted.rows[0]?.total ?? 0,
    });
  },
});

const exported: readonly ListColumn<TeacherRow>[] = [
  { name: '姓名', kind: 'text', width: 12, value: (row) => row.name },
  { name: '授课职业', kind: 'text', width: 22, value: (row) => row.occupation },
  { name: '等级', kind: 'text', width: 8, value: (row) => levelNames[row.level] },
  { name: '任职资格', kind: 'text', width: 30, value: (row) => row.qualification },
  { name: '培训机构', kind: 'text', width: 36, value: (row) => row.institution },
  { name: '县（市、区）', kind: 'text', width: 20, value: (row) => row.region },
  { name: '状态', kind: 'text', width: 10, value: (row) => teacherStandingNames[row.standing] },
];

/** 导出教师名单；证号和电话不导出 */
export const exportTeachers = query({
  name: 'teacher.export',
  path: '/teacher-exports',
  title: '导出教师名单',
  by: readers,
  cites: ['2024.1.2'],
  input: z.object(filterShape),
  isLogged: true,
  async handle(filter, context) {
    const { search, region, level, standing } = filter;
    const named = levels.find((each) => String(each) === level);
    return exportList(context, {
      name: '教师',
      unit: '人',
      filter: [
        region && regionName(region),
        named && levelNames[named],
        standing && teacherStandingNames[standing],
        searchedFor(search),
      ],
      columns: exported,
      rows: (await findRows(context, filter, mostExportedRows)).map(rowOf),
      narrowBy: '县（市、区）或等级',
    });
  },
});
