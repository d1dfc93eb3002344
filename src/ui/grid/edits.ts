import { parseTypedDate } from '../typed-date';
import type { CellPlace, CellRange } from './selection';
import { cellText, type SheetBatch, type SheetColumn, type SheetRow, type SheetStep } from './sheet';
import type { CellBlock } from './tsv';

/** The sheet an edit starts from. */
export interface SheetState<Field extends string = string> {
  readonly rows: readonly SheetRow<Field>[];
  readonly columns: readonly SheetColumn<Field>[];
  readonly newId: () => string;
  readonly maxRows: number;
}

/** A choice column takes the word or the value of a choice; anything else stays as written, for the rules to judge. */
export function storedText(column: SheetColumn, text: string): string {
  if (column.kind !== 'choice') return text;
  const word = text.trim();
  return column.choices?.find((choice) => choice.value === word || choice.label === word)?.value ?? text;
}

/** What is read in a cell. */
export const shownText = (column: SheetColumn, text: string): string =>
  column.kind === 'choice' ? (column.choices?.find((choice) => choice.value === text)?.label ?? text) : text;

/** What typing into a cell stores: a whole date in one form, a choice by its value. */
export function typedText(column: SheetColumn, text: string): string {
  if (column.kind === 'date') return parseTypedDate(text) ?? text.trim();
  return storedText(column, text.trim());
}

function setStep<Field extends string>(
  row: SheetRow<Field>,
  column: SheetColumn<Field>,
  to: string,
): SheetStep<Field>[] {
  const from = cellText(row, column.field);
  return from === to || column.readonly ? [] : [{ kind: 'set', row: row.id, field: column.field, from, to }];
}

/** A batch, or undefined when nothing would change. */
const batch = <Field extends string>(
  says: string,
  steps: readonly SheetStep<Field>[],
): SheetBatch<Field> | undefined => (steps.length ? { says, steps } : undefined);

/** Puts a block at a place; rows it needs are added at the end, up to the limit. */
export function putBlock<Field extends string>(
  says: string,
  { rows, columns, newId, maxRows }: SheetState<Field>,
  block: CellBlock,
  at: CellPlace,
  order: readonly (number | undefined)[] = (block[0] ?? []).map((_, offset) => at.column + offset),
): SheetBatch<Field> | undefined {
  const steps: SheetStep<Field>[] = [];
  const added: SheetRow<Field>[] = [];
  block.forEach((line, down) => {
    const row = rows[at.row + down];
    const cells: Partial<Record<Field, string>> = {};
    line.forEach((text, across) => {
      const column = columns[order[across] ?? -1];
      if (!column) return;
      const stored = storedText(column, text);
      if (row) steps.push(...setStep(row, column, stored));
      else if (!column.readonly) cells[column.field] = stored;
    });
    if (!row && rows.length + added.length < maxRows) added.push({ id: newId(), cells });
  });
  return batch(says, added.length ? [...steps, { kind: 'insert', at: rows.length, rows: added }] : steps);
}

/** How many rows of a block the limit leaves out. */
export const rowsBeyond = ({ rows, maxRows }: SheetState, block: CellBlock, at: number): number =>
  Math.max(0, Math.max(rows.length, at + block.length) - Math.max(rows.length, maxRows));

/** The same text in every cell of a range. */
export function fillRange<Field extends string>(
  says: string,
  { rows, columns }: SheetState<Field>,
  range: CellRange,
  text: string,
): SheetBatch<Field> | undefined {
  const steps = rows
    .slice(range.top, range.bottom + 1)
    .flatMap((row) =>
      columns
        .slice(range.left, range.right + 1)
        .flatMap((column) => setStep(row, column, text === '' ? '' : storedText(column, text))),
    );
  return batch(says, steps);
}

/** Ctrl D: the first row of a range in all rows below it; of a single cell, the cell above it. */
export function fillDown<Field extends string>(
  { rows, columns }: SheetState<Field>,
  range: CellRange,
): SheetBatch<Field> | undefined {
  const top = range.top === range.bottom ? range.top - 1 : range.top;
  const source = rows[top];
  if (!source) return undefined;
  const steps = rows
    .slice(top + 1, range.bottom + 1)
    .flatMap((row) =>
      columns
        .slice(range.left, range.right + 1)
        .flatMap((column) => setStep(row, column, cellText(source, column.field))),
    );
  return batch('向下填充', steps);
}

function blankRow<Field extends string>(id: string): SheetRow<Field> {
  const cells: Partial<Record<Field, string>> = {};
  return { id, cells };
}

export function insertRows<Field extends string>(
  { rows, newId, maxRows }: SheetState<Field>,
  at: number,
  count: number,
): SheetBatch<Field> | undefined {
  const possible = Math.min(count, maxRows - rows.length);
  const added = Array.from({ length: Math.max(0, possible) }, () => blankRow<Field>(newId()));
  return batch('插入行', added.length ? [{ kind: 'insert', at: Math.min(at, rows.length), rows: added }] : []);
}

export function deleteRows<Field extends string>(
  { rows }: SheetState<Field>,
  range: CellRange,
): SheetBatch<Field> | undefined {
  const gone = rows.slice(range.top, range.bottom + 1);
  return batch('删除行', gone.length ? [{ kind: 'delete', at: range.top, rows: gone }] : []);
}

/** Cells of a range as they are read, for the clipboard. */
export function blockOf<Field extends string>({ rows, columns }: SheetState<Field>, range: CellRange): CellBlock {
  return rows
    .slice(range.top, range.bottom + 1)
    .map((row) =>
      columns.slice(range.left, range.right + 1).map((column) => shownText(column, cellText(row, column.field))),
    );
}

const heading = (text: string): string => text.replace(/[\s*＊:：（）()]/g, '');

/** Column of each cell of a pasted heading row, or undefined when the first row is no heading. */
export function headingOrder(
  columns: readonly SheetColumn[],
  first: readonly string[],
): readonly (number | undefined)[] | undefined {
  const order = first.map((text) => {
    const found = columns.findIndex((column) =>
      [column.name, ...(column.aliases ?? [])].some((name) => heading(name) === heading(text)),
    );
    return found < 0 ? undefined : found;
  });
  const known = order.filter((at) => at !== undefined).length;
  return known >= 2 && known * 2 >= first.filter((text) => text.trim()).length ? order : undefined;
}
