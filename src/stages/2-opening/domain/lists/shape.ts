import type { Sheet } from '#kernel/sheet';
import type { Columns, ListForm } from './form';
import { type HeaderRows, headingPlaces, stackedHeadings } from './find-header';
import { bareHeading } from './headings';

/** How the columns of a sheet were named by hand: the field of each heading, or '' where it is not read. */
export interface RememberedShape {
  readonly columns: Readonly<Record<string, string>>;
  readonly savedBy: string;
  /** Day on which it was named. */
  readonly savedOn: string;
}

/** Longest heading that is remembered; what is longer is cut, and still tells its column. */
export const longestHeading = 60;
const fewestHeadings = 2;

/**
 * One key for each column under a heading: its bare words, the second of the same words `电话#2`, a column without
 * words by its distance from the last one with words, `姓名+1`. Signs that no bare heading holds part them.
 */
export function columnKeys(sheet: Sheet, header: HeaderRows): string[] {
  const seen = new Map<string, number>();
  let last = '';
  let distance = 0;
  const width = Math.max(0, ...sheet.rows.slice(0, 400).map((row) => row?.length ?? 0));
  const headings = stackedHeadings(sheet, header);
  return Array.from({ length: width }, (_, column) => {
    const words = bareHeading((headings[column] ?? []).join('')).slice(0, longestHeading);
    distance = words === '' ? distance + 1 : 0;
    if (words === '') return `${last}+${distance}`;
    const count = (seen.get(words) ?? 0) + 1;
    seen.set(words, count);
    last = count === 1 ? words : `${words}#${count}`;
    return last;
  });
}

const isWorded = (key: string): boolean => !key.includes('+');

/** What tells a shape from others: its headings, in whatever order the columns stand. */
export const shapeKey = (keys: readonly string[]): string => keys.filter(isWorded).sort().join('\n');

/** What is kept of columns named by hand; undefined where the sheet has no heading to know it by again. */
export function shapeOf<Field extends string>(
  form: Pick<ListForm<Field>, 'fields'>,
  sheet: Sheet,
  header: HeaderRows | undefined,
  columns: Columns<Field>,
): Record<string, string> | undefined {
  if (!header) return undefined;
  const keys = columnKeys(sheet, header);
  if (keys.filter(isWorded).length < fewestHeadings) return undefined;
  const fieldAt = new Map(form.fields.map((field) => [columns[field], field]));
  const entries = keys.map((key, column): [string, string] => [key, fieldAt.get(column) ?? '']);
  return Object.fromEntries(entries.filter(([key, field]) => isWorded(key) || field !== ''));
}

/** The heading in a sheet that is that of a remembered one, with its columns as they were named then. */
export function findShape<Field extends string>(
  form: Pick<ListForm<Field>, 'fields'>,
  sheet: Sheet,
  shapes: readonly RememberedShape[],
): { readonly header: HeaderRows; readonly columns: Columns<Field>; readonly shape: RememberedShape } | undefined {
  if (shapes.length === 0) return undefined;
  const known = new Map(shapes.map((shape) => [shapeKey(Object.keys(shape.columns)), shape]));
  const isBlank = (row: number): boolean => stackedHeadings(sheet, { top: row, bottom: row }).flat().join('') === '';
  for (const header of headingPlaces(sheet)) {
    if (isBlank(header.top) || isBlank(header.bottom)) continue;
    const keys = columnKeys(sheet, header);
    if (keys.filter(isWorded).length < fewestHeadings) continue;
    const shape = known.get(shapeKey(keys));
    if (!shape) continue;
    const columns: Partial<Record<Field, number>> = {};
    for (const field of form.fields) {
      const column = keys.findIndex((key) => shape.columns[key] === field);
      if (column >= 0) columns[field] = column;
    }
    return { header, columns, shape };
  }
  return undefined;
}
