import type { PlainDate } from '#kernel/plain-date';
import { knownCalendar } from '#law/working-years';
import type { ClassMode, Lesson, LessonKind } from '../stages/2-opening/domain/opening';
import { lessonsOf, type PatternSession } from '../stages/2-opening/domain/plan-pattern';
import type { DemoOccupation } from './occupations';
import type { Line } from './institutions';

const clock = (hour: number, minute: number): number => hour * 60 + minute;
const hoursOfSession = 4;

const morning: PatternSession = {
  startsMinute: clock(8, 30),
  endsMinute: clock(11, 50),
  lessonHours: hoursOfSession,
};
const afternoon: PatternSession = {
  startsMinute: clock(14, 30),
  endsMinute: clock(17, 50),
  lessonHours: hoursOfSession,
};
export const evening: PatternSession = {
  startsMinute: clock(18, 40),
  endsMinute: clock(22, 0),
  lessonHours: hoursOfSession,
};

export type DemoMode = Exclude<ClassMode, 'other'>;

const workweek = [1, 2, 3, 4, 5];

const weeks: Record<DemoMode, { readonly weekdays: readonly number[]; readonly sessions: readonly PatternSession[] }> =
  {
    daytime: { weekdays: workweek, sessions: [morning, afternoon] },
    evening: { weekdays: workweek, sessions: [evening] },
    holiday: { weekdays: [6, 7], sessions: [morning, afternoon] },
  };

const topicOf = (occupation: DemoOccupation, kind: LessonKind, number: number): string => {
  const topics: Record<LessonKind, readonly string[]> = {
    theory: occupation.theory,
    practice: occupation.practice,
    exam: ['结业考试：理论笔试与实操考核'],
  };
  return topics[kind][number % topics[kind].length] ?? occupation.name;
};

export interface PlanWish {
  readonly line: Line;
  readonly mode: DemoMode;
  readonly startsOn: PlainDate;
  readonly totalHours: number;
  readonly idOf: (index: number) => string;
}

/** A plan of the required hours: two fifths theory, an exam at the end, practice between. */
export function makePlan({ line, mode, startsOn, totalHours, idOf }: PlanWish): Lesson[] {
  const theoryHours = Math.floor((totalHours * 0.4) / hoursOfSession) * hoursOfSession;
  const examHours = hoursOfSession;
  let made = 0;
  const lessons = lessonsOf(
    {
      startsOn,
      ...weeks[mode],
      skipsHolidays: true,
      theoryHours,
      practiceHours: totalHours - theoryHours - examHours,
      examHours,
      theoryTeacherId: line.theoryTeacher.teacherId,
      practiceTeacherId: line.practiceTeacher.teacherId,
      theoryVenueId: line.theoryVenue.venueId,
      practiceVenueId: line.practiceVenue.venueId,
      contents: { theory: '', practice: '', exam: '' },
    },
    knownCalendar,
    () => idOf(made++),
  );
  const counts: Record<LessonKind, number> = { theory: 0, practice: 0, exam: 0 };
  return lessons.map((lesson) => {
    const number = counts[lesson.kind]++;
    return { ...lesson, content: topicOf(line.occupation, lesson.kind, number) };
  });
}
