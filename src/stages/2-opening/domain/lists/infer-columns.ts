import type { Sheet, SheetCell } from '#kernel/sheet';
import type { Columns, Likeness, ListForm } from './form';

const sampled = 200;

/** Fields whose columns can be told from content although the heading does not say so. */
export function inferColumns<Field extends string>(
  form: ListForm<Field>,
  sheet: Sheet,
  firstRow: number,
  known?: Columns<Field>,
): Columns<Field> {
  const rows = sheet.rows.slice(firstRow, firstRow + sampled);
  const width = Math.max(0, ...rows.map((row) => row?.length ?? 0));
  const found: Partial<Record<Field, number>> = { ...known };
  const taken = new Set<number>(form.fields.flatMap((field) => known?.[field] ?? []));
  const asWritten = new Set(form.judgedAsWritten);
  const readAs = (field: Field, cell: SheetCell): string =>
    asWritten.has(field) ? cell.text.trim() : form.tidy(field, cell).text;
  const fitsColumn = ({ field, share, fits }: Likeness<Field>, column: number): boolean => {
    const cells = rows.map((row) => row?.[column]).filter((cell) => cell !== undefined);
    const filled = cells.map((cell) => ({ cell, text: readAs(field, cell) })).filter(({ text }) => text !== '');
    const hits = filled.filter(({ cell, text }) => fits(text, cell)).length;
    return hits > 0 && hits >= filled.length * share;
  };
  for (const likeness of form.likenesses) {
    if (found[likeness.field] !== undefined) continue;
    const free = Array.from({ length: width }, (_, column) => column).filter((column) => !taken.has(column));
    const column = free.find((each) => fitsColumn(likeness, each));
    if (column === undefined) continue;
    found[likeness.field] = column;
    taken.add(column);
  }
  return found;
}
