declare const plainDateBrand: unique symbol;
/** A calendar day written `YYYY-MM-DD`; days compare as text. */
export type PlainDate = string & { readonly [plainDateBrand]: true };

const form = /^(\d{4})-(\d{2})-(\d{2})$/;

export const isLeapYear = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Days of a month; `month` counts from 1. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The day, or undefined when no such day exists. */
export function findDate(year: number, month: number, day: number): PlainDate | undefined {
  if (!Number.isInteger(year) || year < 1 || year > 9999) return undefined;
  if (!Number.isInteger(month) || month < 1 || month > 12) return undefined;
  if (!Number.isInteger(day) || day < 1 || day > daysInMonth(year, month)) return undefined;
  const years = year < 1000 ? String(year).padStart(4, '0') : year;
  return `${years}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}` as PlainDate;
}

/** The day written `YYYY-MM-DD`, or undefined. */
export function parsePlainDate(text: string): PlainDate | undefined {
  const parts = form.exec(text);
  return parts ? findDate(Number(parts[1]), Number(parts[2]), Number(parts[3])) : undefined;
}

/** The day written `YYYY-MM-DD`; throws on anything else. */
export function plainDate(text: string): PlainDate {
  const day = parsePlainDate(text);
  if (!day) throw new RangeError(`not a day: ${text}`);
  return day;
}

export interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The number two digits of a day make; their places are fixed, so no text is cut. */
const twoDigits = (day: PlainDate, at: number): number => (day.charCodeAt(at) - 48) * 10 + day.charCodeAt(at + 1) - 48;

export const partsOf = (day: PlainDate): DateParts => ({
  year: twoDigits(day, 0) * 100 + twoDigits(day, 2),
  month: twoDigits(day, 5),
  day: twoDigits(day, 8),
});

/** Days since 1970-01-01 in the proleptic Gregorian calendar. */
export function dayNumber(day: PlainDate): number {
  const { year, month, day: d } = partsOf(day);
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + d - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

/** The day that is `number` days after 1970-01-01. */
export function dateOfDayNumber(number: number): PlainDate {
  const z = number + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const found = findDate(year, month, dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1);
  if (!found) throw new RangeError(`day number out of range: ${number}`);
  return found;
}

export const addDays = (day: PlainDate, days: number): PlainDate => dateOfDayNumber(dayNumber(day) + days);

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: PlainDate, to: PlainDate): number => dayNumber(to) - dayNumber(from);

/** The same day of the month, `months` later; a day the month lacks becomes its last. */
export function addMonths(day: PlainDate, months: number): PlainDate {
  const parts = partsOf(day);
  const index = parts.year * 12 + parts.month - 1 + months;
  const year = Math.floor(index / 12);
  const month = (index % 12) + 1;
  const found = findDate(year, month, Math.min(parts.day, daysInMonth(year, month)));
  if (!found) throw new RangeError(`day out of range: ${day} + ${months} months`);
  return found;
}

/** 1 Monday … 7 Sunday. */
export const weekdayOf = (day: PlainDate): number => ((((dayNumber(day) + 3) % 7) + 7) % 7) + 1;

export const earlier = (a: PlainDate, b: PlainDate): PlainDate => (a <= b ? a : b);
export const later = (a: PlainDate, b: PlainDate): PlainDate => (a >= b ? a : b);

/** Full years lived on `onDay` by a person born on `birth`; a birthday counts from its own day. */
export function ageOn(birth: PlainDate, onDay: PlainDate): number {
  const [born, now] = [partsOf(birth), partsOf(onDay)];
  const isBeforeBirthday = now.month < born.month || (now.month === born.month && now.day < born.day);
  return now.year - born.year - (isBeforeBirthday ? 1 : 0);
}

const weekdayNames = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const;

/** 11月26日 周四, with the year when it is not the year of `today`. */
export function spokenDay(day: PlainDate, today?: PlainDate): string {
  const { year, month, day: d } = partsOf(day);
  const withYear = today && partsOf(today).year !== year ? `${year}年` : '';
  return `${withYear}${month}月${d}日 ${weekdayNames[weekdayOf(day) - 1]}`;
}
