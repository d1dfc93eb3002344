import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, plainDate } from '#kernel/plain-date';
import { sound } from '../sound-opening';
import { applied, firstAffectedDay, kindsOf } from './change';
import { type ChangeCase, judgeChange } from './judge-change';
import { asked, filedOn, newcomer, nothing, running, withChanged } from './sample-changes';

const rulesOf = (change: ChangeCase): string[] => [...new Set(judgeChange(change).map(({ rule }) => rule))].sort();
const wednesday = plainDate('2026-12-16');
const tuesday = plainDate('2026-12-15');

describe('what a change is about', () => {
  it.each([
    ['时间', { lessons: withChanged('4-08:30', { startsMinute: 540, endsMinute: 720 }) }, ['time']],
    ['地点', { lessons: withChanged('4-08:30', { venueId: 'room' }) }, ['place']],
    ['教师', { lessons: withChanged('4-08:30', { teacherId: 'li' }) }, ['teacher']],
    ['计划', { lessons: withChanged('4-08:30', { content: '移动与转运' }) }, ['plan']],
    ['取消一次课', { lessons: running.lessons.slice(0, -1) }, ['plan']],
    ['退出', { withdrawals: ['wang'], rosterFrom: wednesday }, ['withdrawal']],
    ['替换', { substitutions: [{ leaves: 'wang', joins: newcomer }], rosterFrom: wednesday }, ['substitution']],
    ['考试日期', { application: { ...nothing.application, skillsAssessmentOn: plainDate('2026-12-28') } }, ['time']],
  ] as const)('is worked out from what it changes: %s', (_name, proposal, kinds) => {
    expect(kindsOf(running, asked(proposal).proposal)).toEqual(kinds);
  });

  it('begins with the earliest day it touches, before or after', () => {
    const moved = withChanged('4-08:30', { taughtOn: plainDate('2026-12-16') });
    expect(firstAffectedDay(running, asked({ lessons: moved }).proposal)).toBe('2026-12-16');
    expect(firstAffectedDay(running, asked({ withdrawals: ['wang'], rosterFrom: tuesday }).proposal)).toBe(tuesday);
    expect(firstAffectedDay(running, nothing)).toBeUndefined();
  });
});

