import { parsePlainDate, type PlainDate, spokenDay } from '#kernel/plain-date';

const two = (number: number): string => String(number).padStart(2, '0');

/** 10:42:07, on the clock of whoever looks. */
export const clockTime = (at: Date): string => `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;

const beijing = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** 11月18日 16:22 in Beijing time, with the year when it is not the year of `today`; the text itself when it is no instant. */
export function spokenInstant(instant: string, today?: PlainDate): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return instant;
  const parts = Object.fromEntries(beijing.formatToParts(at).map(({ type, value }) => [type, value]));
  const day = parsePlainDate(`${parts['year']}-${parts['month']}-${parts['day']}`);
  if (!day) return instant;
  return `${spokenDay(day, today).replace(/ 周.$/, '')} ${parts['hour']}:${parts['minute']}`;
}

/** 1,234,567. */
export const spokenNumber = (number: number): string => String(number).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** 1.2 MB, 340 kB. */
export function spokenSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
