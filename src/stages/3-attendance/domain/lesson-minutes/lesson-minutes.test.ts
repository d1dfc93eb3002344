import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainDate as day } from '#kernel/plain-date';
import { figuresOn } from '#law/figures';
import { clockOf, dayOfMinute, endOf, instantOf, localMinute, localMinuteOf, startOf } from '../lesson-times';
import { attendanceOf } from './lesson-minutes';
import type { GrantedLeave } from './lesson-state';
import { type Mark, settled } from './marks';

const figure = figuresOn(day('2026-11-23'));
const monday = day('2026-11-23');
const lesson = (id: string, from: number, to: number, taughtOn = monday) =>
  ({ id, taughtOn, startsMinute: from, endsMinute: to, lessonHours: (to - from) / 45, kind: 'theory' }) as const;
const at = (hour: number, minute = 0) => instantOf(localMinute(monday, hour * 60 + minute));
const mark = (direction: Mark['direction'], hour: number, minute = 0, more: Partial<Mark> = {}): Mark => ({
  traineeId: 't',
  at: at(hour, minute),
  direction,
  ...more,
});
// 8:30–10:00, 10:10–11:40, lunch, 14:00–17:00
const plan = [lesson('a', 510, 600), lesson('b', 610, 700), lesson('c', 840, 1020)];
const evening = localMinute(monday, 1300);
const judged = (marks: readonly Mark[], leaves: readonly GrantedLeave[] = [], asOf = evening) =>
  attendanceOf(plan, { traineeId: 't', marks, leaves }, asOf, figure);
const brief = (...given: Parameters<typeof judged>) =>
  judged(...given).map(({ lessonId, state, minutes }) => `${lessonId} ${state} ${minutes}`);
const wholeDay = [mark('in', 8, 20), mark('out', 11, 45), mark('in', 13, 50), mark('out', 17, 2)];

describe('minutes of a day (2021.4.1)', () => {
  it('count whole lessons from in to out, the breaks between them not', () => {
    expect(brief(wholeDay)).toEqual(['a present 90', 'b present 90', 'c present 180']);
    expect(judged(wholeDay).flatMap(({ notes }) => notes)).toEqual([]);
  });

  it('count across lunch when nobody checked out at noon, and lunch itself never', () => {
    expect(brief([mark('in', 8, 20), mark('out', 17, 0)])).toEqual(['a present 90', 'b present 90', 'c present 180']);
  });

  it('end at the last sight before lunch when somebody checks in again after it and never checked out', () => {
    expect(brief([mark('in', 8, 20), mark('in', 13, 50), mark('out', 17, 0)])).toEqual([
      'a absent 0',
      'b absent 0',
      'c present 180',
    ]);
    // Pressing “in” at noon is a sight of the trainee at noon.
    expect(brief([mark('in', 8, 20), mark('in', 11, 45), mark('in', 13, 50), mark('out', 17, 0)])).toEqual([
      'a present 90',
      'b present 90',
      'c present 180',
    ]);
    // Between two lessons ten minutes apart checking in again changes nothing.
    expect(brief([mark('in', 8, 20), mark('in', 10, 5), mark('out', 11, 40)]).slice(0, 2)).toEqual([
      'a present 90',
      'b present 90',
    ]);
  });

  it('are the first and last sight of a device that tells no direction', () => {
    expect(brief([mark('seen', 8, 29), mark('seen', 12, 0)])).toEqual(['a present 90', 'b present 90', 'c absent 0']);
  });

  it('end at the last sight where the check-out is missing, and say how to put it right', () => {
    const [a, b, c] = judged([mark('in', 8, 25), mark('seen', 9, 40)]);
    expect([a?.minutes, b?.minutes, c?.minutes]).toEqual([70, 0, 0]);
    expect(a).toMatchObject({ state: 'leftEarly', leftEarlyBy: 20 });
    expect(a?.notes).toEqual(['09:40 签到后没有签退，之后的时间不计；确在场的请申请补签。']);
    expect(judged([mark('in', 8, 25)])[0]).toMatchObject({ state: 'absent', minutes: 0 });
    expect(judged([mark('in', 8, 25)])[0]?.notes).toHaveLength(1);
    expect(judged([mark('seen', 8, 25)])[0]?.notes).toHaveLength(1);
  });

  it('count nothing before a check-out that had no check-in', () => {
    const told = judged([mark('out', 17, 5)]);
    expect(told.map(({ minutes }) => minutes)).toEqual([0, 0, 0]);
    expect(told[2]?.notes).toEqual(['17:05 签退前没有签到，不计时间；确在场的请申请补签。']);
  });

  it('take two check-outs within five minutes as one, the sixth as a stray one', () => {
    const twice = (minute: number) => judged([mark('in', 14), mark('out', 16, 50), mark('out', 16, minute)])[2];
    expect(twice(55)).toMatchObject({ minutes: 175, notes: [] });
    expect(twice(56)).toMatchObject({ minutes: 170 });
    expect(twice(56)?.notes).toHaveLength(1);
  });

  it('do not run over midnight', () => {
    const next = instantOf(localMinute(day('2026-11-24'), 500));
    const told = judged([mark('in', 14), { traineeId: 't', at: next, direction: 'out' }]);
    expect(told[2]).toMatchObject({ state: 'absent', minutes: 0 });
  });
});

