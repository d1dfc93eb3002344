import { addWorkingDays } from '#kernel/calendar';
import { addDays, type PlainDate, weekdayOf } from '#kernel/plain-date';
import { knownCalendar } from '#law/working-years';
import type { Clock, Instant } from '#platform/clock';

/** Days told as working days before and after the day the city is loaded, so that its queues always look alive. */
export interface DemoDays {
  /** The day of loading. */
  readonly today: PlainDate;
  /** The `offset`-th working day from today: −1 is the last one before, 0 today or the next one after a weekend. */
  day(offset: number): PlainDate;
}

export function demoDays(today: PlainDate): DemoDays {
  const anchor = knownCalendar.isWorkingDay(today) ? today : addWorkingDays(knownCalendar, today, 1);
  const known = new Map<number, PlainDate>([[0, anchor]]);
  const day = (offset: number): PlainDate => {
    const found = known.get(offset);
    if (found) return found;
    const made = offset > 0 ? addWorkingDays(knownCalendar, anchor, offset) : workingDayBefore(day(offset + 1));
    known.set(offset, made);
    return made;
  };
  return { today, day };
}

function workingDayBefore(day: PlainDate): PlainDate {
  let found = addDays(day, -1);
  while (!knownCalendar.isWorkingDay(found)) found = addDays(found, -1);
  return found;
}

/** The first Saturday on or after `day`. */
export const saturdayFrom = (day: PlainDate): PlainDate => addDays(day, (6 - weekdayOf(day) + 7) % 7);

const beijingMinutes = 8 * 60;

/** The instant of a minute of a day in Beijing. */
export const instantAt = (day: PlainDate, minute: number): Instant =>
  new Date(Date.parse(`${day}T00:00:00Z`) + (minute - beijingMinutes) * 60_000).toISOString();

/** A clock that stands still: each act of the demonstration happens at its own moment. */
export const clockAt = (day: PlainDate, now: Instant): Clock => ({ now: () => now, today: () => day });
