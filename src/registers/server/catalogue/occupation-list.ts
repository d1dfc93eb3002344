import { type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import { type PlainDate, spokenDay } from '#kernel/plain-date';
import { type Context, done, missing, query } from '#platform/operation';
import { pageOf } from '#platform/page-mark';
import { exportList, type ListColumn, mostExportedRows } from '#platform/spreadsheet/list-export';
import { type CatalogueEntry, type Level, levelNames, levels } from '../../domain/institution';
import { allOf, plainDay, searchedFor, searchWords, within } from '../forms';

/** A line of the catalogue with the document that brought it. */
export interface OccupationRow extends CatalogueEntry {
  /** The edition it came with; undefined for what was there before the first. */
  readonly document: string | undefined;
  readonly endedBy: string | undefined;
}

const levelForm = z.union(levels.map((level) => z.literal(level)));
const filterShape = {
  search: searchWords.optional(),
  level: z.enum(['1', '2', '3', '4', '5'], '等级应为 1 至 5').optional(),
  /** The day whose catalogue is asked for; today unless told. */
  on: plainDay.optional(),
};
const filterForm = z.object(filterShape);
type Filter = z.output<typeof filterForm>;

const dayOf = ({ on }: Filter, { today }: Pick<Context, 'today'>): PlainDate => on ?? today;

function conditions(filter: Filter, day: PlainDate) {
  const like = filter.search ? within(filter.search) : undefined;
  return allOf([
    sql<SqlBool>`held.valid_from <= ${day}::date and (held.valid_until is null or held.valid_until >= ${day}::date)`,
    filter.level ? sql<SqlBool>`held.level = ${Number(filter.level)}` : undefined,
    like
      ? sql<SqlBool>`(named.name like ${like} or named.initials like ${like} or named.code like ${like})`
      : undefined,
  ]);
}

const from = sql`occupation_levels held join occupations named on named.code = held.occupation_code
  left join catalogue_editions brought on brought.id = held.edition_id
  left join catalogue_editions ending on ending.id = held.ended_by`;

interface Found {
  readonly code: string;
  readonly name: string;
  readonly level: number;
  readonly hours: number;
  readonly valid_from: PlainDate;
  readonly valid_until: PlainDate | null;
  readonly document: string | null;
  readonly ended_by: string | null;
}

const columns = sql`named.code, named.name, held.level, held.required_hours as hours, held.valid_from, held.valid_until,
  brought.document_number as document, ending.document_number as ended_by`;

const rowOf = (found: Found): OccupationRow => ({
  occupationCode: found.code,
  occupationName: found.name,
  level: levelForm.parse(found.level),
  requiredHours: found.hours,
  validFrom: found.valid_from,
  validUntil: found.valid_until ?? undefined,
  document: found.document ?? undefined,
  endedBy: found.ended_by ?? undefined,
});

const place = /^(\d-\d{2}-\d{2}-\d{2})\/([1-5])$/;

async function findRows(context: Context, filter: Filter, size: number, cursor?: string): Promise<OccupationRow[]> {
  const [, code, level] = place.exec(cursor ?? '') ?? [];
  const after = code ? sql`and (held.occupation_code, -held.level) > (${code}, ${-Number(level)})` : sql``;
  const found = await sql<Found>`select ${columns} from ${from}
    where ${conditions(filter, dayOf(filter, context))} ${after}
    order by held.occupation_code, held.level desc limit ${size + 1}`.execute(context.tx);
  return found.rows.map(rowOf);
}

const pageSize = 50;

/** 职业目录：某一日有效的职业和等级 */
export const listOccupations = query({
  name: 'occupation.list',
  path: '/occupations',
  title: '职业（工种）目录',
  by: 'signedIn',
  cites: ['2024.1.2'],
  input: z.object({ ...filterShape, cursor: z.string().max(40).optional() }),
  async handle({ cursor, ...filter }, context) {
    const { rows, hasMore } = pageOf(await findRows(context, filter, pageSize, cursor), pageSize);
    const last = rows.at(-1);
    const counted = await sql<{ lines: number; occupations: number }>`
      select count(*)::int as lines, count(distinct held.occupation_code)::int as occupations
      from ${from} where ${conditions(filter, dayOf(filter, context))}`.execute(context.tx);
    return done({
      rows,
      nextCursor: hasMore && last ? `${last.occupationCode}/${last.level}` : undefined,
      total: counted.rows[0]?.lines ?? 0,
      occupations: counted.rows[0]?.occupations ?? 0,
    });
  },
});

/** 一个职业的历次：等级、课时、起止和依据 */
export const showOccupation = query({
  name: 'occupation.show',
  path: '/occupations/:code',
  title: '职业的历次',
  by: 'signedIn',
  cites: ['2024.1.2'],
  input: z.object({ code: z.string().regex(/^\d-\d{2}-\d{2}-\d{2}$/, '职业编码不正确') }),
  async handle({ code }, { tx }) {
    const found = await sql<Found>`select ${columns} from ${from} where held.occupation_code = ${code}
      order by held.level desc, held.valid_from desc`.execute(tx);
    return found.rows.length > 0 ? done({ rows: found.rows.map(rowOf) }) : missing('这个职业');
  },
});

const spokenLevel = (level: Level): string => levelNames[level];
const exported: readonly ListColumn<OccupationRow>[] = [
  { name: '职业编码', kind: 'text', width: 14, value: (row) => row.occupationCode },
  { name: '职业（工种）', kind: 'text', width: 24, value: (row) => row.occupationName },
  { name: '等级', kind: 'text', width: 8, value: (row) => spokenLevel(row.level) },
  { name: '规定课时', kind: 'number', value: (row) => row.requiredHours },
  { name: '生效', kind: 'date', width: 13, value: (row) => row.validFrom },
  { name: '停用前最后一日', kind: 'date', width: 16, value: (row) => row.validUntil },
  { name: '依据', kind: 'text', width: 24, value: (row) => row.document },
];

/** 导出职业目录；改过以后可再导入为新的一版 */
export const exportOccupations = query({
  name: 'occupation.export',
  path: '/occupation-exports',
  title: '导出职业目录',
  by: 'signedIn',
  cites: ['2024.1.2'],
  input: z.object(filterShape),
  isLogged: true,
  async handle(filter, context) {
    const { search, level } = filter;
    const named = levels.find((each) => String(each) === level);
    return exportList(context, {
      name: '职业目录',
      unit: '个等级',
      filter: [
        `${spokenDay(dayOf(filter, context))}有效`,
        named === undefined ? undefined : spokenLevel(named),
        searchedFor(search),
      ],
      columns: exported,
      rows: await findRows(context, filter, mostExportedRows),
      narrowBy: '等级或名称',
    });
  },
});
