import { describe, expect, it } from 'vitest';
import { plainDate as day } from '#kernel/plain-date';
import { judge } from '#law/rule';
import { crossPlanRules, crossRules } from './cross-rules';
import type { OpeningFacts } from './opening';
import { emptyCells } from './roster/row';
import { sound } from './sound-opening';

const found = (facts: OpeningFacts) => judge(crossRules, facts);
const rulesOf = (facts: OpeningFacts) => found(facts).map(({ rule }) => rule);
const ofSize = (count: number): OpeningFacts => ({
  ...sound,
  roster: Array.from({ length: count }, (_, index) => ({ id: String(index), cells: emptyCells() })),
});

describe('the roster as a whole', () => {
  it('passes when nobody sits in two classes', () => expect(found(sound)).toEqual([]));

  it('is not asked for one person under two numbers where the keys are not known', () => {
    const { personKeys: _unknown, ...browser } = sound;
    expect(found({ ...browser, standingKeys: new Map([['wang', 'k']]) })).toEqual([]);
  });

  it('has to be given', () => {
    expect(rulesOf(ofSize(1))).toEqual([]);
    expect(found(ofSize(0))).toMatchObject([
      {
        rule: 'opening.roster-given',
        severity: 'blocks',
        field: 'rows',
        message: '花名册还没有学员。',
        fix: '请导入或粘贴花名册。',
      },
    ]);
  });

  it('is questioned above fifty and stopped above sixty, never both', () => {
    expect(rulesOf(ofSize(50))).toEqual([]);
    expect(found(ofSize(51))).toMatchObject([
      {
        rule: 'opening.class-size-advised',
        severity: 'warns',
        field: 'rows',
        breach: { advised: 50, given: 51 },
        message: '本班 51 人，多于建议的 50 人。',
        fix: '请考虑分班，或在核查时说明。',
      },
    ]);
    expect(rulesOf(ofSize(60))).toEqual(['opening.class-size-advised']);
    expect(found(ofSize(61))).toMatchObject([
      {
        rule: 'opening.class-size-limit',
        severity: 'blocks',
        field: 'rows',
        breach: { limit: 60, given: 61 },
        message: '每班不超过 60 人，本班 61 人。',
        fix: '请分班申报。',
      },
    ]);
  });

  it('is held to these rules since the mechanism of 2024', () => {
    expect(found({ ...ofSize(0), filedOn: day('2024-07-17') })).toEqual([]);
    expect(rulesOf({ ...ofSize(0), filedOn: day('2024-07-18') })).toEqual(['opening.roster-given']);
  });
});

describe('同一时段不在两个班', () => {
  const overlap = { row: 'wang', otherClass: '2026-博爱-012 保育师', otherRegion: '博爱县' };

  it('names the other class, the days and the first of them', () => {
    const days = [day('2026-12-15'), day('2026-12-16')];
    expect(found({ ...sound, overlaps: [{ ...overlap, days }] })).toMatchObject([
      {
        rule: 'opening.no-overlap',
        severity: 'blocks',
        field: 'id',
        row: 'wang',
        breach: { days: 2, first: '2026-12-15', dates: days },
        message: '与博爱县“2026-博爱-012 保育师”的上课时间重叠 2 天，最早 12月15日 周二。',
        fix: '请更换学员，或待其在那个班结业、退出后再参训。',
      },
    ]);
  });

  it('says nothing where no day is shared', () => {
    expect(found({ ...sound, overlaps: [{ ...overlap, days: [] }] })).toEqual([]);
  });
});

describe('同职业同等级不重复培训', () => {
  it('is a warning an officer weighs', () => {
    const earlierTrainings = [{ row: 'chen', otherClass: '2025-武陟-003 养老护理员', startedOn: day('2025-10-13') }];
    expect(found({ ...sound, earlierTrainings })).toMatchObject([
      {
        rule: 'opening.trained-before',
        severity: 'warns',
        field: 'id',
        row: 'chen',
        message: '已参加过同职业同等级的培训：“2025-武陟-003 养老护理员”，2025年10月13日 周一开班。',
        fix: '重复培训可能不予补贴；请向学员核实，必要时更换。',
      },
    ]);
  });
});