describe('the state of a lesson (2021.4.1)', () => {
  it('is late from the eleventh minute, early from the eleventh before the end', () => {
    const state = (inMinute: number, outMinute: number) =>
      judged([mark('in', 14, inMinute), mark('out', 16, outMinute)])[2];
    expect(state(10, 50)).toMatchObject({ state: 'present', minutes: 160, lateBy: 10, leftEarlyBy: 10 });
    expect(state(11, 50)).toMatchObject({ state: 'late', minutes: 159 });
    expect(state(0, 49)).toMatchObject({ state: 'leftEarly', minutes: 169 });
    expect(state(20, 20)).toMatchObject({ state: 'late', lateBy: 20, leftEarlyBy: 40 });
  });

  it('is an absence below half of the lesson, and not at the half', () => {
    expect(judged([mark('in', 15, 30), mark('out', 17)])[2]).toMatchObject({ state: 'late', minutes: 90 });
    expect(judged([mark('in', 15, 31), mark('out', 17)])[2]).toMatchObject({ state: 'absent', minutes: 89 });
  });

  it('is the leave where one was granted and the trainee was not there; the minutes there still count', () => {
    const leave = (kind: 'personal' | 'sick'): GrantedLeave[] => [
      { kind, from: localMinute(monday, 840), to: localMinute(monday, 1020) },
    ];
    expect(brief([], leave('sick'))).toEqual(['a absent 0', 'b absent 0', 'c onSickLeave 0']);
    expect(brief([mark('in', 14), mark('out', 15)], leave('personal'))[2]).toBe('c onLeave 60');
    expect(brief(wholeDay, leave('personal'))[2]).toBe('c present 180');
  });

  it('is no leave where what was granted is only a part of what was missed', () => {
    const leave = (from: number, to: number): GrantedLeave[] => [
      { kind: 'personal', from: localMinute(monday, from), to: localMinute(monday, to) },
    ];
    expect(brief([], leave(840, 850))[2]).toBe('c absent 0');
    expect(brief([], leave(840, 930))[2]).toBe('c absent 0');
    expect(brief([], leave(830, 1020))[2]).toBe('c onLeave 0');
    expect(brief([mark('in', 15), mark('out', 17)], leave(840, 900))[2]).toBe('c onLeave 120');
    expect(brief([mark('in', 15, 20), mark('out', 17)], leave(840, 900))[2]).toBe('c late 100');
    expect(brief([mark('in', 14), mark('out', 16)], leave(840, 850))[2]).toBe('c leftEarly 120');
    expect(brief([mark('in', 14), mark('out', 16)], leave(960, 1020))[2]).toBe('c onLeave 120');
  });

  it('is corrected where an approved correction closes it, and its minutes count in full', () => {
    const told = judged([mark('in', 14), mark('out', 17, 0, { isCorrection: true })])[2];
    expect(told).toMatchObject({ state: 'corrected', minutes: 180, notes: [] });
  });

  it('is open before the lesson has ended', () => {
    const noon = localMinute(monday, 610);
    expect(judged(wholeDay, [], noon).map(({ state }) => state)).toEqual(['present', 'running', 'upcoming']);
  });

  it('keeps the minutes of a doubtful clock apart', () => {
    const told = judged([mark('in', 14), mark('out', 17, 0, { hasClockDoubt: true })])[2];
    expect(told).toMatchObject({ minutes: 0, doubtedMinutes: 180, state: 'absent' });
    expect(told?.notes.at(-1)).toBe('有 180 分钟来自时钟偏差的设备，核实后计入。');
    // A doubtful check-out must not take minutes that are proven, nor give any.
    const early = judged([mark('in', 14), mark('out', 15, 0, { hasClockDoubt: true }), mark('out', 17)])[2];
    expect(early).toMatchObject({ minutes: 60, doubtedMinutes: 120 });
  });
});

