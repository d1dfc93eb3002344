import { addDays, type PlainDate } from '#kernel/plain-date';
import type { OutsideRegister } from './registers';

/** What a register says of one person. */
export interface RegisterRecord {
  /** An entry that stands, or stood between the two days. */
  readonly listed: boolean;
  readonly from: PlainDate | undefined;
  readonly until: PlainDate | undefined;
  /** Employer, paying office, school or kind of relief. */
  readonly organisation: string;
  /** The name in the register is another one. */
  readonly isOtherName: boolean;
}

/** A record as evidence: which batch brought it, and for which day it speaks. */
export interface ExchangeAnswer extends RegisterRecord {
  readonly row: string;
  readonly register: OutsideRegister;
  readonly batch: string;
  readonly batchId: string;
  readonly answeredOn: PlainDate;
  /** The batch asked for this very class. */
  readonly isOfThisClass: boolean;
}

/** Whether an entry of the register covers a day. */
export const standsOn = ({ listed, from, until }: RegisterRecord, day: PlainDate): boolean =>
  listed && (from === undefined || from <= day) && (until === undefined || until >= day);

/** An answer grows old: after so many days the register has to be asked again. */
export const isFresh = ({ answeredOn }: Pick<ExchangeAnswer, 'answeredOn'>, day: PlainDate, freshDays: number) =>
  day <= addDays(answeredOn, freshDays);

/**
 * The answers that count for a class on a day: the newest of each register for each trainee; of two of one day the one
 * given last. Where this class has been asked about, it stands until a newer one comes; one given for another class
 * alone counts while it is fresh; a death stands for ever.
 */
export function countingAnswers(
  answers: readonly ExchangeAnswer[],
  day: PlainDate,
  freshDays: number,
): ExchangeAnswer[] {
  const newest = new Map<string, ExchangeAnswer>();
  const asked = new Set<string>();
  for (const answer of answers) {
    const key = `${answer.register}/${answer.row}`;
    const known = newest.get(key);
    if (answer.isOfThisClass) asked.add(key);
    if (!known || known.answeredOn <= answer.answeredOn) newest.set(key, answer);
  }
  return [...newest].flatMap(([key, answer]) =>
    asked.has(key) || answer.register === 'deaths' || isFresh(answer, day, freshDays) ? [answer] : [],
  );
}

/** Trainees of whom a register has said something that is still fresh. */
export const freshRows = (
  answers: readonly ExchangeAnswer[],
  register: OutsideRegister,
  day: PlainDate,
  freshDays: number,
): ReadonlySet<string> =>
  new Set(answers.flatMap((each) => (each.register === register && isFresh(each, day, freshDays) ? [each.row] : [])));