describe('学员不是本班教师', () => {
  const asTeacher = (personKey: string): OpeningFacts => ({ ...sound, personKeys: new Map([['wang', personKey]]) });

  it('stops a trainee who teaches the class', () => {
    expect(found(asTeacher('k-li'))).toMatchObject([
      {
        rule: 'opening.trainee-is-not-teacher',
        severity: 'blocks',
        field: 'id',
        row: 'wang',
        message: '这名学员就是本班教师李红梅。',
        fix: '教师不能同时是本班学员，请更换。',
      },
    ]);
  });

  it('lets a teacher of the institution learn where another one teaches', () => {
    const facts = asTeacher('k-li');
    expect(rulesOf({ ...facts, lessons: facts.lessons.map((lesson) => ({ ...lesson, teacherId: 'zhao' })) })).toEqual(
      [],
    );
  });

  it('is left to the server, which alone knows persons by their keys', () => {
    const { personKeys: _unknown, ...inBrowser } = asTeacher('k-li');
    expect(rulesOf(inBrowser)).toEqual([]);
    const keyless = sound.institution.teachers.map((teacher) => ({ ...teacher, personKey: '' }));
    const unknown = { ...asTeacher(''), institution: { ...sound.institution, teachers: keyless } };
    expect(rulesOf(unknown)).toEqual([]);
    expect(rulesOf({ ...unknown, personKeys: new Map() })).toEqual([]);
  });
});

describe('教师与场地不同时两用', () => {
  it.each([
    ['teacher', 'teacherId', '李红梅'],
    ['venue', 'venueId', '101 教室'],
  ] as const)('names who has the %s at that time', (what, field, name) => {
    const doubleBookings = [{ lessonId: '1-08:30', what, name, otherClass: '2026-博爱-012 保育师' }];
    expect(judge(crossPlanRules, { ...sound, doubleBookings })).toMatchObject([
      {
        rule: 'opening.resource-free',
        severity: 'blocks',
        field,
        row: '1-08:30',
        message: `${name}在这一时间已排给“2026-博爱-012 保育师”。`,
        fix: '请换教师、场地或时间。',
      },
    ]);
    expect(judge(crossPlanRules, sound)).toEqual([]);
  });
});

describe('同一人不以两个证号参训', () => {
  const standing = (first: string, second: string): OpeningFacts => ({
    ...sound,
    standingKeys: new Map([
      ['wang', first],
      ['chen', second],
    ]),
  });

  it('is told at both rows, once the two records are one person', () => {
    expect(rulesOf(standing('k-wang', 'k-chen'))).toEqual([]);
    expect(found(standing('k-wang', 'k-wang'))).toMatchObject([
      {
        rule: 'opening.same-person-twice',
        severity: 'blocks',
        field: 'id',
        row: 'wang',
        message: '花名册上有两行是同一个人：两个证号的档案已经合并。',
        fix: '请只保留证号正确的一行；合并有误的，请市人社局办理拆档。',
      },
      { rule: 'opening.same-person-twice', row: 'chen' },
    ]);
  });

  it('leaves one number written twice to the roster, and asks nothing where nobody has looked', () => {
    const twice = standing('k-wang', 'k-wang');
    const oneNumber = new Map([
      ['wang', 'k-wang'],
      ['chen', 'k-wang'],
    ]);
    expect(rulesOf({ ...twice, personKeys: oneNumber })).toEqual([]);
    const { standingKeys: _unknown, ...unasked } = twice;
    expect(rulesOf(unasked)).toEqual([]);
  });

  it('says when the teacher sits in another class as a trainee', () => {
    const doubleBookings = [
      { lessonId: '1-08:30', what: 'teacher', name: '李红梅', otherClass: 'WX-2026-0003 保育师', isTrainee: true },
    ] as const;
    expect(judge(crossPlanRules, { ...sound, doubleBookings })).toMatchObject([
      { rule: 'opening.resource-free', field: 'teacherId', message: '李红梅在这一时间是“WX-2026-0003 保育师”的学员。' },
    ]);
  });
});
