import { findDate, type PlainDate, partsOf } from '#kernel/plain-date';

export interface TypedDateContext {
  /** The day that gives a missing year. */
  readonly today?: PlainDate | undefined;
  /** A day without its year is taken on or after this one where that is possible. */
  readonly min?: PlainDate | undefined;
}

const full = /^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?$/;
const fullDigits = /^(\d{4})(\d{2})(\d{2})$/;
const short = /^(\d{1,2})[-./月](\d{1,2})日?$/;
const shortDigits = /^(\d{1,2})(\d{2})$/;

/** Full-width digits and marks as the keyboard of an input method leaves them. */
const narrow = (text: string): string =>
  text
    .replace(/[０-９．－／]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[\s。]/g, (sign) => (sign === '。' ? '.' : ''));

/** The day a person typed: 2026-12-25, 2026.12.25, 20261225, 12-25, 1225, 12月25日; undefined when it is none. */
export function parseTypedDate(text: string, { today, min }: TypedDateContext = {}): PlainDate | undefined {
  const clean = narrow(text);
  const whole = full.exec(clean) ?? fullDigits.exec(clean);
  if (whole) return findDate(Number(whole[1]), Number(whole[2]), Number(whole[3]));
  const part = short.exec(clean) ?? shortDigits.exec(clean);
  const near = today ?? min;
  if (!part || !near) return undefined;
  const year = partsOf(near).year;
  const thisYear = findDate(year, Number(part[1]), Number(part[2]));
  const nextYear = findDate(year + 1, Number(part[1]), Number(part[2]));
  return min && nextYear && (!thisYear || thisYear < min) ? nextYear : thisYear;
}

const timeForm = /^(\d{1,2})[:：.]?(\d{2})?$/;

/** `HH:MM` of what a person typed: 830, 8:30, 08：30, 8; undefined when it is no time of day. */
export function parseTypedTime(text: string): string | undefined {
  const clean = narrow(text);
  const compact = /^(\d{1,2})(\d{2})$/.exec(clean);
  const parts = clean.length >= 3 && compact ? compact : timeForm.exec(clean);
  if (!parts) return undefined;
  const hours = Number(parts[1]);
  const minutes = Number(parts[2] ?? '0');
  if (hours > 23 || minutes > 59) return undefined;
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}
