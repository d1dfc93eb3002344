import type { PlainDate } from '#kernel/plain-date';
import type { CheckItem } from '../check-items';
import { type ExchangeAnswer, freshRows } from './answer';

/** Items whose register (社保参保: 职工参保) has lately said something of every trainee, so that nobody has to look there by hand. */
export function answeredItems(
  rows: readonly string[],
  answers: readonly ExchangeAnswer[],
  day: PlainDate,
  freshDays: number,
): CheckItem[] {
  const known = freshRows(answers, 'employeeInsurance', day, freshDays);
  return rows.length > 0 && rows.every((row) => known.has(row)) ? ['socialInsurance'] : [];
}
