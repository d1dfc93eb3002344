import type { PlainDate } from '#kernel/plain-date';
import type { Lesson } from './opening';

/** Part of a day that a person’s time is booked by: 1 morning, 2 afternoon, 3 evening. */
export type DayPart = 1 | 2 | 3;

export interface Slot {
  readonly day: PlainDate;
  readonly part: DayPart;
}

const noon = 12 * 60 + 30;
const evening = 18 * 60;

const partsOfLesson = ({ startsMinute, endsMinute }: Lesson): DayPart[] => {
  const parts: DayPart[] = [];
  if (startsMinute < noon) parts.push(1);
  if (endsMinute > noon && startsMinute < evening) parts.push(2);
  if (endsMinute > evening) parts.push(3);
  return parts;
};

/** The day parts a plan takes of each trainee, once each, in order of time. */
export function slotsOf(lessons: readonly Lesson[]): Slot[] {
  const seen = new Map<string, Slot>();
  for (const lesson of lessons) {
    for (const part of partsOfLesson(lesson)) seen.set(`${lesson.taughtOn}/${part}`, { day: lesson.taughtOn, part });
  }
  return [...seen.keys()].sort().flatMap((key) => seen.get(key) ?? []);
}
