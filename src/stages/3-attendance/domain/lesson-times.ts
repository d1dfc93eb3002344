import { dateOfDayNumber, dayNumber, type PlainDate, spokenDay } from '#kernel/plain-date';

export const minutesOfDay = 1440;
const beijingOffset = 8 * 3_600_000;

/** A lesson of the timetable in force, as attendance needs it: minutes count from midnight. */
export interface TaughtLesson {
  readonly id: string;
  readonly taughtOn: PlainDate;
  readonly startsMinute: number;
  readonly endsMinute: number;
  readonly lessonHours: number;
  readonly kind: 'theory' | 'practice' | 'exam';
}

/** Minutes since 1970-01-01 00:00 of the clocks in Jiaozuo: whole, comparable over days, with no daylight saving. */
export type LocalMinute = number;

export const localMinute = (day: PlainDate, minute: number): LocalMinute => dayNumber(day) * minutesOfDay + minute;

/** The local minute of an instant in milliseconds since the epoch. */
export const localMinuteOf = (instant: number): LocalMinute => Math.floor((instant + beijingOffset) / 60_000);

/** The instant, in milliseconds since the epoch, at which a local minute begins. */
export const instantOf = (minute: LocalMinute): number => minute * 60_000 - beijingOffset;

export const dayOfMinute = (minute: LocalMinute): PlainDate => dateOfDayNumber(Math.floor(minute / minutesOfDay));

/** HH:mm of a local minute. */
export function clockOf(minute: LocalMinute): string {
  const ofDay = ((minute % minutesOfDay) + minutesOfDay) % minutesOfDay;
  return `${String(Math.floor(ofDay / 60)).padStart(2, '0')}:${String(ofDay % 60).padStart(2, '0')}`;
}

export const startOf = (lesson: TaughtLesson): LocalMinute => localMinute(lesson.taughtOn, lesson.startsMinute);
export const endOf = (lesson: TaughtLesson): LocalMinute => localMinute(lesson.taughtOn, lesson.endsMinute);
export const lengthOf = (lesson: TaughtLesson): number => lesson.endsMinute - lesson.startsMinute;

/** Lessons in order of time; the id settles a tie, so that the order never depends on the input. */
export const inOrder = (lessons: readonly TaughtLesson[]): TaughtLesson[] =>
  [...lessons].sort((a, b) => startOf(a) - startOf(b) || endOf(a) - endOf(b) || (a.id < b.id ? -1 : 1));

/** A lesson as it is chosen and told: 11月23日 周一 08:00 职业道德. */
export const spokenLesson = (
  lesson: (TaughtLesson & { readonly content: string }) | undefined,
  today: PlainDate,
): string =>
  lesson
    ? `${spokenDay(lesson.taughtOn, today)} ${clockOf(startOf(lesson))} ${lesson.content.slice(0, 30)}`
    : '课表变更前的课次';
