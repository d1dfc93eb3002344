import { describe, expect, it } from 'vitest';
import { plainDate as day } from '#kernel/plain-date';
import { judge } from '#law/rule';
import { leaveStates } from '../lifecycle';
import { localMinute } from '../lesson-times';
import { grantedLeaves, type LeaveFacts, lessonsWithin, leaveRules } from './leave';

const monday = day('2026-11-23');
const lesson = (id: string, taughtOn: string) =>
  ({ id, taughtOn: day(taughtOn), startsMinute: 510, endsMinute: 690, lessonHours: 4, kind: 'theory' }) as const;
const sound: LeaveFacts = {
  request: {
    kind: 'personal',
    from: localMinute(monday, 510),
    to: localMinute(monday, 690),
    reason: '家中老人住院，需陪护',
    evidenceIds: [],
    requestedAt: localMinute(day('2026-11-22'), 600),
  },
  lessons: [lesson('a', '2026-11-23'), lesson('b', '2026-11-24')],
  others: [],
};
const asked = (change: Partial<LeaveFacts['request']>, more: Partial<LeaveFacts> = {}) =>
  judge(leaveRules, { ...sound, ...more, request: { ...sound.request, ...change } });
const rules = (...given: Parameters<typeof asked>) => asked(...given).map(({ rule }) => rule);

describe('a request for leave (2021.4.1)', () => {
  it('passes with times, a lesson and a reason', () => expect(asked({})).toEqual([]));

  it('has an end after its beginning, by a minute at least', () => {
    expect(rules({ to: sound.request.from })).toEqual(['attendance.leave-times']);
    expect(rules({ to: sound.request.from + 1 })).toEqual([]);
  });

  it('touches a lesson', () => {
    expect(rules({ from: localMinute(monday, 690), to: localMinute(monday, 800) })).toEqual([
      'attendance.leave-touches-lesson',
    ]);
    expect(rules({ from: localMinute(monday, 400), to: localMinute(monday, 510) })).toEqual([
      'attendance.leave-touches-lesson',
    ]);
    expect(rules({ from: localMinute(monday, 689), to: localMinute(monday, 800) })).toEqual([]);
    expect(lessonsWithin(sound.lessons, sound.request).map(({ id }) => id)).toEqual(['a']);
  });

  it('says why', () => expect(rules({ reason: ' ' })).toEqual(['attendance.leave-reason']));

  it('needs a proof for sickness of two days, not of one', () => {
    const two = { kind: 'sick', to: localMinute(day('2026-11-24'), 690) } as const;
    expect(asked(two)).toMatchObject([{ rule: 'attendance.leave-proof', breach: { days: 2, required: 2 } }]);
    expect(rules({ ...two, evidenceIds: ['e'] })).toEqual([]);
    expect(rules({ ...two, kind: 'personal' })).toEqual([]);
    expect(rules({ kind: 'sick', to: localMinute(day('2026-11-24'), 0) })).toEqual([]);
    expect(rules({ kind: 'sick', to: localMinute(day('2026-11-24'), 1) })).toEqual(['attendance.leave-proof']);
  });

  it('is not asked for twice', () => {
    const { from, to } = sound.request;
    expect(rules({}, { others: [{ from: to - 1, to: to + 60 }] })).toEqual(['attendance.leave-twice']);
    expect(
      rules(
        {},
        {
          others: [
            { from: to, to: to + 60 },
            { from: from - 60, to: from },
          ],
        },
      ),
    ).toEqual([]);
  });

  it('is looked at when it comes after the lesson began, and does not stop it', () => {
    expect(asked({ requestedAt: localMinute(monday, 511) })).toMatchObject([
      { rule: 'attendance.leave-afterwards', severity: 'warns' },
    ]);
    expect(rules({ requestedAt: localMinute(monday, 510) })).toEqual([]);
  });

  it('counts only when granted', () => {
    const all = leaveStates.map((state) => ({ ...sound.request, state }));
    expect(grantedLeaves(all)).toEqual([{ kind: 'personal', from: sound.request.from, to: sound.request.to }]);
  });
});
