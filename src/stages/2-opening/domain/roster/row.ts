import type { RosterField } from './fields';

/** Where a row stands in the file it came from; rows and columns count from 0. */
export interface RowSource {
  readonly sheet: string;
  readonly row: number;
  readonly columns: Readonly<Partial<Record<RosterField, number>>>;
}

/** One trainee of a roster, tidied; a blank cell is an empty text. */
export interface RosterRow {
  /** Key of the row within its roster. */
  readonly id: string;
  readonly cells: Readonly<Record<RosterField, string>>;
  readonly source?: RowSource;
  /** Cells whose digits the spreadsheet has lost by keeping them as a number. */
  readonly damaged?: readonly RosterField[];
}

export const emptyCells = (): Record<RosterField, string> => ({
  position: '',
  name: '',
  sex: '',
  ethnicGroup: '',
  birth: '',
  id: '',
  education: '',
  householdType: '',
  address: '',
  category: '',
  proof: '',
  phone: '',
  insured: '',
  poverty: '',
  priorTraining: '',
  voucher: '',
  note: '',
});
