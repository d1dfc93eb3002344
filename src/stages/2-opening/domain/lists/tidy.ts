import type { SheetCell } from '#kernel/sheet';
import { narrowed, plainBlanks } from './characters';

/** Why a cell reads differently from what stands in the file. */
export type TidyReason =
  | 'full-width'
  | 'blanks'
  | 'apostrophe'
  | 'lower-x'
  | 'dashes'
  | 'country-code'
  | 'number-style'
  | 'date-style'
  | 'category-mark'
  | 'middle-dot'
  | 'short-form'
  | 'capitals'
  | 'wage-style'
  | 'split'
  | 'carried';

export interface TidyCell {
  readonly text: string;
  readonly why: readonly TidyReason[];
  /** The spreadsheet kept the digits as a number and lost the last ones. */
  readonly damaged: boolean;
}

export type TidyStep = readonly [TidyReason, (text: string) => string];

export const blanksGone = (text: string): string => plainBlanks(text).replaceAll(' ', '');

/** Blanks inside a Chinese name align columns and mean nothing; inside a Latin one they part words. */
export const nameBlanks = (text: string): string => (/[A-Za-z]/.test(text) ? plainBlanks(text) : blanksGone(text));

const everywhere: readonly TidyStep[] = [
  ['blanks', plainBlanks],
  ['full-width', narrowed],
  ['apostrophe', (text) => text.replace(/^['‘’`´]+(?=.)/, '')],
];

/** A telephone number as its digits; one of a fixed line keeps its dash. */
export const phoneSteps: readonly TidyStep[] = [
  ['blanks', blanksGone],
  ['number-style', (text) => text.replace(/^(\d{11})\.0+$/, '$1')],
  ['dashes', (text) => (/^[+\d\-—–−().·]+$/.test(text) ? text.replace(/[-—–−().·]/g, '') : text)],
  ['country-code', (text) => text.replace(/^(?:\+86|0086|86|\+0086)(?=1\d{10}$)/, '')],
];

export const positionSteps: readonly TidyStep[] = [
  ['blanks', blanksGone],
  ['number-style', (text) => text.replace(/^(\d+)\.0+$/, '$1')],
];

/** A number of more than fifteen digits, or one shown in powers of ten, no longer holds its last digits. */
const hasLostDigits = (cell: SheetCell, text: string): boolean =>
  /^\d(?:\.\d+)?E\+?\d{2}$/i.test(text) || (cell.kind === 'number' && /^\d{16,}$/.test(text));

/**
 * Puts one cell in order by the steps of its field, and says what was changed on the way; an error cell (#N/A) reads as
 * blank. `numbered` are the fields whose long digits a spreadsheet may have lost.
 */
export function tidier<Field extends string>(
  steps: Readonly<Partial<Record<Field, readonly TidyStep[]>>>,
  numbered: readonly Field[],
): (field: Field, cell: SheetCell | undefined) => TidyCell {
  const known = new Map<Field, readonly TidyStep[]>();
  const stepsOf = (field: Field): readonly TidyStep[] => {
    const all = known.get(field) ?? [...everywhere, ...(steps[field] ?? [])];
    known.set(field, all);
    return all;
  };
  return (field, cell) => {
    if (!cell || cell.kind === 'error') return { text: '', why: [], damaged: false };
    const why: TidyReason[] = [];
    let text = cell.text;
    for (const [reason, step] of stepsOf(field)) {
      const next = step(text);
      if (next !== text && !why.includes(reason)) why.push(reason);
      text = next;
    }
    return { text, why, damaged: numbered.includes(field) && hasLostDigits(cell, text) };
  };
}
