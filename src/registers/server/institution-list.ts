import { type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import type { PlainDate } from '#kernel/plain-date';
import { type Context, done, query } from '#platform/operation';
import { findPageStart, pageMark, pageOf } from '#platform/page-mark';
import { exportList, type ListColumn, mostExportedRows } from '#platform/spreadsheet/list-export';
import { allOf, pageCursor, readers, regionCode, regionName, searchedFor, searchWords, within } from './forms';

export const institutionStandings = ['sound', 'suspended', 'revoked', 'licenceEnded'] as const;
export type InstitutionStanding = (typeof institutionStandings)[number];
export const institutionStandingNames: Record<InstitutionStanding, string> = {
  sound: '正常',
  suspended: '已中止',
  revoked: '已取消资格',
  licenceEnded: '许可已到期',
};

export interface InstitutionRow {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly creditCode: string;
  readonly licenceUntil: PlainDate;
  readonly designationCount: number;
  readonly standing: InstitutionStanding;
}

const filterShape = {
  search: searchWords.optional(),
  region: regionCode.optional(),
  standing: z.enum(institutionStandings, '没有这种资格状态').optional(),
};
const filterForm = z.object(filterShape);
type Filter = z.output<typeof filterForm>;

/** How an institution stands today, as one word: what is worst is said. */
const standingOn = (day: PlainDate) => sql<InstitutionStanding>`case
  when i.revoked_on <= ${day}::date then 'revoked' when i.suspended_on <= ${day}::date then 'suspended'
  when i.licence_until < ${day}::date then 'licenceEnded' else 'sound' end`;

function conditions({ search, region, standing }: Filter, today: PlainDate) {
  const like = search ? within(search) : undefined;
  return allOf([
    region ? sql<SqlBool>`i.region_code = ${region}` : undefined,
    standing ? sql<SqlBool>`${standingOn(today)} = ${standing}` : undefined,
    like
      ? sql<SqlBool>`(i.name like ${like} or i.initials like ${like} or lower(i.credit_code) like ${like})`
      : undefined,
  ]);
}

interface Found {
  readonly id: string;
  readonly name: string;
  readonly region_code: string;
  readonly place: string;
  readonly credit_code: string;
  readonly licence_until: PlainDate;
  readonly designation_count: number;
  readonly standing: InstitutionStanding;
}

async function findRows({ tx, today }: Context, filter: Filter, size: number, cursor?: string): Promise<Found[]> {
  const after = findPageStart(cursor);
  const place = after ? sql`and (i.region_code || i.pinyin, i.id) > (${after[0]}, ${after[1]}::uuid)` : sql``;
  const found = await sql<Found>`select i.id, i.name, i.region_code, i.region_code || i.pinyin as place, i.credit_code,
      i.licence_until, ${standingOn(today)} as standing,
      (select count(distinct (held.occupation_code, held.level))::int from designations held
        where held.institution_id = i.id and held.valid_until >= ${today}::date) as designation_count
    from institutions i where ${conditions(filter, today)} ${place}
    order by i.region_code || i.pinyin, i.id limit ${size + 1}`.execute(tx);
  return found.rows;
}

const rowOf = (found: Found): InstitutionRow => ({
  id: found.id,
  name: found.name,
  region: regionName(found.region_code),
  creditCode: found.credit_code,
  licenceUntil: found.licence_until,
  designationCount: found.designation_count,
  standing: found.standing,
});

const pageSize = 50;

/** 培训机构一览 */
export const listInstitutions = query({
  name: 'institution.list',
  path: '/institutions',
  title: '培训机构一览',
  by: readers,
  cites: ['2024.1.2'],
  input: z.object({ ...filterShape, cursor: pageCursor.optional() }),
  async handle({ cursor, ...filter }, context) {
    const { rows, hasMore } = pageOf(await findRows(context, filter, pageSize, cursor), pageSize);
    const last = rows.at(-1);
    const counted = await sql<{ total: number; unsound: number }>`select count(*)::int as total,
        (count(*) filter (where ${standingOn(context.today)} <> 'sound'))::int as unsound
      from institutions i where ${conditions(filter, context.today)}`.execute(context.tx);
    return done({
      rows: rows.map(rowOf),
      nextCursor: hasMore && last ? pageMark(last.place, last.id) : undefined,
      total: counted.rows[0]?.total ?? 0,
      /** How many of them may not file today. */
      unsound: counted.rows[0]?.unsound ?? 0,
    });
  },
});

const exported: readonly ListColumn<InstitutionRow>[] = [
  { name: '培训机构', kind: 'text', width: 36, value: (row) => row.name },
  { name: '县（市、区）', kind: 'text', width: 20, value: (row) => row.region },
  { name: '统一社会信用代码', kind: 'text', width: 22, value: (row) => row.creditCode },
  { name: '办学许可至', kind: 'date', width: 13, value: (row) => row.licenceUntil },
  { name: '定点职业（等级）', kind: 'number', value: (row) => row.designationCount },
  { name: '资格', kind: 'text', width: 14, value: (row) => institutionStandingNames[row.standing] },
];

/** 导出培训机构名单 */
export const exportInstitutions = query({
  name: 'institution.export',
  path: '/institution-exports',
  title: '导出培训机构名单',
  by: readers,
  cites: ['2024.1.2'],
  input: z.object(filterShape),
  isLogged: true,
  async handle(filter, context) {
    const { search, region, standing } = filter;
    return exportList(context, {
      name: '培训机构',
      unit: '家',
      filter: [region && regionName(region), standing && institutionStandingNames[standing], searchedFor(search)],
      columns: exported,
      rows: (await findRows(context, filter, mostExportedRows)).map(rowOf),
      narrowBy: '县（市、区）或资格',
    });
  },
});
