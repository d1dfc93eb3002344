import type { PlainDate } from '#kernel/plain-date';
import type { FigureReader } from '#law/figures';
import type { LessonAttendance, LessonState } from '../lesson-minutes/lesson-state';
import { lengthOf, type TaughtLesson } from '../lesson-times';

/** The lessons of a class and what each trainee’s attendance came to. */
export interface HoursFacts {
  /** The day whose figures govern the class. */
  readonly startsOn: PlainDate;
  readonly lessons: readonly TaughtLesson[];
  readonly trainees: readonly { readonly traineeId: string; readonly attendance: readonly LessonAttendance[] }[];
}

const hoursOutlooks = ['met', 'onCourse', 'atRisk', 'lost'] as const;
export type HoursOutlook = (typeof hoursOutlooks)[number];
export const hoursOutlookNames: Record<HoursOutlook, string> = {
  met: '已达标',
  onCourse: '可达标',
  atRisk: '可能不达标',
  lost: '已无法达标',
};

/** Where a trainee stands: minutes done, the least and the most that can still come of it, and why. */
export interface TraineeHours {
  readonly traineeId: string;
  readonly plannedMinutes: number;
  readonly requiredMinutes: number;
  /** The worst case: nothing more is attended. */
  readonly doneMinutes: number;
  /** The best case: every lesson left is attended in full, and what is doubted is settled in favour. */
  readonly bestMinutes: number;
  /** Going on as so far. */
  readonly expectedMinutes: number;
  /** Minutes the trainee can still miss. */
  readonly slackMinutes: number;
  readonly outlook: HoursOutlook;
  readonly reasons: readonly string[];
}

const isOpen = (state: LessonState): boolean => state === 'upcoming' || state === 'running';

const missedWords: Partial<Record<LessonState, string>> = {
  absent: '缺勤',
  onLeave: '请假',
  onSickLeave: '病假',
  late: '迟到',
  leftEarly: '早退',
};

/** What the lost minutes come from, the largest first. */
function reasonsOf(missed: ReadonlyMap<LessonState, { count: number; minutes: number }>, doubted: number): string[] {
  const lines = [...missed]
    .filter(([state, { minutes }]) => missedWords[state] !== undefined && minutes > 0)
    .sort((a, b) => b[1].minutes - a[1].minutes)
    .map(([state, { count, minutes }]) => `${missedWords[state]} ${count} 次，少 ${minutes} 分钟`);
  return doubted > 0 ? [...lines, `另有 ${doubted} 分钟待核实设备时钟`] : lines;
}

const outlookOf = (required: number, done: number, expected: number, best: number): HoursOutlook => {
  if (done >= required) return 'met';
  if (best < required) return 'lost';
  return expected >= required ? 'onCourse' : 'atRisk';
};

/** Minutes of `planned` that the threshold asks for, rounded up: a part of a minute is a minute. */
export const requiredMinutesOf = (planned: number, figure: FigureReader): number =>
  Math.ceil((planned * figure('attendanceThreshold')) / 100);

/** One trainee’s hours against the plan (2021 七): leave is no attendance, whatever its reason. */
export function traineeHours(
  lessons: readonly TaughtLesson[],
  { traineeId, attendance }: HoursFacts['trainees'][number],
  figure: FigureReader,
): TraineeHours {
  const byLesson = new Map(attendance.map((each) => [each.lessonId, each]));
  const missed = new Map<LessonState, { count: number; minutes: number }>();
  let [planned, done, over, attended, left, doubted] = [0, 0, 0, 0, 0, 0];
  for (const lesson of lessons) {
    const length = lengthOf(lesson);
    const { state = 'upcoming', minutes = 0, doubtedMinutes = 0 } = byLesson.get(lesson.id) ?? {};
    planned += length;
    done += minutes;
    if (isOpen(state)) {
      left += length - minutes;
      continue;
    }
    over += length;
    attended += minutes;
    doubted += doubtedMinutes;
    const { count, minutes: lost } = missed.get(state) ?? { count: 0, minutes: 0 };
    missed.set(state, { count: count + 1, minutes: lost + length - minutes });
  }
  const required = requiredMinutesOf(planned, figure);
  const best = done + left + doubted;
  const expected = Math.round(done + (over === 0 ? left : (left * attended) / over));
  return {
    traineeId,
    plannedMinutes: planned,
    requiredMinutes: required,
    doneMinutes: done,
    bestMinutes: best,
    expectedMinutes: expected,
    slackMinutes: Math.max(0, best - required),
    outlook: outlookOf(required, done, expected, best),
    reasons: reasonsOf(missed, doubted),
  };
}

/** Minutes as lesson hours with one decimal, rounded down: 89 minutes are 1.9 lesson hours. */
export const hoursText = (minutes: number, figure: FigureReader): string =>
  (Math.floor((minutes * 10) / figure('lessonHourMinutes')) / 10).toFixed(1);
