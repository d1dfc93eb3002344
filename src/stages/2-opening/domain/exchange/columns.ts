import type { Sheet, SheetCell } from '#kernel/sheet';
import { checkIdentityNumber } from '#law/identity-number';
import { plainBlanks } from '../lists/characters';
import { bareHeading } from '../lists/headings';

/** What the columns of a returned list are called, by field; the first pattern that fits is the best. */
export type HeadingPatterns<Field extends string> = Readonly<Record<Field, readonly RegExp[]>>;
export type ColumnsOf<Field extends string> = Readonly<Partial<Record<Field, number>>>;

export interface FoundColumns<Field extends string> {
  /** Row of the headings, counted from 0. */
  readonly header: number;
  readonly columns: ColumnsOf<Field>;
  readonly headings: readonly { readonly column: number; readonly heading: string }[];
}

export const namePatterns = [/^(?:人员|学员|本人|居民|职工)?姓名$/, /^名字$|^xm$|^name$/i, /^.{0,8}姓名$/] as const;
export const idPatterns = [
  /^(?:居民|公民|有效)?身份证件?(?:号码?|编号)?$/,
  /^(?:公民)?身份(?:证件)?号码?$|^(?:有效)?证件号码?$/,
  /^社会保障号码?$|^sfzh?m?$|^idcard$/i,
] as const;

/** Headings stand near the top, below a title at most. */
const searchedRows = 20;
const textOf = (cell: SheetCell | undefined): string => (cell && cell.kind === 'text' ? plainBlanks(cell.text) : '');

function columnsIn<Field extends string>(
  row: Sheet['rows'][number],
  fields: readonly Field[],
  patterns: HeadingPatterns<Field>,
): ColumnsOf<Field> {
  const columns: Partial<Record<Field, number>> = {};
  const taken = new Set<number>();
  const words = Array.from(row ?? [], (cell) => bareHeading(textOf(cell)));
  for (const field of fields) {
    const ranked = patterns[field].flatMap((pattern) =>
      words.flatMap((word, column) => (word !== '' && pattern.test(word) && !taken.has(column) ? [column] : [])),
    );
    const [best] = ranked;
    if (best === undefined) continue;
    columns[field] = best;
    taken.add(best);
  }
  return columns;
}

const headingsIn = (row: Sheet['rows'][number]): FoundColumns<string>['headings'] =>
  Array.from(row ?? [], (cell, column) => ({ column, heading: textOf(cell) })).filter(({ heading }) => heading !== '');

/** What a row names when somebody has said that it is the heading; columns without words are counted. */
export function columnsAt<Field extends string>(
  sheet: Sheet,
  header: number,
  fields: readonly Field[],
  patterns: HeadingPatterns<Field>,
): FoundColumns<Field> {
  const row = sheet.rows[header];
  const below = sheet.rows.slice(header, header + 6).map((each) => each?.length ?? 0);
  const headings = Array.from({ length: Math.max(0, ...below) }, (_, column) => ({
    column,
    heading: textOf(row?.[column]) || `第 ${column + 1} 栏`,
  }));
  return { header, columns: columnsIn(row, fields, patterns), headings };
}

/** The row that names most fields, if it names those that cannot be done without. */
export function findColumns<Field extends string>(
  sheet: Sheet,
  fields: readonly Field[],
  patterns: HeadingPatterns<Field>,
  needed: readonly Field[],
): FoundColumns<Field> | undefined {
  let best: FoundColumns<Field> | undefined;
  for (let header = 0; header < Math.min(searchedRows, sheet.rows.length); header += 1) {
    const row = sheet.rows[header];
    const columns = columnsIn(row, fields, patterns);
    if (needed.some((field) => columns[field] === undefined)) continue;
    if (best && Object.keys(columns).length <= Object.keys(best.columns).length) continue;
    best = { header, columns, headings: headingsIn(row) };
  }
  return best;
}

/** Where no heading is understood: the column that holds identity numbers, and the row above the first of them. */
export function findNumbers(sheet: Sheet): FoundColumns<'id'> | undefined {
  const counts = new Map<number, { count: number; first: number }>();
  sheet.rows.forEach((row, index) =>
    Array.from(row ?? []).forEach((cell, column) => {
      if (!cell || !checkIdentityNumber(cell.text.replace(/\s/g, '')).ok) return;
      const known = counts.get(column);
      counts.set(column, { count: (known?.count ?? 0) + 1, first: known?.first ?? index });
    }),
  );
  const [best] = [...counts].sort(([, a], [, b]) => b.count - a.count);
  if (!best) return undefined;
  const [id, { first }] = best;
  const above = first > 0 ? sheet.rows[first - 1] : undefined;
  const width = Math.max(0, ...sheet.rows.slice(first, first + 5).map((row) => row?.length ?? 0));
  const headings = Array.from({ length: width }, (_, column) => ({
    column,
    heading: textOf(above?.[column]) || `第 ${column + 1} 栏`,
  }));
  return { header: first - 1, columns: { id }, headings };
}
