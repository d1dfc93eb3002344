import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { movesOf, statesOf } from '#kernel/lifecycle';
import { plainDate } from '#kernel/plain-date';
import { blocked, judge } from '#law/rule';
import { rollCallLifecycle, rollCallStateNames, rollCallStates } from './lifecycle';
import { checkInStandings, discrepancyOf, dueOf, standingAt } from './roll-call';
import { type AnswerFacts, answerRules, callRules, headsRules, pictureRules } from './roll-call-rules';

const startsOn = plainDate('2026-11-02');
const rulesOf = (facts: AnswerFacts) => judge(answerRules, facts, {}).map(({ rule }) => rule);
const person = (at: number) => ({ rowId: `r${at}`, name: `学员${at}` });
const roster = fc.integer({ min: 1, max: 60 }).map((count) => Array.from({ length: count }, (_, at) => person(at)));
const sound = (people: ReturnType<typeof person>[]): AnswerFacts => ({
  startsOn,
  answeredAt: 1000,
  dueAt: 2000,
  isCodeRight: true,
  isPictureUsed: false,
  roster: people,
  told: people.map(({ rowId }) => ({ rowId, isPresent: true, reason: '' })),
});

describe('a spot roll call', () => {
  it('lives through the states of its table, and none is called alike', () => {
    expect([...statesOf(rollCallLifecycle)].sort()).toEqual([...rollCallStates].sort());
    expect(new Set(Object.values(rollCallStateNames)).size).toBe(rollCallStates.length);
    const toReviewed = movesOf(rollCallLifecycle).filter(({ to }) => to === 'reviewed');
    expect(toReviewed.map(({ from }) => from).sort()).toEqual(['answered', 'expired']);
  });

  it('expires by the clock alone once its time has run out, and never after an answer', () => {
    fc.assert(
      fc.property(fc.nat(1e12), fc.integer({ min: 1, max: 600 }), fc.nat(1e8), (calledAt, minutes, later) => {
        const dueAt = dueOf(calledAt, minutes);
        const isOver = later > minutes * 60_000;
        expect(standingAt({ state: 'called', dueAt }, calledAt + later)).toBe(isOver ? 'expired' : 'called');
        for (const state of ['answered', 'expired', 'reviewed'] as const)
          expect(standingAt({ state, dueAt }, calledAt + later)).toBe(state);
      }),
    );
  });

  it('is made only while a lesson runs, one at a time', () => {
    const asked = (isInLesson: boolean, hasOpenCall: boolean) =>
      blocked(judge(callRules, { startsOn, isInLesson, hasOpenCall }, {}));
    expect([asked(true, false), asked(false, false), asked(true, true)]).toEqual([false, true, true]);
  });

  it('takes an answer about everybody that is in time, with its own code and a new picture', () => {
    fc.assert(
      fc.property(roster, fc.nat(), (people, chosen) => {
        const facts = sound(people);
        expect(rulesOf(facts)).toEqual([]);
        expect(rulesOf({ ...facts, answeredAt: facts.dueAt })).toEqual([]);
        expect(rulesOf({ ...facts, answeredAt: facts.dueAt + 1 })).toEqual(['attendance.roll-call-in-time']);
        expect(rulesOf({ ...facts, isCodeRight: false })).toEqual(['attendance.roll-call-code']);
        expect(rulesOf({ ...facts, isPictureUsed: true })).toEqual(['attendance.roll-call-picture-fresh']);
        const at = chosen % people.length;
        const complete = ['attendance.roll-call-complete'];
        expect(rulesOf({ ...facts, told: facts.told.toSpliced(at, 1) })).toEqual(complete);
        expect(rulesOf({ ...facts, told: [...facts.told, ...facts.told.slice(at, at + 1)] })).toEqual(complete);
        const absent = (reason: string) =>
          facts.told.map((each, nth) => (nth === at ? { ...each, isPresent: false, reason } : each));
        expect(rulesOf({ ...facts, told: absent(' ') })).toEqual(['attendance.roll-call-reason']);
        expect(rulesOf({ ...facts, told: absent('请假') })).toEqual([]);
      }),
    );
  });

  it('says by how much an answer is late, and counts who is left and who does not belong apart', () => {
    const facts = sound([person(1), person(2)]);
    const [late] = judge(answerRules, { ...facts, answeredAt: facts.dueAt + 1 }, {});
    expect(late).toMatchObject({ breach: { minutes: 15 }, message: '抽查点名须在 15 分钟内作答，已经超过。' });
    const swapped = [...facts.told.slice(1), { rowId: 'stranger', isPresent: true, reason: '' }];
    expect(judge(answerRules, { ...facts, told: swapped }, {})).toMatchObject([{ breach: { left: 1, strange: 1 } }]);
  });

  it('contradicts the check-ins exactly where one says in the room and the other does not', () => {
    for (const checkedIn of checkInStandings)
      for (const isPresent of [true, false])
        expect(discrepancyOf({ isPresent, checkedIn }) === undefined).toBe(isPresent === (checkedIn === 'here'));
  });

  it('asks about each earlier picture that shows mostly the same, and refuses nothing for it', () => {
    const likes = [
      { words: '“电工 1 班”11月2日', shared: 21, isMirrored: false },
      { words: '本班 11月3日', shared: 9, isMirrored: true },
    ];
    expect(judge(pictureRules, { startsOn, likes: [] }, {})).toEqual([]);
    const found = judge(pictureRules, { startsOn, likes }, {});
    expect(found.map(({ rule, severity, message }) => [rule, severity, message])).toEqual([
      [
        'attendance.roll-call-picture-like',
        'warns',
        '现场照片与“电工 1 班”11月2日那次的照片大半相同（21 处一致），可能是旧照另存或裁切。',
      ],
      [
        'attendance.roll-call-picture-like',
        'warns',
        '现场照片与本班 11月3日那次的照片大半相同（9 处一致，左右翻转），可能是旧照另存或裁切。',
      ],
    ]);
    expect(blocked(found)).toBe(false);
  });

  it('asks about a picture with fewer than seven heads in ten of those said to be there, and not at seven', () => {
    const heads = (seen: number, present: number) => judge(headsRules, { startsOn, seen, present }, {});
    expect(heads(70, 100)).toEqual([]);
    expect(heads(69, 100)).toMatchObject([{ rule: 'attendance.roll-call-heads', severity: 'warns' }]);
    expect(heads(699, 1000)).toHaveLength(1);
    expect(heads(0, 0)).toEqual([]);
  });
});
