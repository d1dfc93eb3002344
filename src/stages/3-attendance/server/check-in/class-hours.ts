import type { PlainDate } from '#kernel/plain-date';
import { figuresOn } from '#law/figures';
import type { Reading } from '#platform/operation';
import { hoursText, type HoursOutlook, traineeHours } from '../../domain/hours/hours';
import { attendanceOf } from '../../domain/lesson-minutes/lesson-minutes';
import type { LessonState } from '../../domain/lesson-minutes/lesson-state';
import { localMinuteOf, type TaughtLesson } from '../../domain/lesson-times';
import { excusesOf } from '../absences/excuses';
import { marksOf } from './marks';
import { lessonsOf, type TaughtClass } from './taught-class';
import { traineesOf } from './trainees';

/** One lesson of the sheet of hours. */
export interface HoursLesson {
  readonly id: string;
  readonly taughtOn: PlainDate;
  readonly startsMinute: number;
  readonly endsMinute: number;
  readonly kind: TaughtLesson['kind'];
  readonly content: string;
}

/** A trainee’s lesson in the sheet. */
export interface HoursCell {
  readonly lessonId: string;
  readonly state: LessonState;
  readonly minutes: number;
  readonly notes: readonly string[];
}

/** A trainee’s hours against the plan. */
export interface HoursRow {
  readonly rowId: string;
  readonly name: string;
  readonly withdrawnOn: PlainDate | undefined;
  readonly doneMinutes: number;
  readonly done: string;
  readonly expected: string;
  readonly best: string;
  readonly slackMinutes: number;
  readonly outlook: HoursOutlook;
  readonly reasons: readonly string[];
  readonly cells: readonly HoursCell[];
}

export interface ClassHours {
  readonly planned: string;
  readonly required: string;
  readonly requiredMinutes: number;
  readonly threshold: number;
  readonly lessons: readonly HoursLesson[];
  readonly rows: readonly HoursRow[];
}

const lessonOf = ({ id, taughtOn, startsMinute, endsMinute, kind, content }: HoursLesson): HoursLesson => ({
  id,
  taughtOn,
  startsMinute,
  endsMinute,
  kind,
  content,
});

const urgency: Record<HoursOutlook, number> = { lost: 0, atRisk: 1, onCourse: 2, met: 3 };

/** Minutes of every trainee in every lesson, what they come to, and who will fall short (2021 七, 四). */
export async function hoursOf(
  reading: Pick<Reading, 'tx' | 'now' | 'laterFigures'>,
  held: TaughtClass,
): Promise<ClassHours> {
  const figure = figuresOn(held.startsOn, reading.laterFigures);
  const lessons = (await lessonsOf(reading, [held.id])).get(held.id) ?? [];
  const [first, last] = [lessons[0], lessons.at(-1)];
  const period = first && last ? { from: first.taughtOn, to: last.taughtOn } : undefined;
  const marks = period ? await marksOf(reading, held, lessons, period, figure) : undefined;
  const excuses = await excusesOf(reading, held);
  const asOf = localMinuteOf(Date.parse(reading.now));
  let [plannedMinutes, requiredMinutes] = [0, 0];
  const rows = (await traineesOf(reading, held)).map(({ rowId, name, withdrawnOn }): HoursRow => {
    const granted = excuses(rowId);
    const own = { traineeId: rowId, marks: [...(marks?.get(rowId) ?? []), ...granted.marks], leaves: granted.leaves };
    const attendance = attendanceOf(lessons, own, asOf, figure);
    const hours = traineeHours(lessons, { traineeId: rowId, attendance }, figure);
    plannedMinutes = hours.plannedMinutes;
    requiredMinutes = hours.requiredMinutes;
    return {
      rowId,
      name,
      withdrawnOn,
      doneMinutes: hours.doneMinutes,
      done: hoursText(hours.doneMinutes, figure),
      expected: hoursText(hours.expectedMinutes, figure),
      best: hoursText(hours.bestMinutes, figure),
      slackMinutes: hours.slackMinutes,
      outlook: hours.outlook,
      reasons: hours.reasons,
      cells: attendance.map(({ lessonId, state, minutes, notes }) => ({ lessonId, state, minutes, notes })),
    };
  });
  return {
    planned: hoursText(plannedMinutes, figure),
    required: hoursText(requiredMinutes, figure),
    requiredMinutes,
    threshold: figure('attendanceThreshold'),
    lessons: lessons.map(lessonOf),
    rows: rows.sort(
      (a, b) =>
        Number(a.withdrawnOn !== undefined) - Number(b.withdrawnOn !== undefined) ||
        urgency[a.outlook] - urgency[b.outlook],
    ),
  };
}
