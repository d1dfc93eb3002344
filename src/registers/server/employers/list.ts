import { type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import type { PlainDate } from '#kernel/plain-date';
import { type Context, done, query } from '#platform/operation';
import { pageOf } from '#platform/page-mark';
import { exportList, type ListColumn, mostExportedRows } from '#platform/spreadsheet/list-export';
import { type EmployerFault, employerFaultNames, employerFaults } from '../../domain/employer';
import { allOf, pageCursor, readers, regionCode, regionName, searchedFor, searchWords, within } from '../forms';

/** One employer of a list. */
export interface EmployerRow {
  readonly creditCode: string;
  readonly name: string;
  /** Its county, or that it is from elsewhere. */
  readonly region: string;
  readonly fault: EmployerFault | undefined;
  readonly since: PlainDate | undefined;
  readonly lastFiledOn: PlainDate;
  /** Classes in the reader’s sight that name it, and persons wanted in their posts. */
  readonly classes: number;
  readonly headcount: number;
}

const filterShape = {
  search: searchWords.optional(),
  region: regionCode.optional(),
  standing: z.enum(['sound', ...employerFaults], '没有这种状态').optional(),
};
const filterForm = z.object(filterShape);
type Filter = z.output<typeof filterForm>;

const faultForm = z.enum(employerFaults);

function conditions({ search, region, standing }: Filter) {
  const like = search ? within(search) : undefined;
  const opens = search ? `${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%` : undefined;
  return allOf([
    region ? sql<SqlBool>`held.seat_region = ${region}` : undefined,
    standing === 'sound' ? sql<SqlBool>`against.kind is null` : undefined,
    standing && standing !== 'sound' ? sql<SqlBool>`against.kind = ${standing}` : undefined,
    like
      ? sql<SqlBool>`(held.name like ${like} or held.initials like ${opens} or held.pinyin like ${opens}
          or lower(held.credit_code) like ${opens})`
      : undefined,
  ]);
}

const from = sql`employers held
  left join employer_standings against on against.credit_code = held.credit_code and against.lifted_on is null`;

interface Found {
  readonly credit_code: string;
  readonly name: string;
  readonly seat_region: string | null;
  readonly kind: string | null;
  readonly from_day: PlainDate | null;
  readonly last_filed_on: PlainDate;
  readonly classes: number;
  readonly headcount: number;
}

const rowOf = (found: Found): EmployerRow => ({
  creditCode: found.credit_code,
  name: found.name,
  region: found.seat_region ? regionName(found.seat_region) : '市本级或外地',
  fault: found.kind === null ? undefined : faultForm.parse(found.kind),
  since: found.from_day ?? undefined,
  lastFiledOn: found.last_filed_on,
  classes: found.classes,
  headcount: found.headcount,
});

const place = /^(\d{4}-\d{2}-\d{2})\/([0-9A-Z]{18})$/;

async function findRows({ tx }: Context, filter: Filter, size: number, cursor?: string): Promise<EmployerRow[]> {
  const [, day, code] = place.exec(cursor ?? '') ?? [];
  const after = day
    ? sql`and (held.last_filed_on < ${day}::date or (held.last_filed_on = ${day}::date and held.credit_code > ${code}))`
    : sql``;
  const found = await sql<Found>`
    select held.credit_code, held.name, held.seat_region, against.kind, against.from_day, held.last_filed_on,
      coalesce(named.classes, 0)::int as classes, coalesce(named.headcount, 0)::int as headcount
    from (select held.*, against.kind, against.from_day from ${from} where ${conditions(filter)} ${after}
      order by held.last_filed_on desc, held.credit_code limit ${size + 1}) held
    left join lateral (select held.kind, held.from_day) against on true
    left join lateral (
      select count(distinct post.class_id) as classes, sum(post.headcount) as headcount from job_posts post
        join training_classes class on class.region_code = post.region_code and class.id = post.class_id
      where post.credit_code = held.credit_code and class.filing_number is not null
    ) named on true
    order by held.last_filed_on desc, held.credit_code`.execute(tx);
  return found.rows.map(rowOf);
}

const pageSize = 50;

/** 用人单位一览 */
export const listEmployers = query({
  name: 'employer.list',
  path: '/employers',
  title: '用人单位一览',
  by: readers,
  cites: ['2021.3.4'],
  input: z.object({ ...filterShape, cursor: pageCursor.optional() }),
  async handle({ cursor, ...filter }, context) {
    const { rows, hasMore } = pageOf(await findRows(context, filter, pageSize, cursor), pageSize);
    const last = rows.at(-1);
    const counted = await sql<{ total: number }>`
      select count(*)::int as total from ${from} where ${conditions(filter)}`.execute(context.tx);
    return done({
      rows,
      total: counted.rows[0]?.total ?? 0,
      nextCursor: hasMore && last ? `${last.lastFiledOn}/${last.creditCode}` : undefined,
    });
  },
});

const columns: readonly ListColumn<EmployerRow>[] = [
  { name: '用人单位', kind: 'text', width: 36, value: (row) => row.name },
  { name: '统一社会信用代码', kind: 'text', width: 22, value: (row) => row.creditCode },
  { name: '县（市、区）', kind: 'text', width: 14, value: (row) => row.region },
  { name: '状态', kind: 'text', width: 16, value: (row) => (row.fault ? employerFaultNames[row.fault] : '正常') },
  { name: '自何日起', kind: 'date', width: 12, value: (row) => row.since },
  { name: '最近申报', kind: 'date', width: 12, value: (row) => row.lastFiledOn },
  { name: '涉及班期', kind: 'number', width: 10, value: (row) => row.classes },
  { name: '招聘人数', kind: 'number', width: 10, value: (row) => row.headcount },
];

/** 导出用人单位 */
export const exportEmployers = query({
  name: 'employer.export',
  path: '/employer-exports',
  title: '导出用人单位',
  by: readers,
  cites: ['2021.3.4'],
  input: z.object(filterShape),
  isLogged: true,
  async handle(filter, context) {
    const standing = filter.standing;
    return exportList(context, {
      name: '用人单位',
      unit: '家',
      filter: [
        searchedFor(filter.search),
        filter.region ? regionName(filter.region) : undefined,
        standing === undefined ? undefined : standing === 'sound' ? '正常' : employerFaultNames[standing],
      ],
      columns,
      rows: await findRows(context, filter, mostExportedRows),
      narrowBy: '县（市、区）或状态',
    });
  },
});
