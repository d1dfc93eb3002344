/** A time as the device told it, and the instant it means in milliseconds where it can be read. */
export interface ToldTime {
  readonly told: string;
  readonly at: number | undefined;
  /** Whether the device named its zone; where it did not, Beijing time is assumed and said so. */
  readonly zone: 'told' | 'assumed' | 'unread';
}

const beijingMilliseconds = 8 * 3_600_000;
const longestTold = 40;
const form = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?$/;

export const noTime: ToldTime = { told: '', at: undefined, zone: 'unread' };

const offsetOf = (zone: string): number => {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
};

/** The wall time as if in UTC, or nothing where no such day or hour exists. */
function wallTime(parts: readonly string[]): number | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(0, 6).map(Number);
  if (year < 2000 || year > 2099 || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59)
    return undefined;
  const daysInMonth = [31, year % 4 === 0 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  if (day < 1 || day > daysInMonth) return undefined;
  return Date.UTC(year, month - 1, day, hour, minute, second) + Number((parts[6] ?? '').padEnd(3, '0').slice(0, 3));
}

/** Reads `2026-03-02 08:00:00`, with or without fraction and zone; what cannot be read is kept as told. */
export function readDeviceTime(text: string): ToldTime {
  const told = text.slice(0, longestTold);
  const found = form.exec(text.trim());
  if (!found) return { told, at: undefined, zone: 'unread' };
  const wall = wallTime(found.slice(1, 8));
  if (wall === undefined) return { told, at: undefined, zone: 'unread' };
  const zone = found[8];
  return zone
    ? { told, at: wall - offsetOf(zone), zone: 'told' }
    : { told, at: wall - beijingMilliseconds, zone: 'assumed' };
}