const anyMark = fc.record({
  traineeId: fc.constant('t'),
  at: fc.integer({ min: at(7), max: at(18) }),
  direction: fc.constantFrom('in' as const, 'out' as const, 'seen' as const),
  hasClockDoubt: fc.boolean(),
  isCorrection: fc.boolean(),
});
const anyMarks = fc.array(anyMark, { maxLength: 14 });

describe('minutes of any marks', () => {
  it('are the same in any order and however often a mark arrives', () => {
    fc.assert(
      fc.property(
        anyMarks.chain((marks) =>
          fc.tuple(
            fc.constant(marks),
            fc.shuffledSubarray([...marks, ...marks], { minLength: 2 * marks.length, maxLength: 2 * marks.length }),
          ),
        ),
        ([marks, resent]) => {
          expect(judged(resent)).toEqual(judged(marks));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('never exceed the lesson, nor fall below nothing', () => {
    fc.assert(
      fc.property(anyMarks, (marks) => {
        for (const [index, { minutes, doubtedMinutes }] of judged(marks).entries()) {
          const length = (plan[index]?.endsMinute ?? 0) - (plan[index]?.startsMinute ?? 0);
          expect(minutes).toBeGreaterThanOrEqual(0);
          expect(minutes + doubtedMinutes).toBeLessThanOrEqual(length);
        }
      }),
    );
  });

  it('agree with counting minute by minute', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 400, max: 1100 }), { minLength: 2, maxLength: 8 }), (times) => {
        const order = [...times].sort((a, b) => a - b).slice(0, times.length - (times.length % 2));
        const marks = order.map((minute, index) => mark(index % 2 === 0 ? 'in' : 'out', 0, minute));
        const isThere = (minute: number) =>
          order.some((from, index) => index % 2 === 0 && from <= minute && minute < (order[index + 1] ?? 0));
        expect(judged(marks).map(({ minutes }) => minutes)).toEqual(
          plan.map(
            ({ startsMinute, endsMinute }) =>
              Array.from({ length: endsMinute - startsMinute }, (_, step) => startsMinute + step).filter(isThere)
                .length,
          ),
        );
      }),
    );
  });

  it('are settled once settled', () => {
    fc.assert(
      fc.property(anyMarks, (marks) => {
        expect(settled(settled(marks))).toEqual(settled(marks));
      }),
    );
  });
});

describe('local time', () => {
  it('is Beijing time the year round', () => {
    expect(localMinuteOf(Date.parse('2026-11-22T16:00:00Z'))).toBe(localMinute(monday, 0));
    expect(instantOf(localMinute(monday, 510))).toBe(Date.parse('2026-11-23T08:30:00+08:00'));
    expect(clockOf(localMinute(monday, 1439))).toBe('23:59');
    expect(dayOfMinute(localMinute(monday, 1439))).toBe(monday);
    expect([startOf(plan[0] ?? lesson('x', 0, 1)), endOf(plan[0] ?? lesson('x', 0, 1))]).toEqual([
      localMinute(monday, 510),
      localMinute(monday, 600),
    ]);
  });
});
