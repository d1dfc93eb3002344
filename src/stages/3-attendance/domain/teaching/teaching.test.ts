import { describe, expect, it } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import { figuresOn } from '#law/figures';
import { judge } from '#law/rule';
import type { Mark } from '../lesson-minutes/marks';
import { localMinute } from '../lesson-times';
import { type TeacherLesson, teachingOf } from './teaching';
import { type TeachingFacts, teachingRules } from './teaching-rules';

const day = plainDate('2026-03-02');
const figure = figuresOn(day);
const lesson = (id: string, startsMinute: number, teacherId: string | undefined): TeacherLesson => ({
  id,
  taughtOn: day,
  startsMinute,
  endsMinute: startsMinute + 180,
  lessonHours: 4,
  kind: 'theory',
  teacherId,
});
const morning = lesson('l1', 480, 'zhang');
const afternoon = lesson('l2', 840, 'li');
const evening = localMinute(day, 1320);
const mark = (teacher: string, time: string, direction: 'in' | 'out'): Mark => ({
  traineeId: teacher,
  at: Date.parse(`${day}T${time}:00+08:00`),
  direction,
});
const marksOf = (...marks: Mark[]) => {
  const found = new Map<string, Mark[]>();
  for (const each of marks) found.set(each.traineeId, [...(found.get(each.traineeId) ?? []), each]);
  return found;
};
const states = (marks: ReadonlyMap<string, readonly Mark[]>, asOf = evening, lessons = [morning, afternoon]) =>
  teachingOf(lessons, marks, asOf, figure).map(({ state, others }) => [state, ...others]);

const sound = marksOf(
  mark('zhang', '07:50', 'in'),
  mark('zhang', '11:02', 'out'),
  mark('li', '13:52', 'in'),
  mark('li', '17:01', 'out'),
);

describe('the teaching of lessons', () => {
  it('is as planned where the teacher the plan names signs in and out', () => {
    expect(states(sound)).toEqual([['taught'], ['taught']]);
  });
  it('says who came late, left early or did not sign at all', () => {
    const marks = marksOf(mark('zhang', '08:40', 'in'), mark('zhang', '11:00', 'out'));
    expect(states(marks)).toEqual([['late'], ['missing']]);
  });
  it('is another’s where the planned teacher did not sign and one without a lesson that day did', () => {
    const marks = marksOf(mark('wang', '07:55', 'in'), mark('wang', '11:00', 'out'));
    expect(states(marks)).toEqual([['substituted', 'wang'], ['missing']]);
  });
  it('takes nobody for a substitute who has a lesson of the class on that day', () => {
    const marks = marksOf(mark('li', '07:55', 'in'), mark('li', '17:00', 'out'));
    expect(states(marks)[0]).toEqual(['missing']);
  });
  it('is not judged before the lesson is over, and tells whether the teacher has signed', () => {
    const [first, second] = teachingOf([morning, afternoon], sound, localMinute(day, 540), figure);
    expect(first).toMatchObject({ state: 'running', hasSigned: true });
    expect(second).toMatchObject({ state: 'upcoming' });
    const [unsigned] = teachingOf([morning], new Map(), localMinute(day, 540), figure);
    expect(unsigned).toMatchObject({ state: 'running', hasSigned: false });
  });
  it('falls away where the bureau found that somebody else signed for the teacher, and says so', () => {
    const without = marksOf(mark('li', '13:52', 'in'), mark('li', '17:01', 'out'));
    const disproof = { lessonId: 'l1', teacherId: 'zhang', taughtById: undefined };
    const [first, second] = teachingOf([morning, afternoon], without, evening, figure, [disproof]);
    expect(first).toMatchObject({ state: 'otherPerson', hasSigned: false, disproof });
    expect(second).toMatchObject({ state: 'taught', disproof: undefined });
  });
  it('stands where the teacher signed besides, though somebody had tried in that name', () => {
    const disproof = { lessonId: 'l1', teacherId: 'zhang', taughtById: 'wang' };
    const [first] = teachingOf([morning, afternoon], sound, evening, figure, [disproof]);
    expect(first).toMatchObject({ state: 'taught', disproof });
  });
  it('is the same in whatever order the marks come', () => {
    const turned = new Map([...sound].map(([id, marks]) => [id, [...marks].reverse()]));
    expect(states(turned)).toEqual(states(sound));
  });
});

const facts = (
  marks: ReadonlyMap<string, readonly Mark[]>,
  disproofs: Parameters<typeof teachingOf>[4] = [],
): TeachingFacts => ({
  startsOn: day,
  lessons: teachingOf([morning, afternoon], marks, evening, figure, disproofs).map((each) => ({
    ...each,
    startsMinute: each.lessonId === 'l1' ? 480 : 840,
    endsMinute: each.lessonId === 'l1' ? 660 : 1020,
    content: '基础知识',
    teacher: each.teacherId === 'zhang' ? '张教师' : '李教师',
    otherNames: each.others.map(() => '王教师'),
    taughtByName: each.disproof?.taughtById && '王教师',
  })),
});

describe('the rules of teaching', () => {
  it('find nothing where the plan was kept', () => expect(judge(teachingRules, facts(sound))).toEqual([]));
  it('warn of a lesson nobody signed, and stop at one another taught, by name and time', () => {
    const marks = marksOf(mark('wang', '07:55', 'in'), mark('wang', '11:00', 'out'));
    expect(judge(teachingRules, facts(marks))).toMatchObject([
      {
        rule: 'attendance.teacher-signed',
        severity: 'warns',
        field: 'l2',
        message: '2026-03-02 14:00–17:00 基础知识：任课教师李教师没有签到。',
      },
      {
        rule: 'attendance.teacher-as-planned',
        severity: 'blocks',
        field: 'l1',
        message: '2026-03-02 08:00–11:00 基础知识：计划由张教师授课，实际由王教师签到，没有批准的变更。',
      },
    ]);
  });
  it('stop at a sign-in that was somebody else’s, whoever taught instead', () => {
    const taughtBy = (taughtById: string | undefined) =>
      judge(teachingRules, facts(sound, [{ lessonId: 'l1', teacherId: 'zhang', taughtById }]));
    expect(taughtBy('wang')).toMatchObject([
      {
        rule: 'attendance.teacher-in-person',
        severity: 'blocks',
        field: 'l1',
        message: '2026-03-02 08:00–11:00 基础知识：以张教师名义的签到经核定不是本人，实际由王教师授课。',
      },
    ]);
    expect(taughtBy(undefined)[0]?.message).toContain('实际由谁授课没有查明');
  });
});
