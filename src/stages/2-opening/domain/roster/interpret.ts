import type { Sheet } from '#kernel/sheet';
import * as lists from '../lists/interpret';
import type { RosterField } from './fields';
import { rosterForm } from './form';

/** A sheet read as a roster. */
export type RosterReading = lists.ListReading<RosterField>;

/** A sheet whose columns somebody has named by hand. */
export const interpretWith = (sheet: Sheet, mapping: lists.Mapping<RosterField>): RosterReading =>
  lists.interpretWith(rosterForm, sheet, mapping);

export type Interpretation = { readonly roster: RosterReading } | { readonly unreadable: string };

/** The roster among the sheets of a file: the one whose heading names most fields and that holds trainees. */
export function interpret(sheets: readonly Sheet[]): Interpretation {
  const found = lists.interpret(rosterForm, sheets);
  return 'unreadable' in found ? found : { roster: found.reading };
}
