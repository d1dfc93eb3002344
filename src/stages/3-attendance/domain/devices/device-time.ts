/** A time as the device told it, and the instant it means in milliseconds where it can be read. */
export interface ToldTime {
  readonly told: string;
  readonly at: number | undefined;
  /** Whether the device named its zone; where it did not, Beijing time is assumed and said so. */
  readonly zone: 'told' | 'assumed' | 'unread';
}

const beijingMilliseconds = 8 * 3_600_000;
const longestTold = 40;
const form = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?$/;

export const noTime: ToldTime = { told: '', at: undefined, zone: 'unread' };

const offsetOf = (zone: string): number => {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
};

const zero = 48;

/** The number written in `count` digits from a place on; the form has been tested before. */
function digitsAt(text: string, from: number, count: number): number {
  let number = 0;
  for (let at = from; at < from + count; at += 1) number = number * 10 + text.charCodeAt(at) - zero;
  return number;
}

/** Where the digits after a place end. */
function endOfDigits(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) >= zero && text.charCodeAt(at) < zero + 10) at += 1;
  return at;
}

const usualDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const daysIn = (year: number, month: number): number =>
  month === 2 && year % 4 === 0 ? 29 : (usualDays[month - 1] ?? 0);

/** The wall time as if in UTC, or nothing where no such day or hour exists; places are those of the form. */
function wallTime(text: string): number | undefined {
  const year = digitsAt(text, 0, 4);
  const month = digitsAt(text, 5, 2);
  const day = digitsAt(text, 8, 2);
  const hour = digitsAt(text, 11, 2);
  const minute = digitsAt(text, 14, 2);
  const second = digitsAt(text, 17, 2);
  if (year < 2000 || year > 2099 || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59)
    return undefined;
  return day < 1 || day > daysIn(year, month) ? undefined : Date.UTC(year, month - 1, day, hour, minute, second);
}

/** Reads `2026-03-02 08:00:00`, with or without fraction and zone; what cannot be read is kept as told. */
export function readDeviceTime(text: string): ToldTime {
  const told = text.slice(0, longestTold);
  const written = text.trim();
  const wall = form.test(written) ? wallTime(written) : undefined;
  if (wall === undefined) return { told, at: undefined, zone: 'unread' };
  const hasFraction = written.charAt(19) === '.';
  const zoneAt = hasFraction ? endOfDigits(written, 20) : 19;
  const shown = Math.min(3, Math.max(0, zoneAt - 20));
  const at = wall + digitsAt(written, 20, shown) * 10 ** (3 - shown);
  return zoneAt < written.length
    ? { told, at: at - offsetOf(written.slice(zoneAt)), zone: 'told' }
    : { told, at: at - beijingMilliseconds, zone: 'assumed' };
}
