/** Row and column of a cell, both counted from 0. */
export interface CellPlace {
  readonly row: number;
  readonly column: number;
}

/** From the cell where the selection began to the one in focus. */
export interface Selection {
  readonly anchor: CellPlace;
  readonly focus: CellPlace;
}

export interface CellRange {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

export interface SheetSize {
  readonly rows: number;
  readonly columns: number;
}

export const rangeOf = ({ anchor, focus }: Selection): CellRange => ({
  top: Math.min(anchor.row, focus.row),
  left: Math.min(anchor.column, focus.column),
  bottom: Math.max(anchor.row, focus.row),
  right: Math.max(anchor.column, focus.column),
});

export const single = (place: CellPlace): Selection => ({ anchor: place, focus: place });

export const isSingle = ({ anchor, focus }: Selection): boolean =>
  anchor.row === focus.row && anchor.column === focus.column;

export const within = (range: CellRange, { row, column }: CellPlace): boolean =>
  row >= range.top && row <= range.bottom && column >= range.left && column <= range.right;

const between = (low: number, value: number, high: number): number => Math.max(low, Math.min(high, value));

/** The nearest place that exists; the first one of an empty sheet. */
export const clamped = ({ row, column }: CellPlace, size: SheetSize): CellPlace => ({
  row: between(0, row, Math.max(0, size.rows - 1)),
  column: between(0, column, Math.max(0, size.columns - 1)),
});

/** The selection after a move of its focus; `extend` keeps the anchor. */
export function moved(selection: Selection, to: CellPlace, size: SheetSize, extend = false): Selection {
  const focus = clamped(to, size);
  return { anchor: extend ? selection.anchor : focus, focus };
}

/** One to the right or left, over the end of a row into the next. */
export function tabbed({ row, column }: CellPlace, by: 1 | -1, size: SheetSize): CellPlace {
  const next = row * size.columns + column + by;
  const last = size.rows * size.columns - 1;
  const at = between(0, next, Math.max(0, last));
  return { row: Math.floor(at / size.columns), column: at % size.columns };
}

/**
 * Where Ctrl and an arrow lead, as in a spreadsheet: to the end of the filled stretch,
 * or over the gap to the next filled cell, or to the edge.
 */
export function jumped(from: number, by: 1 | -1, count: number, isFilled: (at: number) => boolean): number {
  const edge = by === 1 ? count - 1 : 0;
  if (from === edge) return edge;
  let at = from + by;
  if (isFilled(from) && isFilled(at)) {
    while (at !== edge && isFilled(at + by)) at += by;
    return at;
  }
  while (at !== edge && !isFilled(at)) at += by;
  return at;
}

/** First and last row to draw: all of a short sheet, else what is in sight and some more on both sides. */
export function rowWindow(
  count: number,
  rowHeight: number,
  scrollTop: number,
  viewHeight: number,
): { first: number; last: number } {
  const whole = 200;
  const spare = 10;
  if (count <= whole || rowHeight <= 0) return { first: 0, last: count - 1 };
  const first = Math.floor(scrollTop / rowHeight) - spare;
  const last = Math.ceil((scrollTop + viewHeight) / rowHeight) + spare;
  return { first: between(0, first, count - 1), last: between(0, last, count - 1) };
}
