import { addWorkingDays, type WorkingCalendar, workingDaysUntil } from '#kernel/calendar';
import { addDays, type PlainDate, weekdayOf } from '#kernel/plain-date';
import type { Application, Lesson } from './opening';

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

/** A lesson of another class that takes up its teacher and its room. */
export type Booked = Pick<Lesson, 'taughtOn' | 'startsMinute' | 'endsMinute' | 'teacherId' | 'venueId'>;

const sharesResource = (a: Booked, b: Booked): boolean =>
  (a.teacherId !== undefined && a.teacherId === b.teacherId) || (a.venueId !== undefined && a.venueId === b.venueId);

/** A first day later than this after the earliest is left to the clerk. */
const longestSearch = 180;

/**
 * 沿用上期 on the first days on which its teachers and rooms are free: the copied plan from the earliest start that
 * collides with nothing booked, or from `startsFrom` itself where half a year has none.
 */
export function freePlan(
  lessons: readonly Lesson[],
  startsFrom: PlainDate,
  calendar: WorkingCalendar,
  booked: readonly Booked[],
  newId: () => string,
): Lesson[] {
  const onDay = new Map<PlainDate, Booked[]>();
  for (const each of booked) onDay.set(each.taughtOn, [...(onDay.get(each.taughtOn) ?? []), each]);
  const collides = (lesson: Booked): boolean =>
    (onDay.get(lesson.taughtOn) ?? []).some(
      (other) =>
        other.startsMinute < lesson.endsMinute &&
        other.endsMinute > lesson.startsMinute &&
        sharesResource(other, lesson),
    );
  const last = addDays(startsFrom, longestSearch);
  for (let from = startsFrom; from <= last && lessons.length > 0; ) {
    const plan = copiedPlan(lessons, from, calendar, newId);
    if (!plan.some(collides)) return plan;
    from = addDays(plan.map(({ taughtOn }) => taughtOn).sort()[0] ?? from, 1);
  }
  return copiedPlan(lessons, startsFrom, calendar, newId);
}

type CopiedDates = Pick<Application, 'startsOn' | 'endsOn' | 'finalExamOn' | 'skillsAssessmentOn'>;

/**
 * The dates of an application copied with its plan: first and last day are the plan’s, the final exam keeps its
 * distance from the last lesson and the skills assessment its distance from the exam, both in working days.
 */
export function copiedDates(
  former: CopiedDates,
  lessons: readonly Pick<Lesson, 'taughtOn'>[],
  calendar: WorkingCalendar,
): CopiedDates {
  const days = lessons.map(({ taughtOn }) => taughtOn).sort();
  const [startsOn, endsOn] = [days[0], days.at(-1)];
  const after = (day: PlainDate | undefined, from: PlainDate | undefined, to: PlainDate | undefined) => {
    if (!day || !from || !to || to < from) return undefined;
    return to === from ? day : addWorkingDays(calendar, day, Math.max(1, workingDaysUntil(calendar, from, to)));
  };
  const finalExamOn = after(endsOn, former.endsOn, former.finalExamOn);
  const skillsAssessmentOn = after(finalExamOn, former.finalExamOn, former.skillsAssessmentOn);
  return { startsOn, endsOn, finalExamOn, skillsAssessmentOn };
}
