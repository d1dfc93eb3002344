import { type PlainDate, plainDate } from '#kernel/plain-date';
import { type AnyRule, rule } from '#law/rule';
import { clockOf } from '../lesson-times';
import type { LessonTeaching } from './teaching';

/** The teaching of a class, with the names a sentence needs. */
export interface TeachingFacts {
  readonly startsOn: PlainDate;
  readonly lessons: readonly (LessonTeaching & {
    readonly startsMinute: number;
    readonly endsMinute: number;
    readonly content: string;
    readonly teacher: string;
    readonly otherNames: readonly string[];
    /** Who taught instead of a teacher in whose name somebody else signed. */
    readonly taughtByName: string | undefined;
  })[];
}

const shared = {
  cites: ['2021.4.1', '2024.1.3'],
  from: plainDate('2021-01-01'),
  governedBy: ({ startsOn }: TeachingFacts) => startsOn,
} as const;

type Lesson = TeachingFacts['lessons'][number];

const breachesOf = ({ lessons }: TeachingFacts, isBreach: (lesson: Lesson) => boolean) =>
  lessons
    .filter(isBreach)
    .map(({ lessonId, taughtOn, startsMinute, endsMinute, content, teacher, otherNames, taughtByName }) => ({
      field: lessonId,
      when: `${taughtOn} ${clockOf(startsMinute)}–${clockOf(endsMinute)}`,
      content,
      teacher,
      others: otherNames.join('、'),
      instead: taughtByName === undefined ? '实际由谁授课没有查明' : `实际由${taughtByName}授课`,
    }));

const teacherSigned = rule({
  ...shared,
  id: 'attendance.teacher-signed',
  title: '任课教师签到',
  severity: 'warns',
  check: (facts: TeachingFacts) => breachesOf(facts, ({ state }) => state === 'missing'),
  says: ({ when, content, teacher }) => `${when} ${content}：任课教师${teacher}没有签到。`,
  fix: () => '请核对是否由本人授课；确由本人授课的，请机构说明，由县（市、区）核实。',
});

const teacherAsPlanned = rule({
  ...shared,
  id: 'attendance.teacher-as-planned',
  title: '任课教师与教学计划一致',
  severity: 'blocks',
  check: (facts: TeachingFacts) => breachesOf(facts, ({ state }) => state === 'substituted'),
  says: ({ when, content, teacher, others }) =>
    `${when} ${content}：计划由${teacher}授课，实际由${others}签到，没有批准的变更。`,
  fix: () => '换教师须事先申请变更；未经批准代课的，由县（市、区）核实处理。',
});

const teacherInPerson = rule({
  ...shared,
  id: 'attendance.teacher-in-person',
  title: '任课教师本人签到',
  severity: 'blocks',
  check: (facts: TeachingFacts) => breachesOf(facts, ({ disproof }) => disproof !== undefined),
  says: ({ when, content, teacher, instead }) =>
    `${when} ${content}：以${teacher}名义的签到经核定不是本人，${instead}。`,
  fix: () => '换教师须事先申请变更；由谁授课、怎样处理，由县（市、区）核实决定。',
});

/** Who taught, against who was to teach (2021 四, 2024 一（三）). */
export const teachingRules: readonly AnyRule<TeachingFacts>[] = [teacherSigned, teacherAsPlanned, teacherInPerson];
