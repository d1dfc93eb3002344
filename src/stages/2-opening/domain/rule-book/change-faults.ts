import { addDays, type PlainDate } from '#kernel/plain-date';
import { type Changeable, type ChangeProposal, emptyProposal } from '../change/change';
import type { ChangeFacts } from '../change/rules';
import { sampleClass } from './sample-class';

const startsOn: PlainDate = sampleClass.application.startsOn ?? sampleClass.filedOn;

/** The sample class, approved, on its second day, a Friday. */
const running: Changeable & Pick<ChangeFacts, 'calendar'> = sampleClass;
const filedOn = addDays(startsOn, 1);

const asked = (proposal: Partial<ChangeProposal>, reason = '授课教师临时公务。'): ChangeFacts => ({
  filedOn,
  calendar: running.calendar,
  current: running,
  proposal: { ...emptyProposal(running), ...proposal },
  reason,
});

const lastLesson = running.lessons.at(-1);
const [firstLesson] = running.lessons;
const [leaver] = running.roster;
const newcomer = leaver && { ...leaver, id: 'newcomer' };

/** The plan with one lesson a quarter of an hour later. */
const later = (id: string | undefined) =>
  running.lessons.map((lesson) =>
    lesson.id === id
      ? { ...lesson, startsMinute: lesson.startsMinute + 15, endsMinute: lesson.endsMinute + 15 }
      : lesson,
  );

/** A change with nothing the matter: the last lesson a quarter of an hour later. */
export const soundChange: ChangeFacts = asked({ lessons: later(lastLesson?.id) });

interface ChangeExample {
  /** What is asked for, in words; the figures of the rule’s own sentence say the rest. */
  readonly given: string;
  readonly facts: ChangeFacts;
}

/** One way to break each rule of a change. */
export const changeFaults: Readonly<Record<string, ChangeExample>> = {
  'change.something-changed': { given: '打开变更申请，没有改动任何内容就提交。', facts: asked({}) },
  'change.reason-given': {
    given: '改了最后一次课的时间，没有写理由。',
    facts: asked({ lessons: later(lastLesson?.id) }, ''),
  },
  'change.lesson-not-begun': { given: '改第一天已上过的课。', facts: asked({ lessons: later(firstLesson?.id) }) },
  'change.filed-in-time': {
    given: '周五下午申请，学员从周六起退出，中间没有工作日。',
    facts: asked({ withdrawals: [leaver?.id ?? ''], rosterFrom: addDays(filedOn, 1) }),
  },
  'change.dates-ahead': {
    given: '开班后把开班日期改晚一天。',
    facts: asked({ application: { ...emptyProposal(running).application, startsOn: addDays(startsOn, 1) } }),
  },
  'change.roster-day': {
    given: '申请一名学员退出，生效日填了今天。',
    facts: asked({ withdrawals: [leaver?.id ?? ''], rosterFrom: filedOn }),
  },
  'change.leaver-in-class': {
    given: '申请退出的学员已经不在本班。',
    facts: asked({ withdrawals: ['gone'], rosterFrom: addDays(filedOn, 2) }),
  },
  'change.substituted-in-time': {
    given: '课已过半，申请用另一名学员替换。',
    facts: asked({
      substitutions: leaver && newcomer ? [{ leaves: leaver.id, joins: newcomer }] : [],
      rosterFrom: running.application.endsOn,
    }),
  },
};
