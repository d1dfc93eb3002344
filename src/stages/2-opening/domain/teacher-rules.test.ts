import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type PlainDate } from '#kernel/plain-date';
import { judge } from '#law/rule';
import type { Qualification, Teacher } from '#registers';
import type { OpeningFacts } from './opening';
import { byInstitution, sound, startsOn, withLesson } from './sound-opening';
import { teacherRules } from './teacher-rules';

/** 赵志强 teaches practice from the third day (12月16日) on; the last lesson, on the fifth day, is the exam. */
const thirdDay = addDays(startsOn, 2);
const lastPractice = addDays(startsOn, 4);

const found = (facts: OpeningFacts) => judge(teacherRules, facts);
const rulesOf = (facts: OpeningFacts) => found(facts).map(({ rule }) => rule);
const zhao = (change: Partial<Teacher>): OpeningFacts =>
  byInstitution({
    teachers: sound.institution.teachers.map((each) => (each.id === 'zhao' ? { ...each, ...change } : each)),
  });
const certificate = (change: Partial<Qualification>): Qualification => ({
  occupationCode: '4-10-01-05',
  level: 4,
  title: '养老护理员四级',
  certificateNumber: 'S000041000001234000001',
  issuedBy: '河南省人力资源和社会保障厅',
  validUntil: undefined,
  ...change,
});
const employedAt = (...until: readonly (PlainDate | undefined)[]): OpeningFacts =>
  zhao({
    outsideEmployer: { name: '博爱县职业中等专业学校', consents: until.map((validUntil) => ({ validUntil })) },
  });

describe('the last day of a qualification', () => {
  it('is that of the certificate that held longest, in whatever order they are kept', () => {
    const [first, second] = [addDays(startsOn, -20), addDays(startsOn, -10)];
    for (const days of [
      [first, second],
      [second, first],
    ])
      expect(found(zhao({ qualifications: days.map((validUntil) => certificate({ validUntil })) }))).toMatchObject([
        { rule: 'opening.teacher-qualification-valid', breach: { until: second } },
      ]);
  });
});

describe('教师任职资格', () => {
  it('may be shown by any one of several certificates', () => {
    const other = certificate({ occupationCode: '4-10-01-06', title: '家政服务员四级' });
    expect(rulesOf(zhao({ qualifications: [other, certificate({})] }))).toEqual([]);
    expect(found(zhao({ qualifications: [other, certificate({ level: 5, title: '养老护理员五级' })] }))).toMatchObject([
      { rule: 'opening.teacher-qualified', row: '3-08:30', breach: { held: '家政服务员四级、养老护理员五级' } },
    ]);
  });

  it('is shown by nothing where every certificate was taken away', () => {
    expect(rulesOf(zhao({ qualifications: [] }))).toEqual(['opening.teacher-qualified']);
  });
});

describe('教师资格在有效期内', () => {
  it('holds on its last day, and no longer on the day after', () => {
    expect(rulesOf(zhao({ qualifications: [certificate({ validUntil: lastPractice })] }))).toEqual([]);
    expect(found(zhao({ qualifications: [certificate({ validUntil: addDays(thirdDay, -1) })] }))).toMatchObject([
      {
        rule: 'opening.teacher-qualification-valid',
        severity: 'blocks',
        field: 'teacherId',
        row: '3-08:30',
        message: '教师赵志强的任职资格有效至12月15日 周二，12月16日 周三的课已过有效期。',
        fix: '请换教师；证书已复审或换发的，先在教师档案更新有效期。',
      },
    ]);
  });

  it('is asked of each lesson: one that lapses during the class is told at the first lesson after', () => {
    expect(found(zhao({ qualifications: [certificate({ validUntil: thirdDay })] }))).toMatchObject([
      { rule: 'opening.teacher-qualification-valid', row: '4-08:30' },
    ]);
  });

  it('is carried on by a second certificate, and by one without an end', () => {
    const lapsed = certificate({ validUntil: addDays(startsOn, -30) });
    expect(rulesOf(zhao({ qualifications: [lapsed, certificate({ level: 3 })] }))).toEqual([]);
  });

  it('is not asked of who only holds the exam, nor before occupation and level are chosen', () => {
    const lapsed = zhao({ qualifications: [certificate({ validUntil: addDays(startsOn, -1) })] });
    const onlyExam = { ...lapsed, lessons: lapsed.lessons.filter(({ kind }) => kind !== 'practice') };
    expect(rulesOf(onlyExam)).toEqual([]);
    expect(rulesOf({ ...lapsed, application: { ...lapsed.application, level: undefined } })).toEqual([]);
  });
});

