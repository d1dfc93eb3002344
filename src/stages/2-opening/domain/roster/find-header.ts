import type { Sheet, SheetCell } from '#kernel/sheet';
import { plainBlanks } from './characters';
import type { RosterField } from './fields';
import { bareHeading, fieldOfHeading } from './headings';

export type Columns = Readonly<Partial<Record<RosterField, number>>>;

export interface Header {
  /** First and last row of the heading, counted from 0. */
  readonly top: number;
  readonly bottom: number;
  readonly columns: Columns;
  /** Headings that name no field, by column. */
  readonly unmapped: readonly { readonly column: number; readonly heading: string }[];
  /** Fields that a second column also claims. */
  readonly repeated: readonly RosterField[];
}

type SheetRow = Sheet['rows'][number];

const textOf = (cell: SheetCell | undefined): string => (cell && cell.kind === 'text' ? plainBlanks(cell.text) : '');

/** Rows searched for a heading; titles and notes above one never run longer. */
const searchedRows = 60;
const deepest = 3;
/** Distinct fields that make a row a heading. */
const fewestFields = 3;

interface Claim {
  readonly column: number;
  readonly heading: string;
  readonly field?: RosterField;
  readonly rank: number;
}

/** The heading of one column from up to three stacked cells: the lowest that names a field, else all together. */
function claimOf(parts: readonly string[], column: number): Claim | undefined {
  const filled = parts.filter((part) => bareHeading(part) !== '');
  if (filled.length === 0) return undefined;
  const lowestFirst = [...filled].reverse();
  for (const heading of [...lowestFirst, filled.join('')]) {
    const match = fieldOfHeading(heading);
    if (match) return { column, heading, ...match };
  }
  return { column, heading: filled.join(' '), rank: 99 };
}

function headerAt(rows: readonly SheetRow[], top: number, bottom: number): Header {
  const stacked = rows.slice(top, bottom + 1);
  const width = Math.max(0, ...stacked.map((row) => row?.length ?? 0));
  const claims = Array.from({ length: width }, (_, column) =>
    claimOf(
      stacked.map((row) => textOf(row?.[column])),
      column,
    ),
  ).filter((claim) => claim !== undefined);
  const best = new Map<RosterField, Claim>();
  const repeated = new Set<RosterField>();
  for (const claim of claims) {
    if (!claim.field) continue;
    const known = best.get(claim.field);
    if (known && known.rank === claim.rank) repeated.add(claim.field);
    if (!known || claim.rank < known.rank) best.set(claim.field, claim);
  }
  const columns: Partial<Record<RosterField, number>> = {};
  for (const [field, { column }] of best) columns[field] = column;
  const taken = new Set(Object.values(columns));
  const unmapped = claims
    .filter(({ column }) => !taken.has(column))
    .map(({ column, heading }) => ({ column, heading }));
  return { top, bottom, columns, unmapped, repeated: [...repeated] };
}

const sizeOf = (header: Header): number => Object.keys(header.columns).length;

/** A row that already holds somebody's number is no heading. */
const holdsNumbers = (row: SheetRow): boolean =>
  (row ?? []).some((cell) => cell !== undefined && /\d{11}/.test(cell.text.replace(/\s/g, '')));

/** A row of headings and little else: sentences and data rows that happen to hold a known word are not. */
function isPlausible(header: Header): boolean {
  const fields = sizeOf(header);
  const { name, id } = header.columns;
  if (name !== undefined && id !== undefined) return fields >= fewestFields;
  return (name ?? id) !== undefined && fields >= fewestFields && fields >= header.unmapped.length;
}

/** More fields; of equals the one of fewer rows, then the first. */
const isBetter = (header: Header, than: Header): boolean =>
  sizeOf(header) - sizeOf(than) > 0 ||
  (sizeOf(header) === sizeOf(than) && header.bottom - header.top < than.bottom - than.top);

/** The heading that names most fields, in one row or two or three merged ones. */
export function findHeader(sheet: Sheet): Header | undefined {
  let best: Header | undefined;
  const last = Math.min(sheet.rows.length, searchedRows);
  for (let top = 0; top < last; top += 1) {
    for (let bottom = top; bottom < Math.min(top + deepest, sheet.rows.length); bottom += 1) {
      if (holdsNumbers(sheet.rows[bottom])) break;
      const header = headerAt(sheet.rows, top, bottom);
      if (isPlausible(header) && (!best || isBetter(header, best))) best = header;
    }
  }
  return best;
}
