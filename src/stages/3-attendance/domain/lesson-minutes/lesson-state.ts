import type { FigureReader } from '#law/figures';
import { clockOf, endOf, lengthOf, type LocalMinute, startOf, type TaughtLesson } from '../lesson-times';
import type { Presence, Presences } from './presence';

const lessonStates = [
  'upcoming',
  'running',
  'present',
  'late',
  'leftEarly',
  'onLeave',
  'onSickLeave',
  'absent',
  'corrected',
] as const;
export type LessonState = (typeof lessonStates)[number];

/** The words of the attendance sheet. */
export const lessonStateNames: Record<LessonState, string> = {
  upcoming: '未上课',
  running: '上课中',
  present: '到',
  late: '迟到',
  leftEarly: '早退',
  onLeave: '请假',
  onSickLeave: '病假',
  absent: '缺勤',
  corrected: '补签',
};

/** An approved leave, from minute to minute. */
export interface GrantedLeave {
  readonly kind: 'personal' | 'sick';
  readonly from: LocalMinute;
  readonly to: LocalMinute;
}

/** What a trainee’s lesson comes to, with what a clerk has to know about it. */
export interface LessonAttendance {
  readonly lessonId: string;
  readonly state: LessonState;
  readonly minutes: number;
  /** Minutes that rest on a device whose clock is off; they count once an officer has settled them. */
  readonly doubtedMinutes: number;
  readonly lateBy: number;
  readonly leftEarlyBy: number;
  readonly notes: readonly string[];
}

/** Everything known of one trainee for judging lessons. */
interface TraineeTrace {
  readonly presences: Presences;
  readonly leaves: readonly GrantedLeave[];
}

const within = (lesson: TaughtLesson, { stretches }: Presences): Presence[] =>
  stretches.filter(({ from, to }) => from < endOf(lesson) && to > startOf(lesson));

function notesOf(lesson: TaughtLesson, { stretches, strayOuts }: Presences, figure: FigureReader): string[] {
  const start = startOf(lesson);
  const end = endOf(lesson);
  const open = stretches.filter((each) => each.isOpen && each.to >= start - figure('checkInOpens') && each.to < end);
  const stray = strayOuts.filter((minute) => minute > start && minute <= end + figure('checkOutCloses'));
  return [
    ...open.map(({ to }) => `${clockOf(to)} 签到后没有签退，之后的时间不计；确在场的请申请补签。`),
    ...stray.map((minute) => `${clockOf(minute)} 签退前没有签到，不计时间；确在场的请申请补签。`),
  ];
}

interface Settled {
  readonly present: readonly Presence[];
  readonly lateBy: number;
  readonly leftEarlyBy: number;
  readonly minutes: number;
}

/** Minutes between two that a leave covers. */
const granted = (leaves: readonly GrantedLeave[], from: LocalMinute, to: LocalMinute): number =>
  leaves.reduce((sum, leave) => sum + Math.max(0, Math.min(leave.to, to) - Math.max(leave.from, from)), 0);

/** What is wrong with a lesson, once so many minutes of each kind are taken for granted. */
function faultOf(
  lesson: TaughtLesson,
  { minutes, lateBy, leftEarlyBy }: Omit<Settled, 'present'>,
  figure: FigureReader,
) {
  if (minutes * 100 < lengthOf(lesson) * figure('lessonPresenceShare')) return 'absent';
  if (lateBy > figure('lateGrace')) return 'late';
  return leftEarlyBy > figure('earlyLeaveGrace') ? 'leftEarly' : undefined;
}

/** The same with the minutes of a leave not missed: a leave of an hour does not excuse who stays away for three. */
function excused(lesson: TaughtLesson, { present, ...told }: Settled, leaves: readonly GrantedLeave[]) {
  const [start, end] = [startOf(lesson), endOf(lesson)];
  const there = present.map(({ from, to }) => granted(leaves, Math.max(from, start), Math.min(to, end)));
  const away = granted(leaves, start, end) - there.reduce((sum, each) => sum + each, 0);
  const early = told.leftEarlyBy - granted(leaves, end - told.leftEarlyBy, end);
  return {
    minutes: told.minutes + away,
    lateBy: told.lateBy - granted(leaves, start, start + told.lateBy),
    // Who never came has neither come late nor left early: all that is not granted was missed.
    leftEarlyBy: present.length === 0 ? lengthOf(lesson) - away : early,
  };
}

function settledState(
  lesson: TaughtLesson,
  told: Settled,
  leaves: readonly GrantedLeave[],
  figure: FigureReader,
): LessonState {
  const fault = faultOf(lesson, told, figure);
  const leave = fault && leaves.find(({ from, to }) => from < endOf(lesson) && to > startOf(lesson));
  if (leave && faultOf(lesson, excused(lesson, told, leaves), figure) === undefined)
    return leave.kind === 'sick' ? 'onSickLeave' : 'onLeave';
  if (fault === 'absent') return 'absent';
  if (told.present.some(({ isCorrected }) => isCorrected)) return 'corrected';
  return fault ?? 'present';
}

/** The state of one trainee’s lesson as of a minute; `minutes` have been counted before. */
export function lessonAttendance(
  lesson: TaughtLesson,
  { presences, leaves }: TraineeTrace,
  counted: { readonly minutes: number; readonly doubtedMinutes: number },
  asOf: LocalMinute,
  figure: FigureReader,
): LessonAttendance {
  const { minutes, doubtedMinutes } = counted;
  const present = within(lesson, presences);
  const first = present[0];
  const last = present.at(-1);
  const lateBy = first ? Math.max(0, first.from - startOf(lesson)) : 0;
  const leftEarlyBy = last ? Math.max(0, endOf(lesson) - last.to) : 0;
  const common = { lessonId: lesson.id, minutes, doubtedMinutes };
  if (asOf < startOf(lesson)) return { ...common, state: 'upcoming', lateBy: 0, leftEarlyBy: 0, notes: [] };
  if (asOf < endOf(lesson)) return { ...common, state: 'running', lateBy, leftEarlyBy: 0, notes: [] };
  const doubt = doubtedMinutes > 0 ? [`有 ${doubtedMinutes} 分钟来自时钟偏差的设备，核实后计入。`] : [];
  return {
    ...common,
    state: settledState(lesson, { present, lateBy, leftEarlyBy, minutes }, leaves, figure),
    lateBy,
    leftEarlyBy,
    notes: [...notesOf(lesson, presences, figure), ...doubt],
  };
}