describe('教师在职', () => {
  it('from the first to the last day at the institution', () => {
    expect(rulesOf(zhao({ joinedOn: thirdDay, leftOn: lastPractice }))).toEqual([]);
    expect(found(zhao({ leftOn: addDays(thirdDay, -1) }))).toMatchObject([
      {
        rule: 'opening.teacher-serving',
        severity: 'blocks',
        row: '3-08:30',
        message: '教师赵志强已于12月15日 周二离任，12月16日 周三的课仍排给他。',
      },
    ]);
    expect(found(zhao({ joinedOn: addDays(thirdDay, 1) }))).toMatchObject([
      { row: '3-08:30', message: '教师赵志强12月17日 周四才到岗，12月16日 周三还不能授课。' },
    ]);
  });

  it('also when only the exam is held', () => {
    const facts = zhao({ leftOn: addDays(lastPractice, -1) });
    expect(found(facts).map(({ rule, row }) => [rule, row])).toEqual([['opening.teacher-serving', '5-08:30']]);
  });

  it('is not asked of a teacher who teaches nothing here', () => {
    const gone: Teacher = { ...teacherLi(), id: 'gone', leftOn: addDays(startsOn, -100) };
    const facts = byInstitution({ teachers: [...sound.institution.teachers, gone] });
    expect(rulesOf(facts)).toEqual([]);
    const taught = withLesson({ teacherId: 'gone' });
    expect(rulesOf({ ...taught, institution: facts.institution })).toEqual(['opening.teacher-serving']);
  });
});

const teacherLi = (): Teacher => {
  const [li] = sound.institution.teachers;
  if (!li) throw new Error('the sound opening has a teacher');
  return li;
};

describe('教师未被停用', () => {
  it('is asked from the day of the stop on', () => {
    expect(rulesOf(zhao({ stoppedOn: addDays(lastPractice, 1) }))).toEqual([]);
    expect(found(zhao({ stoppedOn: lastPractice }))).toMatchObject([
      {
        rule: 'opening.teacher-not-stopped',
        severity: 'blocks',
        row: '5-08:30',
        message: '县（市、区）人社局已停用教师赵志强，自12月18日 周五起；12月18日 周五的课仍排给他。',
      },
    ]);
  });
});

describe('主要用人单位同意兼课', () => {
  it('is not asked where the institution is the main employer, or nobody has said which it is', () => {
    expect(rulesOf(sound)).toEqual([]);
  });

  it('wants a consent that covers every lesson, its last day included', () => {
    expect(rulesOf(employedAt(undefined))).toEqual([]);
    expect(rulesOf(employedAt(lastPractice))).toEqual([]);
    expect(rulesOf(employedAt(addDays(startsOn, -90), lastPractice))).toEqual([]);
    expect(found(employedAt(thirdDay))).toMatchObject([
      {
        rule: 'opening.teacher-consent',
        row: '4-08:30',
        message: '教师赵志强的主要用人单位“博爱县职业中等专业学校”的同意文件到12月17日 周四已过期。',
      },
    ]);
  });

  it('says so where none was ever given', () => {
    expect(found(employedAt())).toMatchObject([
      {
        severity: 'blocks',
        row: '3-08:30',
        message: '教师赵志强的主要用人单位是“博爱县职业中等专业学校”，还没有该单位同意兼课的文件。',
        fix: '请在教师档案上传该单位的同意文件，或换由本机构的教师授课。',
      },
    ]);
  });
});

describe('the rules of teachers', () => {
  it('find the same whatever the order of the lessons, and name each teacher once a rule', () => {
    const facts = zhao({ leftOn: thirdDay, stoppedOn: lastPractice });
    const said = (each: OpeningFacts) =>
      found(each)
        .map(({ rule, message }) => `${rule} ${message}`)
        .sort();
    fc.assert(
      fc.property(fc.shuffledSubarray([...facts.lessons], { minLength: facts.lessons.length }), (lessons) => {
        expect(said({ ...facts, lessons })).toEqual(said(facts));
      }),
    );
  });

  it('never find less when a last day comes earlier', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2, max: 6 }), fc.nat(5), (offset, earlier) => {
        const more = zhao({ leftOn: addDays(startsOn, offset - earlier) });
        const less = zhao({ leftOn: addDays(startsOn, offset) });
        expect(found(more).length).toBeGreaterThanOrEqual(found(less).length);
      }),
    );
  });
});
