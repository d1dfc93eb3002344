import type { WorkingCalendar } from '#kernel/calendar';
import { addDays, type PlainDate, weekdayOf } from '#kernel/plain-date';
import type { Lesson, LessonKind } from './opening';

/** A lesson that recurs on the days of the pattern; minutes count from midnight. */
export interface PatternSession {
  readonly startsMinute: number;
  readonly endsMinute: number;
  readonly lessonHours: number;
}

/** A simple weekly pattern from which a teaching plan is made. */
export interface WeeklyPattern {
  readonly startsOn: PlainDate;
  /** 1 Monday … 7 Sunday. */
  readonly weekdays: readonly number[];
  readonly sessions: readonly PatternSession[];
  readonly skipsHolidays: boolean;
  readonly theoryHours: number;
  readonly practiceHours: number;
  readonly examHours: number;
  readonly theoryTeacherId: string | undefined;
  readonly practiceTeacherId: string | undefined;
  readonly theoryVenueId: string | undefined;
  readonly practiceVenueId: string | undefined;
  readonly contents: Record<LessonKind, string>;
}

/** A plan longer than this is a mistake in the pattern, not a course. */
const longestDays = 366;

const isTeachingDay = (pattern: WeeklyPattern, calendar: WorkingCalendar, day: PlainDate): boolean =>
  pattern.weekdays.includes(weekdayOf(day)) && !(pattern.skipsHolidays && calendar.isHoliday(day));

const placeOf = (pattern: WeeklyPattern, kind: LessonKind): Pick<Lesson, 'teacherId' | 'venueId'> =>
  kind === 'theory'
    ? { teacherId: pattern.theoryTeacherId, venueId: pattern.theoryVenueId }
    : { teacherId: pattern.practiceTeacherId, venueId: pattern.practiceVenueId };

/** Minutes of the session that `hours` of its lesson hours take. */
const partMinutes = (session: PatternSession, hours: number): number =>
  Math.floor(((session.endsMinute - session.startsMinute) * hours) / session.lessonHours);

/**
 * Lessons in order of time: theory first, then practice, the exam last, until the hours are used up.
 * A session that two kinds share is cut where the first ends.
 */
export function lessonsOf(pattern: WeeklyPattern, calendar: WorkingCalendar, newId: () => string): Lesson[] {
  const left: [LessonKind, number][] = [
    ['theory', pattern.theoryHours],
    ['practice', pattern.practiceHours],
    ['exam', pattern.examHours],
  ];
  const numbers: Record<LessonKind, number> = { theory: 0, practice: 0, exam: 0 };
  const lessons: Lesson[] = [];
  const sessions = [...pattern.sessions].sort((a, b) => a.startsMinute - b.startsMinute);
  for (let offset = 0; offset < longestDays && left.some(([, hours]) => hours > 0); offset += 1) {
    const day = addDays(pattern.startsOn, offset);
    if (!isTeachingDay(pattern, calendar, day)) continue;
    for (const session of sessions) {
      let starts = session.startsMinute;
      let room = session.lessonHours;
      while (room > 0) {
        const next = left.find(([, hours]) => hours > 0);
        if (!next) break;
        const [kind, hours] = next;
        const taken = Math.min(room, hours);
        const ends = taken === room ? session.endsMinute : starts + partMinutes(session, taken);
        numbers[kind] += 1;
        lessons.push({
          id: newId(),
          taughtOn: day,
          startsMinute: starts,
          endsMinute: ends,
          lessonHours: taken,
          kind,
          content: `${pattern.contents[kind]}（${numbers[kind]}）`,
          ...placeOf(pattern, kind),
        });
        next[1] -= taken;
        room -= taken;
        starts = ends;
      }
    }
  }
  return lessons;
}
