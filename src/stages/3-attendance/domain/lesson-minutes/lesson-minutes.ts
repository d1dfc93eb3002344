import type { FigureReader } from '#law/figures';
import { endOf, inOrder, type LocalMinute, startOf, type TaughtLesson } from '../lesson-times';
import { type GrantedLeave, type LessonAttendance, lessonAttendance } from './lesson-state';
import type { Mark } from './marks';
import { addLessonMinutes, type LessonTable } from './overlap';
import { type Pairing, type Presences, presencesOf } from './presence';

/** What is known of one trainee of a class. */
interface TraineeMarks {
  readonly traineeId: string;
  readonly marks: readonly Mark[];
  readonly leaves: readonly GrantedLeave[];
}

/** The lessons of one class laid out for counting, in order of time. */
export function lessonTableOf(ordered: readonly TaughtLesson[]): LessonTable {
  return { starts: Int32Array.from(ordered, startOf), ends: Int32Array.from(ordered, endOf) };
}

function minutesIn(table: LessonTable, { stretches }: Presences): Int32Array {
  const minutes = new Int32Array(table.starts.length);
  const presences = {
    firstLesson: new Int32Array(stretches.length),
    pastLesson: new Int32Array(stretches.length).fill(minutes.length),
    into: new Int32Array(stretches.length),
    from: Int32Array.from(stretches, ({ from }) => from),
    to: Int32Array.from(stretches, ({ to }) => to),
  };
  addLessonMinutes(table, presences, minutes);
  return minutes;
}

/** How the marks of a class are paired: the long breaks are read from its timetable. */
export function pairingOf(ordered: readonly TaughtLesson[], figure: FigureReader): Pairing {
  const least = figure('sessionBreak');
  const breaks = ordered.slice(1).flatMap((lesson, at) => {
    const before = ordered[at];
    const ended = before ? endOf(before) : startOf(lesson);
    return startOf(lesson) - ended >= least ? [Math.floor((startOf(lesson) + ended) / 2)] : [];
  });
  return { repeated: figure('repeatedMark'), breaks };
}

/**
 * A trainee’s attendance lesson by lesson (2021 四): minutes there, state and what has to be put right. The same marks
 * give the same answer in any order and however often each is sent; a mark of a doubtful clock never counts by itself.
 */
export function attendanceOf(
  lessons: readonly TaughtLesson[],
  { marks, leaves }: TraineeMarks,
  asOf: LocalMinute,
  figure: FigureReader,
): LessonAttendance[] {
  const ordered = inOrder(lessons);
  const table = lessonTableOf(ordered);
  const pairing = pairingOf(ordered, figure);
  const sure = presencesOf(
    marks.filter((mark) => !mark.hasClockDoubt),
    pairing,
  );
  const whole = marks.some((mark) => mark.hasClockDoubt) ? presencesOf(marks, pairing) : sure;
  const sureMinutes = minutesIn(table, sure);
  const wholeMinutes = whole === sure ? sureMinutes : minutesIn(table, whole);
  return ordered.map((lesson, at) => {
    const [one, other] = [sureMinutes[at] ?? 0, wholeMinutes[at] ?? 0];
    const counted = { minutes: Math.min(one, other), doubtedMinutes: Math.abs(one - other) };
    return lessonAttendance(lesson, { presences: sure, leaves }, counted, asOf, figure);
  });
}
