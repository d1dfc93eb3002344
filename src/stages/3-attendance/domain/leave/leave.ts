import { daysBetween, type PlainDate, plainDate } from '#kernel/plain-date';
import { type AnyRule, rule } from '#law/rule';
import type { LeaveState } from '../lifecycle';
import type { GrantedLeave } from '../lesson-minutes/lesson-state';
import { clockOf, dayOfMinute, endOf, type LocalMinute, startOf, type TaughtLesson } from '../lesson-times';

export const leaveKinds = ['personal', 'sick'] as const;
export type LeaveKind = (typeof leaveKinds)[number];
export const leaveKindNames: Record<LeaveKind, string> = { personal: '事假', sick: '病假' };

/** A request for leave of one trainee in one class. */
export interface LeaveRequest {
  readonly kind: LeaveKind;
  readonly from: LocalMinute;
  readonly to: LocalMinute;
  readonly reason: string;
  /** Ids of the papers handed in with it. */
  readonly evidenceIds: readonly string[];
  readonly requestedAt: LocalMinute;
}

/** Everything the rules of leave look at. */
export interface LeaveFacts {
  readonly request: LeaveRequest;
  readonly lessons: readonly TaughtLesson[];
  /** Other leaves of the trainee that are asked for or granted. */
  readonly others: readonly Pick<LeaveRequest, 'from' | 'to'>[];
}

const shared = {
  cites: ['2021.4.1'],
  severity: 'blocks',
  from: plainDate('2021-01-01'),
  governedBy: ({ request }: LeaveFacts): PlainDate => dayOfMinute(request.requestedAt),
} as const;

/** Lessons a leave touches, in whole or in part. */
export const lessonsWithin = (lessons: readonly TaughtLesson[], { from, to }: Pick<LeaveRequest, 'from' | 'to'>) =>
  lessons.filter((lesson) => startOf(lesson) < to && endOf(lesson) > from);

const ordered = rule({
  ...shared,
  id: 'attendance.leave-times',
  title: '请假起止',
  check: ({ request }: LeaveFacts) => (request.from < request.to ? [] : [{ field: 'to' }]),
  says: () => '请假的结束时间不晚于开始时间。',
  fix: () => '请改请假的起止时间。',
});

const touchesLesson = rule({
  ...shared,
  id: 'attendance.leave-touches-lesson',
  title: '请假时间有课',
  check: ({ request, lessons }: LeaveFacts) =>
    request.from >= request.to || lessonsWithin(lessons, request).length > 0 ? [] : [{ field: 'from' }],
  says: () => '这段时间本班没有课。',
  fix: () => '请对照课程表改请假时间。',
});

const reasonGiven = rule({
  ...shared,
  id: 'attendance.leave-reason',
  title: '请假事由',
  check: ({ request }: LeaveFacts) => (request.reason.trim() === '' ? [{ field: 'reason' }] : []),
  says: () => '没有写请假事由。',
  fix: () => '请写明事由。',
});

const proofGiven = rule({
  ...shared,
  id: 'attendance.leave-proof',
  title: '病假证明',
  check({ request }: LeaveFacts, figure) {
    const days = daysBetween(dayOfMinute(request.from), dayOfMinute(Math.max(request.from, request.to - 1))) + 1;
    const required = figure('sickLeaveProof');
    return request.kind === 'sick' && days >= required && request.evidenceIds.length === 0
      ? [{ field: 'evidenceIds', days, required }]
      : [];
  },
  says: ({ days, required }) => `病假 ${days} 天，满 ${required} 天须附证明，现在没有。`,
  fix: () => '请附就诊记录或诊断证明；拍照即可。',
});

const notTwice = rule({
  ...shared,
  id: 'attendance.leave-twice',
  title: '重复请假',
  check: ({ request, others }: LeaveFacts) =>
    others
      .filter(({ from, to }) => from < request.to && to > request.from)
      .map(({ from }) => ({ field: 'from', day: dayOfMinute(from), clock: clockOf(from) })),
  says: ({ day, clock }) => `与 ${day} ${clock} 起的请假重叠。`,
  fix: () => '请改时间，或先撤回另一次请假。',
});

const afterwards = rule({
  ...shared,
  id: 'attendance.leave-afterwards',
  title: '事先请假',
  severity: 'warns',
  check({ request, lessons }: LeaveFacts) {
    const first = lessonsWithin(lessons, request)[0];
    return first && startOf(first) < request.requestedAt ? [{ field: 'from', day: first.taughtOn }] : [];
  },
  says: ({ day }) => `${day} 的课已经开始，是事后请假。`,
  fix: () => '请核实事由后再准假。',
});

/** What must hold of a leave before the institution decides on it. */
export const leaveRules: readonly AnyRule<LeaveFacts>[] = [
  ordered,
  touchesLesson,
  reasonGiven,
  proofGiven,
  notTwice,
  afterwards,
];

/** What a leave does to the lessons: granted, it turns an absence into 请假 or 病假; in any other state, nothing. */
export const grantedLeaves = (
  leaves: readonly (Pick<LeaveRequest, 'kind' | 'from' | 'to'> & { readonly state: LeaveState })[],
): GrantedLeave[] =>
  leaves.filter(({ state }) => state === 'approved').map(({ kind, from, to }) => ({ kind, from, to }));
