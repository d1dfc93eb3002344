import type { LocalMinute } from '../lesson-times';

/** Lessons of one or many classes laid out for counting: each class’s lessons lie together, in order, not overlapping. */
export interface LessonTable {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Stretches of presence for counting: of which row of the result, within which lessons, from when to when. */
export interface PresenceTable {
  /** Where the first lesson of the stretch’s class lies in the lesson table, and one past its last. */
  readonly firstLesson: Int32Array;
  readonly pastLesson: Int32Array;
  /** Where the minutes of the trainee’s first lesson lie in the result. */
  readonly into: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** The first lesson in [first, past) that ends after `minute`. */
function firstEndingAfter(ends: Int32Array, first: number, past: number, minute: LocalMinute): number {
  let low = first;
  let high = past;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ends[middle] ?? 0) > minute) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Adds the minutes of each stretch to each lesson it reaches, in one pass and without an allocation: the stretches of a
 * trainee do not overlap, so their minutes add up.
 */
export function addLessonMinutes(lessons: LessonTable, presences: PresenceTable, minutes: Int32Array): void {
  const { starts, ends } = lessons;
  const { firstLesson, pastLesson, into, from, to } = presences;
  for (let at = 0; at < from.length; at += 1) {
    const begins = from[at] ?? 0;
    const finishes = to[at] ?? 0;
    const first = firstLesson[at] ?? 0;
    const past = pastLesson[at] ?? 0;
    const shift = (into[at] ?? 0) - first;
    for (let lesson = firstEndingAfter(ends, first, past, begins); lesson < past; lesson += 1) {
      const starting = starts[lesson] ?? 0;
      if (starting >= finishes) break;
      const ending = ends[lesson] ?? 0;
      const shared = (ending < finishes ? ending : finishes) - (starting > begins ? starting : begins);
      minutes[shift + lesson] = (minutes[shift + lesson] ?? 0) + shared;
    }
  }
}
