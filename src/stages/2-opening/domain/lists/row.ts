import type { Columns } from './form';

/** Where a row stands in the file it came from; rows and columns count from 0. */
export interface ListRowSource<Field extends string> {
  readonly sheet: string;
  readonly row: number;
  readonly columns: Columns<Field>;
}

/** One entry of a list, tidied; a blank cell is an empty text. */
export interface ListRow<Field extends string> {
  /** Key of the row within its list. */
  readonly id: string;
  readonly cells: Readonly<Record<Field, string>>;
  readonly source?: ListRowSource<Field>;
  /** Cells whose digits the spreadsheet has lost by keeping them as a number. */
  readonly damaged?: readonly Field[];
}
