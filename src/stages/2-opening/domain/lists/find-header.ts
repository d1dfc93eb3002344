import type { Sheet, SheetCell } from '#kernel/sheet';
import { plainBlanks } from './characters';
import type { Columns, HeadingMatch, ListForm } from './form';
import { bareHeading } from './headings';

/** First and last row of a heading, counted from 0. */
export interface HeaderRows {
  readonly top: number;
  readonly bottom: number;
}

export interface Header<Field extends string> extends HeaderRows {
  readonly columns: Columns<Field>;
  /** Headings that name no field, by column. */
  readonly unmapped: readonly { readonly column: number; readonly heading: string }[];
  /** Fields that a second column also claims. */
  readonly repeated: readonly Field[];
}

export type CellRow = Sheet['rows'][number];

/** Rows searched for a heading; titles and notes above one never run longer. */
export const searchedRows = 60;
export const deepestHeading = 3;

const textOf = (cell: SheetCell | undefined): string => (cell && cell.kind === 'text' ? plainBlanks(cell.text) : '');

/** The words of a heading, top to bottom, column by column. */
export function stackedHeadings(sheet: Sheet, { top, bottom }: HeaderRows): string[][] {
  const stacked = sheet.rows.slice(top, bottom + 1);
  const width = Math.max(0, ...stacked.map((row) => row?.length ?? 0));
  return Array.from({ length: width }, (_, column) => stacked.map((row) => textOf(row?.[column])));
}

interface Claim<Field extends string> {
  readonly column: number;
  readonly heading: string;
  readonly match: HeadingMatch<Field> | undefined;
}

/** The heading of one column from up to three stacked cells: the lowest that names a field, else all together. */
function claimOf<Field extends string>(
  form: ListForm<Field>,
  parts: readonly string[],
  column: number,
): Claim<Field> | undefined {
  const filled = parts.filter((part) => bareHeading(part) !== '');
  if (filled.length === 0) return undefined;
  const lowestFirst = [...filled].reverse();
  for (const heading of [...lowestFirst, filled.join('')]) {
    const match = form.fieldOfHeading(heading);
    if (match) return { column, heading, match };
  }
  return { column, heading: filled.join(' '), match: undefined };
}

/** The fields that these rows name when they are taken as the heading. */
export function headerAt<Field extends string>(form: ListForm<Field>, sheet: Sheet, rows: HeaderRows): Header<Field> {
  const claims = stackedHeadings(sheet, rows).flatMap((parts, column) => claimOf(form, parts, column) ?? []);
  const best = new Map<Field, { column: number; rank: number }>();
  const repeated = new Set<Field>();
  for (const { column, match } of claims) {
    if (!match) continue;
    const known = best.get(match.field);
    if (known && known.rank === match.rank) repeated.add(match.field);
    if (!known || match.rank < known.rank) best.set(match.field, { column, rank: match.rank });
  }
  const columns: Partial<Record<Field, number>> = {};
  for (const [field, { column }] of best) columns[field] = column;
  const taken = new Set([...best.values()].map(({ column }) => column));
  const unmapped = claims
    .filter(({ column }) => !taken.has(column))
    .map(({ column, heading }) => ({ column, heading }));
  return { top: rows.top, bottom: rows.bottom, columns, unmapped, repeated: [...repeated] };
}

const sizeOf = <Field extends string>(header: Header<Field>): number => Object.keys(header.columns).length;

/** A row that already holds somebody’s number is no heading. */
export const holdsNumbers = (row: CellRow): boolean =>
  (row ?? []).some((cell) => cell !== undefined && /\d{11}/.test(cell.text.replace(/\s/g, '')));

/** More fields; of equals the one of fewer rows, then the first. */
const isBetter = <Field extends string>(header: Header<Field>, than: Header<Field>): boolean =>
  sizeOf(header) - sizeOf(than) > 0 ||
  (sizeOf(header) === sizeOf(than) && header.bottom - header.top < than.bottom - than.top);

/** Every place near the top where a heading of one to three rows could stand. */
export function* headingPlaces(sheet: Sheet): Generator<HeaderRows> {
  const last = Math.min(sheet.rows.length, searchedRows);
  for (let top = 0; top < last; top += 1) {
    for (let bottom = top; bottom < Math.min(top + deepestHeading, sheet.rows.length); bottom += 1) {
      if (holdsNumbers(sheet.rows[bottom])) break;
      yield { top, bottom };
    }
  }
}

/** The heading that names most fields, in one row or two or three merged ones. */
export function findHeader<Field extends string>(form: ListForm<Field>, sheet: Sheet): Header<Field> | undefined {
  let best: Header<Field> | undefined;
  for (const place of headingPlaces(sheet)) {
    const header = headerAt(form, sheet, place);
    if (form.isHeading(header.columns, header.unmapped.length) && (!best || isBetter(header, best))) best = header;
  }
  return best;
}
