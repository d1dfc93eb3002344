import { describe, expect, it } from 'vitest';
import { addDays, plainDate } from '#kernel/plain-date';
import { judge } from '#law/rule';
import type { InstitutionFacts, Teacher } from '#registers';
import type { OpeningFacts } from './opening';
import { planRules } from './plan-rules';
import { applied, byInstitution, sound, withLesson } from './sound-opening';

const found = (facts: OpeningFacts) => judge(planRules, facts);
const rulesOf = (facts: OpeningFacts) => found(facts).map(({ rule }) => rule);

const withTeacher = (id: string, change: Partial<Teacher>): OpeningFacts =>
  byInstitution({
    teachers: sound.institution.teachers.map((teacher) => (teacher.id === id ? { ...teacher, ...change } : teacher)),
  });
const withCapacity = (id: string, capacity: number): OpeningFacts =>
  byInstitution({
    venues: sound.institution.venues.map((venue): InstitutionFacts['venues'][number] =>
      venue.id === id ? { ...venue, capacity } : venue,
    ),
  });

describe('教师任职资格', () => {
  it('is of the same occupation, and of the class’s level or a higher one', () => {
    expect(rulesOf(withTeacher('zhao', { level: 4 }))).toEqual([]);
    expect(rulesOf(withTeacher('zhao', { level: 1 }))).toEqual([]);
    expect(found(withTeacher('zhao', { level: 5, qualification: '养老护理员五级' }))).toMatchObject([
      {
        rule: 'opening.teacher-qualified',
        severity: 'blocks',
        field: 'teacherId',
        row: '3-08:30',
        breach: { name: '赵志强', held: '养老护理员五级', level: 4 },
        message: '教师赵志强的资格是“养老护理员五级”，与本班职业或四级的要求不符。',
        fix: '请换由本职业、等级不低于本班的教师授课。',
      },
    ]);
    expect(rulesOf(withTeacher('zhao', { occupationCode: '4-10-01-06' }))).toEqual(['opening.teacher-qualified']);
  });

  it('is told once a teacher, at the first lesson held', () => {
    const both = byInstitution({ teachers: sound.institution.teachers.map((teacher) => ({ ...teacher, level: 5 })) });
    expect(found(both).map(({ rule, row }) => [rule, row])).toEqual([
      ['opening.teacher-qualified', '1-08:30'],
      ['opening.teacher-qualified', '3-08:30'],
    ]);
  });

  it('is not asked of who only holds the exam, nor of teachers who do not teach here', () => {
    const examiner = {
      id: 'sun',
      name: '孙主任',
      occupationCode: '4-10-01-06',
      level: 5,
      qualification: '无',
    } as const;
    const facts = withLesson({ teacherId: 'sun' }, 9);
    const institution = { ...facts.institution, teachers: [...facts.institution.teachers, examiner] };
    expect(rulesOf({ ...facts, institution })).toEqual([]);
    expect(rulesOf({ ...sound, institution })).toEqual([]);
    const teaching = withLesson({ teacherId: 'sun' }, 8);
    expect(rulesOf({ ...teaching, institution })).toEqual(['opening.teacher-qualified']);
  });

  it('waits for occupation and level', () => {
    const facts = withTeacher('zhao', { level: 5 });
    for (const blank of ['occupationCode', 'level']) {
      expect(rulesOf({ ...facts, application: { ...facts.application, [blank]: undefined } })).toEqual([]);
    }
    expect(rulesOf(applied({ level: 3 }))).toEqual(['opening.teacher-qualified']);
  });
});

describe('教师配备', () => {
  it('is two persons, or a word of explanation', () => {
    const alone = { ...sound, lessons: sound.lessons.map((lesson) => ({ ...lesson, teacherId: 'li' })) };
    expect(found(alone)).toMatchObject([
      {
        rule: 'opening.teachers-enough',
        severity: 'warns',
        field: 'teacherId',
        breach: { count: 1 },
        message: '全班只安排了 1 名教师；理论和实习指导通常各有一名。',
        fix: '请增加授课教师，或在核查时说明。',
      },
    ]);
  });

  it('counts no blank as a teacher', () => {
    const lessons = sound.lessons.map((lesson, index) => ({ ...lesson, teacherId: index === 0 ? undefined : 'li' }));
    expect(rulesOf({ ...sound, lessons })).toEqual(['opening.plan-complete', 'opening.teachers-enough']);
  });
});

describe('场地容量', () => {
  it('holds every trainee, exactly or with room', () => {
    expect(rulesOf(withCapacity('workshop', 2))).toEqual([]);
    expect(found(withCapacity('workshop', 1))).toMatchObject([
      {
        rule: 'opening.venue-capacity',
        severity: 'blocks',
        field: 'venueId',
        row: '3-08:30',
        breach: { name: '护理实训室', capacity: 1, trainees: 2 },
        message: '护理实训室容纳 1 人，本班 2 人。',
        fix: '请换更大的场地，或减少学员。',
      },
    ]);
  });

  it('is in use on every day the class is there: the day of closing is the first without it', () => {
    const closed = (closedOn: string): OpeningFacts =>
      byInstitution({
        venues: sound.institution.venues.map((venue): InstitutionFacts['venues'][number] =>
          venue.id === 'room' ? { ...venue, closedOn: plainDate(closedOn) } : venue,
        ),
      });
    expect(found(closed('2026-12-15'))).toMatchObject([
      {
        rule: 'opening.venue-capacity',
        field: 'venueId',
        row: '2-08:30',
        breach: { fault: 'closed', name: '101 教室', closedOn: '2026-12-15' },
        message: '101 教室自12月15日 周二起停用。',
      },
    ]);
    expect(found(closed('2026-12-01'))).toMatchObject([{ row: '1-08:30' }]);
    const last = sound.lessons.filter(({ venueId }) => venueId === 'room').map(({ taughtOn }) => taughtOn);
    expect(rulesOf(closed(addDays(plainDate(last.sort().at(-1) ?? ''), 1)))).toEqual([]);
  });

  it('that the institution entered itself is used once the county has looked at it', () => {
    const entered = (awaitsCheck: boolean): OpeningFacts =>
      byInstitution({ venues: sound.institution.venues.map((venue) => ({ ...venue, awaitsCheck })) });
    expect(found(entered(true)).map(({ message }) => message)).toEqual([
      '101 教室还没有经县（市、区）人社局核定。',
      '护理实训室还没有经县（市、区）人社局核定。',
    ]);
    expect(rulesOf(entered(false))).toEqual([]);
  });

  it('is not asked of rooms the class does not use', () => {
    const facts = withCapacity('workshop', 1);
    const lessons = facts.lessons.map((lesson) => ({ ...lesson, venueId: 'room' }));
    expect(rulesOf({ ...facts, lessons })).toEqual([]);
  });
});
