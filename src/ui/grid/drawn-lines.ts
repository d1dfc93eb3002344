import type { RowNotes } from './findings';
import { isSingle, rangeOf, type Selection } from './selection';
import type { SheetRow } from './sheet';

/** One line as it is drawn; plain values, so that a line that did not change is not drawn again. */
export interface DrawnLine<Field extends string> {
  readonly at: number;
  readonly key: string;
  /** Undefined is the blank row at the end. */
  readonly row: SheetRow<Field> | undefined;
  readonly notes: RowNotes | undefined;
  /** Selected columns; empty when `to` is before `from`. */
  readonly from: number;
  readonly to: number;
  /** Column of the active cell, or -1. */
  readonly active: number;
}

export function drawnLines<Field extends string>(
  { first, last }: { readonly first: number; readonly last: number },
  rows: readonly SheetRow<Field>[],
  selection: Selection,
  notes: ReadonlyMap<string, RowNotes>,
): readonly DrawnLine<Field>[] {
  const range = rangeOf(selection);
  const many = !isSingle(selection);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, offset) => {
    const at = first + offset;
    const row = rows[at];
    const selected = many && at >= range.top && at <= range.bottom;
    return {
      at,
      key: row?.id ?? 'blank',
      row,
      notes: row && notes.get(row.id),
      from: selected ? range.left : -1,
      to: selected ? range.right : -2,
      active: at === selection.focus.row ? selection.focus.column : -1,
    };
  });
}
