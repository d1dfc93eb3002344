import type { Sheet, SheetCell } from '#kernel/sheet';
import type { Columns, Likeness, ListForm } from './form';
import { type HeaderRows, searchedRows } from './find-header';

const sampled = 200;

/** Judged as written where tidying would make too much of any text. */
const readAs = <Field extends string>(form: ListForm<Field>, field: Field, cell: SheetCell): string =>
  form.judgedAsWritten.includes(field) ? cell.text.trim() : form.tidy(field, cell).text;

type Fits<Field extends string> = (likeness: Likeness<Field>, column: number) => boolean;

/** Whether the cells of a column look like a field, as far as the first rows show. */
function fitsIn<Field extends string>(form: ListForm<Field>, sheet: Sheet, firstRow: number): Fits<Field> {
  const rows = sheet.rows.slice(firstRow, firstRow + sampled);
  return ({ field, share, fits }, column) => {
    const cells = rows.map((row) => row?.[column]).filter((cell) => cell !== undefined);
    const filled = cells.map((cell) => ({ cell, text: readAs(form, field, cell) })).filter(({ text }) => text !== '');
    const hits = filled.filter(({ cell, text }) => fits(text, cell)).length;
    return hits > 0 && hits >= filled.length * share;
  };
}

const freeColumns = (sheet: Sheet, firstRow: number, taken: ReadonlySet<number>): number[] => {
  const width = Math.max(0, ...sheet.rows.slice(firstRow, firstRow + sampled).map((row) => row?.length ?? 0));
  return Array.from({ length: width }, (_, column) => column).filter((column) => !taken.has(column));
};

/** Fields whose columns can be told from content although the heading does not say so. */
export function inferColumns<Field extends string>(
  form: ListForm<Field>,
  sheet: Sheet,
  firstRow: number,
  known?: Columns<Field>,
): Columns<Field> {
  const fits = fitsIn(form, sheet, firstRow);
  const found: Partial<Record<Field, number>> = { ...known };
  const taken = new Set<number>(form.fields.flatMap((field) => known?.[field] ?? []));
  for (const likeness of form.likenesses) {
    if (found[likeness.field] !== undefined) continue;
    const column = freeColumns(sheet, firstRow, taken).find((each) => fits(likeness, each));
    if (column === undefined) continue;
    found[likeness.field] = column;
    taken.add(column);
  }
  return found;
}

/** Fields told from content where another column that is not read would have fitted as well. */
export function rivalledFields<Field extends string>(
  form: ListForm<Field>,
  sheet: Sheet,
  firstRow: number,
  columns: Columns<Field>,
  byHeading: Columns<Field> | undefined,
): Field[] {
  const fits = fitsIn(form, sheet, firstRow);
  const free = freeColumns(sheet, firstRow, new Set(form.fields.flatMap((field) => columns[field] ?? [])));
  const rivalled = form.likenesses.filter(
    (likeness) =>
      columns[likeness.field] !== undefined &&
      byHeading?.[likeness.field] === undefined &&
      free.some((column) => fits(likeness, column)),
  );
  return [...new Set(rivalled.map(({ field }) => field))];
}

/** The row of words above the first that looks like an entry, where the columns were told from their content. */
export function headingAbove<Field extends string>(
  form: ListForm<Field>,
  sheet: Sheet,
  columns: Columns<Field>,
): HeaderRows | undefined {
  const looks = (row: Sheet['rows'][number]): boolean =>
    form.likenesses.some(({ field, fits }) => {
      const column = columns[field];
      const cell = column === undefined ? undefined : row?.[column];
      return cell !== undefined && fits(readAs(form, field, cell), cell);
    });
  const first = sheet.rows.slice(0, searchedRows).findIndex(looks);
  const above = first < 1 ? [] : (sheet.rows[first - 1] ?? []).filter((cell) => cell !== undefined);
  const isWords = above.length > 1 && above.every(({ kind, text }) => kind === 'text' && !/\d{3}/.test(text));
  return isWords ? { top: first - 1, bottom: first - 1 } : undefined;
}
