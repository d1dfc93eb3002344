/** One filled cell of a worksheet, as the file holds it. */
export interface SheetCell {
  /** `number` keeps a number cell apart from text: an identity number stored as a number has lost digits. */
  readonly kind: 'text' | 'number' | 'date' | 'boolean' | 'error';
  /** What a reader of the sheet sees; a date as `YYYY-MM-DD`. */
  readonly text: string;
}

/** A worksheet at its own positions: `rows[0][0]` is A1; blank cells and rows are `undefined`. */
export interface Sheet {
  readonly name: string;
  readonly rows: readonly (readonly (SheetCell | undefined)[] | undefined)[];
}

/** A1 name of a cell; row and column count from 0. */
export function cellName(row: number, column: number): string {
  return `${columnName(column)}${row + 1}`;
}

/** A … Z, AA … for a column counted from 0. */
export function columnName(column: number): string {
  let name = '';
  for (let left = column + 1; left > 0; left = Math.floor((left - 1) / 26)) {
    name = String.fromCharCode(65 + ((left - 1) % 26)) + name;
  }
  return name;
}
