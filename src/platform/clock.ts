import { type PlainDate, plainDate } from '#kernel/plain-date';

/** An instant in ISO 8601, UTC. */
export type Instant = string;

/** The one source of time; handlers receive its readings, never the clock itself. */
export interface Clock {
  now(): Instant;
  today(): PlainDate;
}

const offsetMilliseconds = 8 * 3_600_000;

/** The day of an instant in Beijing time, which knows no daylight saving. */
export const dayOf = (instant: Instant): PlainDate =>
  plainDate(new Date(Date.parse(instant) + offsetMilliseconds).toISOString().slice(0, 10));

/** HH:mm of an instant in Beijing time. */
export const timeOf = (instant: Instant): string =>
  new Date(Date.parse(instant) + offsetMilliseconds).toISOString().slice(11, 16);

/** Reads the machine’s clock, so many milliseconds shifted; what was written for a millisecond is not written again. */
function readerOf(shift = 0): () => Instant {
  let [lastAt, lastRead] = [Number.NaN, ''];
  return () => {
    const at = Date.now() + shift;
    if (at !== lastAt) [lastAt, lastRead] = [at, new Date(at).toISOString()];
    return lastRead;
  };
}

const clockOf = (now: () => Instant): Clock => ({ now, today: () => dayOf(now()) });

export const systemClock: Clock = clockOf(readerOf());

/** A clock that runs on, but started on `day`, at the present time or at HH:mm: for demonstrations and journeys. */
export function clockStartingOn(day: PlainDate, time?: string): Clock {
  const started = Date.now();
  const shift = time
    ? Date.parse(`${day}T${time}:00+08:00`) - started
    : Date.parse(`${day}T00:00:00Z`) - Date.parse(`${systemClock.today()}T00:00:00Z`);
  return clockOf(readerOf(shift));
}