describe('the rules of a change', () => {
  it('pass a teacher changed one working day ahead', () => {
    expect(rulesOf(asked({ lessons: withChanged('3-08:30', { teacherId: 'li' }) }))).toEqual([]);
  });

  it('stop a change of nothing, and one without a reason', () => {
    expect(rulesOf(asked({}))).toEqual(['change.something-changed']);
    expect(rulesOf({ ...asked({ lessons: withChanged('3-08:30', { teacherId: 'li' }) }), reason: ' ' })).toEqual([
      'change.reason-given',
    ]);
  });

  it('stop a change of today’s lesson, a lesson moved to today, and one taken out that is over', () => {
    for (const lessons of [
      withChanged('1-14:30', { content: '改' }),
      withChanged('4-08:30', { taughtOn: filedOn, startsMinute: 1140, endsMinute: 1320 }),
      running.lessons.slice(1),
    ])
      expect(rulesOf(asked({ lessons }))).toContain('change.lesson-not-begun');
  });

  it('want a working day between filing and the first day affected, in figures', () => {
    const saturday = plainDate('2026-12-12');
    const early = { ...running, filedOn: saturday };
    const change = asked({ lessons: withChanged('1-08:30', { content: '改' }, early.lessons) }, early);
    expect(rulesOf(change)).toEqual([]);
    const friday = asked(
      { lessons: withChanged('1-08:30', { taughtOn: plainDate('2026-12-13') }, early.lessons) },
      early,
    );
    expect(judgeChange(friday).find(({ rule }) => rule === 'change.filed-in-time')?.breach).toMatchObject({
      required: 1,
      given: 0,
      earliest: '2026-12-14',
    });
  });

  it('say of today’s lesson that it has begun, and not also that the notice is short', () => {
    const today = asked({ lessons: withChanged('1-14:30', { content: '改' }) });
    expect(judgeChange(today)).toMatchObject([{ rule: 'change.lesson-not-begun', breach: { isNew: false } }]);
    const [lesson] = running.lessons;
    const added = lesson ? [...running.lessons, { ...lesson, id: 'new', startsMinute: 1140, endsMinute: 1320 }] : [];
    expect(judgeChange(asked({ lessons: added }))[0]).toMatchObject({
      rule: 'change.lesson-not-begun',
      breach: { isNew: true },
    });
  });

  it('leave a date of the application alone once it has come, and let none be moved to today', () => {
    const moved = (to: typeof tuesday, facts = running) =>
      rulesOf(asked({ application: { ...facts.application, skillsAssessmentOn: to } }, facts));
    expect(moved(filedOn)).toContain('change.dates-ahead');
    expect(moved(tuesday)).not.toContain('change.dates-ahead');
    expect(moved(plainDate('2026-12-28'))).toEqual([]);
    const held = { ...running, application: { ...running.application, skillsAssessmentOn: filedOn } };
    expect(moved(plainDate('2026-12-28'), held)).toContain('change.dates-ahead');
  });

  it('let trainees leave up to the last lesson or the end of the course, whichever is later', () => {
    const leave = (rosterFrom: typeof tuesday, endsOn: string | undefined, lessons = running.lessons) => {
      const application = { ...running.application, endsOn: endsOn === undefined ? undefined : plainDate(endsOn) };
      return rulesOf(asked({ withdrawals: ['wang'], rosterFrom, lessons }, { ...running, application }));
    };
    const [friday, saturday, sunday] = ['2026-12-18', '2026-12-19', '2026-12-20'].map((day) => plainDate(day));
    if (!friday || !saturday || !sunday) throw new RangeError('no such days');
    expect(leave(friday, '2026-12-18')).not.toContain('change.roster-day');
    expect(leave(saturday, '2026-12-18')).toContain('change.roster-day');
    expect(leave(friday, '2026-12-17')).not.toContain('change.roster-day');
    expect(leave(sunday, '2026-12-20')).not.toContain('change.roster-day');
    expect(leave(sunday, undefined)).toContain('change.roster-day');
    expect(leave(sunday, undefined, [])).not.toContain('change.roster-day');
  });

  it('hold the share of hours taught exactly: 101 of 504 are more than a fifth', () => {
    const hours = new Map([
      ['1-08:30', 101],
      ['5-14:30', 403],
    ]);
    const lessons = running.lessons.map((lesson) => ({ ...lesson, lessonHours: hours.get(lesson.id) ?? 0 }));
    const swap = { rosterFrom: tuesday, substitutions: [{ leaves: 'wang', joins: newcomer }], lessons };
    expect(rulesOf(asked(swap))).toContain('change.substituted-in-time');
  });

  it('keep the hours the catalogue requires', () => {
    const shorter = asked({ lessons: running.lessons.filter(({ id }) => id !== '4-08:30') });
    expect(judgeChange(shorter)).toContainEqual(
      expect.objectContaining({ rule: 'opening.plan-hours', breach: { required: 40, given: 36 } }),
    );
  });

  it('ask again whatever the change newly breaks: overlap, unqualified teacher, room too small', () => {
    expect(rulesOf(asked({ lessons: withChanged('4-08:30', { startsMinute: 840, endsMinute: 1020 }) }))).toEqual([
      'opening.plan-overlap',
    ]);
    const doubleBookings = [
      { lessonId: '4-08:30', what: 'teacher' as const, name: '李红梅', otherClass: 'BA-2026-0009' },
      { lessonId: '5-08:30', what: 'teacher' as const, name: '赵志强', otherClass: 'BA-2026-0009' },
    ];
    const change = asked({ lessons: withChanged('4-08:30', { teacherId: 'li' }) });
    expect(judgeChange({ ...change, city: { ...change.city, doubleBookings } })).toMatchObject([
      { rule: 'opening.resource-free', row: '4-08:30' },
    ]);
  });

  it('let a substitute in early who passes every rule of the roster, and none who does not', () => {
    const swap = (cells: Partial<typeof newcomer.cells>) =>
      asked({
        rosterFrom: wednesday,
        substitutions: [{ leaves: 'wang', joins: { ...newcomer, cells: { ...newcomer.cells, ...cells } } }],
      });
    const early = (change: ChangeCase) => ({ ...change, proposal: { ...change.proposal, rosterFrom: tuesday } });
    expect(rulesOf(early(swap({})))).toEqual([]);
    expect(rulesOf(early(swap({ id: '410802199104040031' })))).toContain('roster.id-checksum');
    expect(rulesOf(early(swap({ category: '其他' })))).toContain('roster.category-unknown');
    expect(judgeChange(swap({})).map(({ message }) => message)).toEqual([
      '已授课时不超过 20% 时才可替换学员；到12月16日 周三已授 16 / 40 课时。',
    ]);
  });

  it('stop who leaves twice, is not in the class, leaves without a day or everybody', () => {
    const leave = (withdrawals: string[], rosterFrom: typeof tuesday | undefined = wednesday) =>
      rulesOf(asked({ withdrawals, rosterFrom }));
    expect(leave(['wang'])).toEqual([]);
    expect(leave(['wang', 'wang'])).toEqual(['change.leaver-in-class']);
    expect(leave(['nobody'])).toEqual(['change.leaver-in-class']);
    expect(rulesOf(asked({ withdrawals: ['wang'] }))).toEqual(['change.roster-day']);
    expect(leave(['wang', 'chen'])).toContain('opening.roster-given');
  });

  it('leave alone what was accepted when the class was opened', () => {
    const crowded = { ...running, institution: { ...running.institution, suspendedOn: plainDate('2026-12-10') } };
    expect(rulesOf(asked({ withdrawals: ['wang'], rosterFrom: wednesday }, crowded))).toEqual([]);
  });
});

