import { type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import { addDays, type PlainDate, spokenDay } from '#kernel/plain-date';
import { type Context, command, done, query, refused } from '#platform/operation';
import { findPageStart, pageMark, pageOf } from '#platform/page-mark';
import { exportList, type ListColumn, mostExportedRows } from '#platform/spreadsheet/list-export';
import { allOf, pageCursor, plainDay, regionCode, regionName, searchedFor, searchWords, within } from '../forms';
import { editionShape, enterers, propose } from './edition-form';
import { findListingEdition, membersOn } from './listing-store';

const filterShape = {
  search: searchWords.optional(),
  region: regionCode.optional(),
  /** The day whose catalogue is asked for; today unless told. */
  on: plainDay.optional(),
};
const filterForm = z.object(filterShape);
type Filter = z.output<typeof filterForm>;

interface ListingPage {
  /** The edition of the day; undefined before the first. */
  readonly edition: Awaited<ReturnType<typeof findListingEdition>>;
  /** Whether it has ended without another in its place. */
  readonly isEnded: boolean;
  readonly rows: readonly ListingRow[];
  readonly nextCursor: string | undefined;
  readonly total: number;
}

/** An institution the catalogue of a day lists. */
export interface ListingRow {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  /** Whether its record is in the reader’s sight. */
  readonly isSeen: boolean;
}

interface Found {
  readonly id: string;
  readonly name: string;
  readonly pinyin: string;
  readonly region_code: string;
  readonly is_seen: boolean;
}

const dayOf = ({ on }: Filter, { today }: Pick<Context, 'today'>): PlainDate => on ?? today;

function conditions({ search, region }: Filter, editionId: string) {
  const like = search ? within(search) : undefined;
  return allOf([
    sql<SqlBool>`listed.edition_id = ${editionId}`,
    region ? sql<SqlBool>`listed.region_code = ${region}` : undefined,
    like ? sql<SqlBool>`(listed.name like ${like} or listed.initials like ${like})` : undefined,
  ]);
}

async function findRows({ tx }: Context, filter: Filter, editionId: string, size: number, cursor?: string) {
  const after = findPageStart(cursor);
  const place = after
    ? sql`and (listed.region_code || listed.pinyin, listed.institution_id) > (${after[0]}, ${after[1]}::uuid)`
    : sql``;
  const found = await sql<Found>`select listed.institution_id as id, listed.name, listed.pinyin, listed.region_code,
      exists (select from institutions seen where seen.id = listed.institution_id) as is_seen
    from edition_institutions listed where ${conditions(filter, editionId)} ${place}
    order by listed.region_code || listed.pinyin, listed.institution_id limit ${size + 1}`.execute(tx);
  return found.rows;
}

const rowOf = (found: Found): ListingRow => ({
  id: found.id,
  name: found.name,
  region: regionName(found.region_code),
  isSeen: found.is_seen,
});

const pageSize = 50;

/** 定点机构目录：某一日列入的机构 */
export const listListings = query({
  name: 'listing.list',
  path: '/listings',
  title: '定点机构目录',
  by: 'signedIn',
  cites: ['2024.1.2'],
  input: z.object({ ...filterShape, cursor: pageCursor.optional() }),
  async handle({ cursor, ...filter }, context) {
    const day = dayOf(filter, context);
    const edition = await findListingEdition(context.tx, day);
    const none: ListingPage = { edition, isEnded: false, rows: [], nextCursor: undefined, total: 0 };
    if (!edition) return done(none);
    const { rows, hasMore } = pageOf(await findRows(context, filter, edition.id, pageSize, cursor), pageSize);
    const last = rows.at(-1);
    const counted = await sql<{ count: number }>`select count(*)::int as count from edition_institutions listed
      where ${conditions(filter, edition.id)}`.execute(context.tx);
    return done<ListingPage>({
      edition,
      isEnded: edition.until !== undefined && edition.until < day,
      rows: rows.map(rowOf),
      nextCursor: hasMore && last ? pageMark(last.region_code + last.pinyin, last.id) : undefined,
      total: counted.rows[0]?.count ?? 0,
    });
  },
});

const exported: readonly ListColumn<ListingRow>[] = [
  { name: '培训机构', kind: 'text', width: 36, value: (row) => row.name },
  { name: '县（市、区）', kind: 'text', width: 20, value: (row) => row.region },
];

/** 导出定点机构目录 */
export const exportListings = query({
  name: 'listing.export',
  path: '/listing-exports',
  title: '导出定点机构目录',
  by: 'signedIn',
  cites: ['2024.1.2'],
  input: z.object(filterShape),
  isLogged: true,
  async handle(filter, context) {
    const day = dayOf(filter, context);
    const edition = await findListingEdition(context.tx, day);
    if (!edition) return refused(`${spokenDay(day)}还没有公布定点机构目录，没有可导出的。`, 'invalid');
    const { region, search } = filter;
    return exportList(context, {
      name: '定点机构目录',
      unit: '家',
      filter: [
        `${spokenDay(day)}，${edition.documentNumber}`,
        region ? regionName(region) : undefined,
        searchedFor(search),
      ],
      columns: exported,
      rows: (await findRows(context, filter, edition.id, mostExportedRows)).map(rowOf),
      narrowBy: '县（市、区）',
    });
  },
});

/** 两日定点机构目录的差异 */
export const listingDifferences = query({
  name: 'listing.differences',
  path: '/listing-differences',
  title: '定点机构目录的差异',
  by: 'signedIn',
  cites: ['2024.1.2'],
  input: z.object({ from: plainDay, until: plainDay }),
  async handle({ from, until }, { tx }) {
    const before = await membersOn(tx, from);
    const after = await membersOn(tx, until);
    const had = new Set(before.map(({ id }) => id));
    const has = new Set(after.map(({ id }) => id));
    return done({
      entered: after.filter(({ id }) => !had.has(id)),
      left: before.filter(({ id }) => !has.has(id)),
      kept: after.filter(({ id }) => had.has(id)).length,
    });
  },
});

interface Standing {
  readonly licence_until: PlainDate;
  readonly suspended_on: PlainDate | null;
  readonly revoked_on: PlainDate | null;
}

/** What stands against listing an institution from a day on; what begins only later is told with its day. */
function troubleOf(
  { licence_until, suspended_on, revoked_on }: Standing,
  from: PlainDate,
  today: PlainDate,
): { readonly words: string; readonly isComing: boolean } | undefined {
  const since = (day: PlainDate, now: string, coming: string) =>
    day <= today
      ? { words: now, isComing: false }
      : { words: `${spokenDay(day, today).replace(/ 周.$/u, '')}${coming}`, isComing: true };
  if (revoked_on) return since(revoked_on, '已取消资格', '起取消资格');
  if (suspended_on) return since(suspended_on, '已中止', '起中止');
  const expired = addDays(licence_until, 1);
  return expired <= today || licence_until < from ? since(expired, '许可已到期', '起许可到期') : undefined;
}

/** 可列入目录的机构：全市台账 */
export const listCandidates = query({
  name: 'listing.candidates',
  path: '/listing-candidates',
  title: '可列入目录的机构',
  by: enterers,
  cites: ['2024.1.2'],
  input: z.object({ from: plainDay }),
  async handle({ from }, { tx, today }) {
    const listed = new Set((await membersOn(tx, from)).map(({ id }) => id));
    const rows = await tx
      .selectFrom('institutions')
      .select(['id', 'name', 'region_code', 'licence_until', 'suspended_on', 'revoked_on'])
      .orderBy('region_code')
      .orderBy('pinyin')
      .limit(5000)
      .execute();
    return done({
      institutions: rows.map((row) => ({
        id: row.id,
        name: row.name,
        regionCode: row.region_code,
        isListed: listed.has(row.id),
        trouble: troubleOf(row, from, today),
      })),
    });
  },
});

/** 录入定点机构目录的新一版 */
export const proposeListings = command({
  name: 'listing.propose',
  path: '/listing-editions',
  title: '录入定点机构目录',
  by: enterers,
  cites: ['2024.1.2'],
  input: z.object({
    ...editionShape,
    until: plainDay.optional(),
    institutionIds: z.array(z.uuid('机构编号不正确')).min(1, '还没有选机构').max(5000, '一版不超过 5000 家'),
  }),
  async handle({ institutionIds, ...head }, context) {
    const wanted = [...new Set(institutionIds)];
    const rows = await context.tx
      .selectFrom('institutions')
      .select(['id', 'name', 'region_code'])
      .where('id', 'in', wanted)
      .orderBy('region_code')
      .orderBy('pinyin')
      .execute();
    if (rows.length !== wanted.length) return refused('有的机构不在台账里，请刷新后重新选择。', 'invalid');
    const members = rows.map((row) => ({ id: row.id, name: row.name, regionCode: row.region_code }));
    return propose(context, 'institution', head, { members });
  },
});
