import { daysInMonth } from '#kernel/plain-date';
import { narrowed, plainBlanks } from '../lists/characters';
import { readBirth } from '../roster/birth-text';

const day = /\d{4}\s*[-./年]\s*\d{1,2}(?:\s*[-./月]\s*\d{1,2})?\s*[日月]?/g;
/** A span counted from a day we are not told of, or that ends some time after it. */
const counted = /起|后|内|个月|天|长期|招满|为止/;

function lastDay(read: string): string {
  if (read.length === 4) return `${read}-12-31`;
  if (read.length > 7) return read;
  return `${read}-${daysInMonth(Number(read.slice(0, 4)), Number(read.slice(5)))}`;
}

/** The last day of a validity: a day, the end of a month or year, or of “2026.11.1-2027.6.30”; undefined when none. */
export function readUntil(written: string): string | undefined {
  const text = plainBlanks(narrowed(written))
    .replace(/^(?:有效期|有效|截止|截至|至|到|[:：])+/, '')
    .replace(/(?:前|止|底|为止|之前|截止)+$/, '');
  const whole = readBirth(text);
  if (whole !== undefined) return lastDay(whole);
  if (counted.test(text)) return undefined;
  const last = text.match(day)?.at(-1);
  const read = last === undefined ? undefined : readBirth(last.trim());
  return read === undefined ? undefined : lastDay(read);
}
