import type { Sheet, SheetCell } from '#kernel/sheet';
import { plainBlanks } from './characters';
import type { ListForm } from './form';
import type { Mapping, TidiedCell } from './interpret';
import type { ListRow } from './row';
import { kindOfRow, type RowKind } from './row-kinds';

/** Rows that were not taken, and what they are; `row` and `last` count from 0. */
export interface LeftRow {
  readonly row: number;
  readonly last: number;
  readonly kind: Exclude<RowKind, 'entry'> | 'title';
  /** What stands there, as far as it helps to recognise the row. */
  readonly excerpt: string;
}

interface Reading<Field extends string> {
  readonly rows: ListRow<Field>[];
  readonly tidied: TidiedCell<Field>[];
  readonly left: LeftRow[];
}

/** Words of the first filled cells of a row. */
export function excerptOf(row: readonly (SheetCell | undefined)[] | undefined, most: number): string[] {
  const filled = (row ?? []).flatMap((cell) => (cell && cell.kind !== 'error' ? plainBlanks(cell.text) : ''));
  return filled.filter((text) => text !== '').slice(0, most);
}

const sameAsAbove = /^(?:同上|〃|"|″|’’|''|“|”)$/;

/** A row read cell by cell; what merged cells above hold for it as well is taken from the entry before. */
function readRow<Field extends string>(
  form: ListForm<Field>,
  sheet: Sheet,
  index: number,
  { columns }: Mapping<Field>,
  before: ListRow<Field> | undefined,
  tidied: TidiedCell<Field>[],
): ListRow<Field> {
  const id = String(index + 1);
  const cells = form.blank();
  const damaged: Field[] = [];
  for (const field of form.fields) {
    const column = columns[field];
    const cell = column === undefined ? undefined : sheet.rows[index]?.[column];
    if (!cell) continue;
    const tidy = form.tidy(field, cell);
    cells[field] = tidy.text;
    if (tidy.damaged) damaged.push(field);
    if (tidy.why.length > 0) tidied.push({ row: id, field, from: cell.text, to: tidy.text, why: tidy.why });
  }
  if (before) carry(form, id, cells, before, tidied);
  const source = { sheet: sheet.name, row: index, columns };
  return damaged.length > 0 ? { id, cells, source, damaged } : { id, cells, source };
}

function carry<Field extends string>(
  { carried }: ListForm<Field>,
  id: string,
  cells: Record<Field, string>,
  before: ListRow<Field>,
  tidied: TidiedCell<Field>[],
): void {
  const [first] = carried;
  if (first === undefined) return;
  const isMerged = cells[first] === '' || sameAsAbove.test(cells[first]) || cells[first] === before.cells[first];
  for (const field of carried) {
    const to = before.cells[field];
    const isOpen = sameAsAbove.test(cells[field]) || (cells[field] === '' && isMerged);
    if (!isOpen || to === '') continue;
    tidied.push({ row: id, field, from: cells[field], to, why: ['carried'] });
    cells[field] = to;
  }
}

/** Every row under the heading: entries read, everything else named for what it is. */
export function readRows<Field extends string>(
  form: ListForm<Field>,
  sheet: Sheet,
  mapping: Mapping<Field>,
): Reading<Field> {
  const rows: ListRow<Field>[] = [];
  const tidied: TidiedCell<Field>[] = [];
  const left: LeftRow[] = [];
  const leave = (row: number, kind: LeftRow['kind']): void => {
    const excerpt = excerptOf(sheet.rows[row], 4).join(' ').slice(0, 60);
    const former = left.at(-1);
    const joins = former?.kind === kind && former.last === row - 1 && (kind === 'empty' || kind === 'title');
    if (former && joins) left[left.length - 1] = { ...former, last: row, excerpt: former.excerpt || excerpt };
    else left.push({ row, last: row, kind, excerpt });
  };
  const aboveHeading = mapping.header?.top ?? mapping.firstRow;
  for (let index = 0; index < aboveHeading; index += 1)
    if (excerptOf(sheet.rows[index], 1).length > 0) leave(index, 'title');
  for (let index = mapping.firstRow; index < sheet.rows.length; index += 1) {
    const kind = kindOfRow(form, sheet.rows[index], mapping.columns, sheet, mapping.header);
    if (kind === 'entry') rows.push(readRow(form, sheet, index, mapping, rows.at(-1), tidied));
    else leave(index, kind);
  }
  if (left.at(-1)?.kind === 'empty' && left.at(-1)?.last === sheet.rows.length - 1) left.pop();
  return { rows, tidied, left };
}
