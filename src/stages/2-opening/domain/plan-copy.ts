import type { WorkingCalendar } from '#kernel/calendar';
import { addDays, type PlainDate, weekdayOf } from '#kernel/plain-date';
import type { Lesson } from './opening';

/** A plan that finds no further day within this reach has no weekday left. */
const longestWait = 60;

function nextDay(from: PlainDate, weekdays: ReadonlySet<number>, calendar: WorkingCalendar): PlainDate {
  for (let day = from, waited = 0; waited < longestWait; day = addDays(day, 1), waited += 1)
    if (weekdays.has(weekdayOf(day)) && !calendar.isHoliday(day)) return day;
  throw new RangeError(`no teaching day after ${from}`);
}

/**
 * 沿用上期: the lessons of a former class from a new day on. Teaching days keep their order and fall on the same
 * weekdays, the first on the weekday it had; holidays are passed over.
 */
export function copiedPlan(
  lessons: readonly Lesson[],
  startsFrom: PlainDate,
  calendar: WorkingCalendar,
  newId: () => string,
): Lesson[] {
  const formerDays = [...new Set(lessons.map(({ taughtOn }) => taughtOn))].sort();
  const weekdays = new Set(formerDays.map(weekdayOf));
  const newDays = new Map<PlainDate, PlainDate>();
  let from = startsFrom;
  for (const former of formerDays) {
    const isFirst = newDays.size === 0;
    const day = nextDay(from, isFirst ? new Set([weekdayOf(former)]) : weekdays, calendar);
    newDays.set(former, day);
    from = addDays(day, 1);
  }
  return lessons.map((lesson) => ({
    ...lesson,
    id: newId(),
    taughtOn: newDays.get(lesson.taughtOn) ?? lesson.taughtOn,
  }));
}
