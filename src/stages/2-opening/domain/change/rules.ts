import { addWorkingDays, type WorkingCalendar, workingDaysUntil } from '#kernel/calendar';
import { type PlainDate, plainDate, spokenDay } from '#kernel/plain-date';
import type { ClauseId } from '#law/clauses';
import { type AnyRule, rule } from '#law/rule';
import {
  type Changeable,
  changeableDates,
  type ChangeProposal,
  firstAffectedDay,
  kindsOf,
  leavers,
  touchedLessons,
} from './change';

/** Everything the rules of a change look at. */
export interface ChangeFacts {
  readonly filedOn: PlainDate;
  readonly calendar: WorkingCalendar;
  readonly current: Changeable;
  readonly proposal: ChangeProposal;
  readonly reason: string;
}

const since2024 = plainDate('2024-07-18');
const filedOn = (facts: ChangeFacts): PlainDate => facts.filedOn;
const byPlan = ['2024.1.3', '2021.3.2'] as const satisfies readonly ClauseId[];
const shared = { severity: 'blocks', from: since2024, governedBy: filedOn } as const;

const somethingChanged = rule({
  ...shared,
  id: 'change.something-changed',
  title: '变更内容',
  cites: ['2024.1.3'],
  check: ({ current, proposal }: ChangeFacts) => (kindsOf(current, proposal).length > 0 ? [] : [{ field: 'kinds' }]),
  says: () => '还没有改动任何内容。',
  fix: () => '请改课次、场地、教师，或选定退出、替换的学员。',
});

const reasonGiven = rule({
  ...shared,
  id: 'change.reason-given',
  title: '变更理由',
  cites: ['2024.1.1'],
  check: ({ reason }: ChangeFacts) => (reason.trim() === '' ? [{ field: 'reason' }] : []),
  says: () => '没有写明变更理由。',
  fix: () => '请写明为什么要变更。',
});

const notBegun = rule({
  ...shared,
  id: 'change.lesson-not-begun',
  title: '不改已上的课',
  cites: byPlan,
  check: ({ current, proposal, filedOn: filed }: ChangeFacts) =>
    touchedLessons(current.lessons, proposal.lessons).flatMap(({ id, before, after }) => {
      const day = [before?.taughtOn, after?.taughtOn].find((each) => each !== undefined && each <= filed);
      return day === undefined ? [] : [{ field: 'taughtOn', row: id, day, isNew: !before }];
    }),
  says: ({ day, isNew }) =>
    isNew ? `不能在${spokenDay(day)}补排课，这一天已到。` : `${spokenDay(day)}的课已上或今天上，不能再改。`,
  fix: () => '请恢复这次课，只改明天起的课次。',
});

const filedInTime = rule({
  ...shared,
  id: 'change.filed-in-time',
  title: '事先申请变更',
  cites: byPlan,
  check({ current, proposal, calendar, filedOn: filed }: ChangeFacts, figure) {
    const first = firstAffectedDay(current, proposal);
    const required = figure('changeNotice');
    if (!first || first <= filed) return [];
    const given = workingDaysUntil(calendar, filed, first);
    if (given >= required) return [];
    return [{ field: 'effectiveOn', first, required, given, earliest: addWorkingDays(calendar, filed, required) }];
  },
  says: ({ first, required, given }) =>
    `变更须提前 ${required} 个工作日申请；最早受影响的是${spokenDay(first)}，只提前 ${given} 个工作日。`,
  fix: ({ earliest }) => `今天申请，最早可改${spokenDay(earliest)}及以后的安排。`,
});

const startNotBegun = rule({
  ...shared,
  id: 'change.dates-ahead',
  title: '不改已过的日期',
  cites: byPlan,
  check: ({ current, proposal, filedOn: filed }: ChangeFacts) =>
    changeableDates.flatMap((field) => {
      const [before, after] = [current.application[field], proposal.application[field]];
      if (before === after) return [];
      const day = [before, after].find((each) => each !== undefined && each <= filed);
      return day === undefined ? [] : [{ field, day }];
    }),
  says: ({ day }) => `${spokenDay(day)}已到，不能再改这个日期，也不能改到这一天。`,
  fix: () => '请恢复原来的日期，或改到明天以后。',
});

const rosterDay = rule({
  ...shared,
  id: 'change.roster-day',
  title: '学员变动的生效日',
  cites: ['2021.3.3', '2024.1.3'],
  check({ current, proposal, filedOn: filed }: ChangeFacts) {
    if (leavers(proposal).length === 0) return [];
    const day = proposal.rosterFrom;
    const last = proposal.lessons.reduce<PlainDate | undefined>(
      (latest, { taughtOn }) => (latest && latest >= taughtOn ? latest : taughtOn),
      proposal.application.endsOn ?? current.application.endsOn,
    );
    if (day && day > filed && (!last || day <= last)) return [];
    return [{ field: 'rosterFrom', day, last }];
  },
  says: ({ day, last }) => {
    if (!day) return '没有写明学员从哪一天起退出或替换。';
    return last && day > last
      ? `${spokenDay(day)}在培训结束之后。`
      : `${spokenDay(day)}已到，学员变动须从以后的日子起。`;
  },
  fix: ({ last }) => `请填写明天以后${last ? `、${spokenDay(last)}以前` : ''}的日期。`,
});

const leaverInClass = rule({
  ...shared,
  id: 'change.leaver-in-class',
  title: '退出的是本班学员',
  cites: ['2021.3.3'],
  check({ current, proposal }: ChangeFacts) {
    const members = new Set(current.roster.map(({ id }) => id));
    const seen = new Set<string>();
    return leavers(proposal).flatMap((row) => {
      const isTwice = seen.has(row);
      seen.add(row);
      return members.has(row) && !isTwice ? [] : [{ field: 'withdrawals', row, isTwice }];
    });
  },
  says: ({ isTwice }) => (isTwice ? '同一名学员选了两次。' : '这名学员已不在本班。'),
  fix: () => '请重新选择退出或被替换的学员。',
});

/** Lesson hours before `day`, and of the whole plan. */
export function taughtBefore(lessons: ChangeProposal['lessons'], day: PlainDate): { taught: number; total: number } {
  let [taught, total] = [0, 0];
  for (const { taughtOn, lessonHours } of lessons) {
    total += lessonHours;
    if (taughtOn < day) taught += lessonHours;
  }
  return { taught, total };
}

const substitutedInTime = rule({
  ...shared,
  id: 'change.substituted-in-time',
  title: '替换的时限',
  cites: ['2021.3.3', '2024.1.3'],
  check({ proposal }: ChangeFacts, figure) {
    const day = proposal.rosterFrom;
    if (!day || proposal.substitutions.length === 0) return [];
    const limit = figure('substitutionLimit');
    const { taught, total } = taughtBefore(proposal.lessons, day);
    return taught * 100 > limit * total ? [{ field: 'substitutions', day, limit, taught, total }] : [];
  },
  says: ({ day, limit, taught, total }) =>
    `已授课时不超过 ${limit}% 时才可替换学员；到${spokenDay(day)}已授 ${taught} / ${total} 课时。`,
  fix: () => '请改为学员退出，或把生效日提前。',
});

/** What must hold of a change itself; what must hold of the class after it, the rules of the opening say. */
export const changeRules: readonly AnyRule<ChangeFacts>[] = [
  somethingChanged,
  reasonGiven,
  notBegun,
  filedInTime,
  startNotBegun,
  rosterDay,
  leaverInClass,
  substitutedInTime,
];