describe('a change that passes', () => {
  const lessonIds = sound.lessons.map(({ id }) => id);
  const edits = fc.array(
    fc.record({
      id: fc.constantFrom(...lessonIds),
      move: fc.integer({ min: -4, max: 4 }),
      content: fc.constantFrom('照护安全', '体位转换', '移动与转运'),
      teacherId: fc.constantFrom('li', 'zhao'),
    }),
    { maxLength: 4 },
  );

  it('never touches a day up to that of its filing, nor the number of trainees beyond what it was', () => {
    fc.assert(
      fc.property(edits, fc.integer({ min: -3, max: 4 }), fc.boolean(), (wishes, offset, leaves) => {
        const facts = { ...running, filedOn: addDays(filedOn, offset) };
        const lessons = wishes.reduce(
          (plan, { id, move, ...rest }) =>
            plan.map((lesson) =>
              lesson.id === id ? { ...lesson, ...rest, taughtOn: addDays(lesson.taughtOn, move) } : lesson,
            ),
          [...facts.lessons],
        );
        const change = asked(
          { lessons, ...(leaves ? { withdrawals: ['wang'], rosterFrom: addDays(facts.filedOn, 2) } : {}) },
          facts,
        );
        if (judgeChange(change).some(({ severity }) => severity === 'blocks')) return;
        const first = firstAffectedDay(facts, change.proposal);
        expect(first && first > facts.filedOn).toBe(true);
        const past = (all: typeof facts.lessons) => all.filter(({ taughtOn }) => taughtOn <= facts.filedOn);
        const after = applied(facts, change.proposal);
        expect(past(after.lessons)).toEqual(past(facts.lessons));
        expect(after.roster.length).toBeLessThanOrEqual(facts.roster.length);
      }),
      { numRuns: 300 },
    );
  });
});
