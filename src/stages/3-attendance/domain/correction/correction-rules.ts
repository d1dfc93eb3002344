import { addWorkingDays, type WorkingCalendar } from '#kernel/calendar';
import { type PlainDate, plainDate } from '#kernel/plain-date';
import { type AnyRule, rule } from '#law/rule';
import type { LessonAttendance } from '../lesson-minutes/lesson-state';
import { clockOf, dayOfMinute, endOf, startOf, type TaughtLesson } from '../lesson-times';
import { type CorrectionRequest, correctionsInMonth, type EarlierCorrection } from './correction';

/** Everything the rules of a correction look at. */
export interface CorrectionFacts {
  readonly request: CorrectionRequest;
  /** The lesson asked about; undefined where the class has no such lesson. */
  readonly lesson: TaughtLesson | undefined;
  readonly attendance: LessonAttendance | undefined;
  readonly earlier: readonly EarlierCorrection[];
  /** The trainee’s place in this lesson was taken by another, suspected or confirmed. */
  readonly isImpersonated: boolean;
  /** Who decides, where it has come to that. */
  readonly decidedById?: string;
  readonly calendar: WorkingCalendar;
}

const shared = {
  cites: ['2021.4.1'],
  severity: 'blocks',
  from: plainDate('2021-01-01'),
  governedBy: ({ request }: CorrectionFacts): PlainDate => dayOfMinute(request.requestedAt),
} as const;

const ofLesson = rule({
  ...shared,
  id: 'attendance.correction-lesson',
  title: '补签的课次',
  check({ request, lesson }: CorrectionFacts, figure) {
    if (!lesson) return [{ field: 'lessonId', window: '' }];
    const from = startOf(lesson) - figure('checkInOpens');
    const to = endOf(lesson) + figure('checkOutCloses');
    return request.at >= from && request.at <= to ? [] : [{ field: 'at', window: `${clockOf(from)}–${clockOf(to)}` }];
  },
  says: ({ window }) => (window ? `补签时间不在这次课的签到时段 ${window} 内。` : '本班没有这次课。'),
  fix: ({ window }) => (window ? '请改成实际到课或离开的时间。' : '请重新选课次。'),
});

const lessonOver = rule({
  ...shared,
  id: 'attendance.correction-lesson-over',
  title: '课后补签',
  check: ({ request, lesson }: CorrectionFacts) =>
    lesson && request.requestedAt < endOf(lesson) ? [{ field: 'lessonId', clock: clockOf(endOf(lesson)) }] : [],
  says: ({ clock }) => `这次课 ${clock} 才结束，现在不用补签。`,
  fix: () => '请让学员直接签到；人脸不便的用身份证和见证人签到。',
});

const inTime = rule({
  ...shared,
  id: 'attendance.correction-in-time',
  title: '补签期限',
  check({ request, lesson, calendar }: CorrectionFacts, figure) {
    if (!lesson) return [];
    const days = figure('correctionPeriod');
    const until = addWorkingDays(calendar, lesson.taughtOn, days);
    return dayOfMinute(request.requestedAt) <= until ? [] : [{ field: 'lessonId', days, until }];
  },
  says: ({ days, until }) => `补签须在课后 ${days} 个工作日内（${until} 前）提出，已经过了。`,
  fix: () => '不能再补签；确属设备故障的，请县（市、区）人社局按设备故障核实。',
});

const withinLimit = rule({
  ...shared,
  id: 'attendance.correction-limit',
  title: '补签次数',
  check({ request, earlier }: CorrectionFacts, figure) {
    const limit = figure('correctionsPerMonth');
    const used = correctionsInMonth(earlier, dayOfMinute(request.at), request.id).length;
    return used < limit ? [] : [{ field: 'lessonId', limit, used }];
  },
  says: ({ limit, used }) => `每人每月最多补签 ${limit} 次，该学员本月已有 ${used} 次。`,
  fix: () => '请核实是否设备或流程有问题；不能再为该学员补签。',
});

const reasonAndEvidence = rule({
  ...shared,
  id: 'attendance.correction-evidence',
  title: '补签理由和证据',
  check({ request }: CorrectionFacts) {
    const missing: { field: string; label: string }[] = [];
    if (request.reason.trim() === '') missing.push({ field: 'reason', label: '理由' });
    if (request.evidence.length === 0) missing.push({ field: 'evidence', label: '证据' });
    return missing;
  },
  says: ({ label }) => `补签没有${label}。`,
  fix: ({ label }) =>
    label === '理由' ? '请写明为什么漏签。' : '请附录像片段、教室照片、教师证明或设备故障记录中的一项。',
});

const needed = rule({
  ...shared,
  id: 'attendance.correction-needed',
  title: '确需补签',
  check: ({ attendance, earlier, request }: CorrectionFacts) =>
    attendance?.state === 'present' ||
    earlier.some(
      ({ id, lessonId, direction, state }) =>
        id !== request.id && lessonId === request.lessonId && direction === request.direction && state === 'approved',
    )
      ? [{ field: 'lessonId' }]
      : [],
  says: () => '这次课已经计为到课或已补签。',
  fix: () => '不需要再补签。',
});

const notImpersonated = rule({
  ...shared,
  id: 'attendance.correction-impersonated',
  title: '冒名顶替的课次不得补签',
  cites: ['2021.4.3', '2021.4.1'],
  check: ({ isImpersonated }: CorrectionFacts) => (isImpersonated ? [{ field: 'lessonId' }] : []),
  says: () => '该学员这次课有冒名顶替的疑似或确认记录，不能补签。',
  fix: () => '请等经办人核实；排除后可以补签。',
});

const secondPerson = rule({
  ...shared,
  id: 'attendance.correction-second-person',
  title: '补签两人经手',
  check: ({ request, decidedById }: CorrectionFacts) =>
    decidedById !== undefined && decidedById === request.requestedById ? [{ field: 'decidedById' }] : [],
  says: () => '提出补签的人不能自己审批。',
  fix: () => '请由另一人审批。',
});

/** What must hold of a correction, when it is asked for and again when it is decided. */
export const correctionRules: readonly AnyRule<CorrectionFacts>[] = [
  ofLesson,
  lessonOver,
  inTime,
  withinLimit,
  reasonAndEvidence,
  needed,
  notImpersonated,
  secondPerson,
];
