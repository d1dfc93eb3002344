import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { addDays, plainDate as day } from '#kernel/plain-date';
import { figuresOn } from '#law/figures';
import { confirmedIn, type ImpersonationCase, moneyStanding } from '../impersonation/case';
import type { ImpersonationEvent } from '../impersonation/events';
import { happen } from '../impersonation/impersonation';
import { threeConfirmed, told } from '../impersonation/testing-cases';
import { instantOf, localMinute } from '../lesson-times';
import { type SignalKey, signalKeys, signalTitles, surpriseOfSoFew } from './signal';
import { attackedClass } from './testing-attacks';
import { honestClass } from './testing-classes';
import { measure, testSeed } from './testing-measure';
import type { ClassTrace, TracedCheckIn } from './trace';
import { isForReview, reviewOrder, signalWeights, type TruthScore, truthScore } from './truth-score';

const monday = day('2026-11-23');
const figure = figuresOn(monday);
const lessons = Array.from({ length: 8 }, (_, at) => ({
  id: `l${at}`,
  taughtOn: addDays(monday, at),
  startsMinute: 510,
  endsMinute: 690,
  lessonHours: 4,
  kind: 'theory' as const,
}));
const traineeIds = Array.from({ length: 10 }, (_, at) => `t${at}`);
/** Ten people who come apart from each other, at other times every day, one of them late. */
const calm: ClassTrace = {
  lessons,
  traineeIds,
  checkIns: lessons.flatMap((lesson, lessonAt) =>
    traineeIds.map(
      (traineeId, at): TracedCheckIn => ({
        traineeId,
        lessonId: lesson.id,
        direction: 'in',
        at:
          instantOf(localMinute(lesson.taughtOn, at === lessonAt ? 530 : 480 + at)) +
          ((at * 7919 + lessonAt * 104_729) % 540) * 1000,
        deviceId: 'door',
        isPhone: false,
        photoHash: `${lesson.id}/${traineeId}`,
      }),
    ),
  ),
  headCounts: lessons.map(({ id }) => ({ lessonId: id, count: 9 })),
  peopleChanges: [],
  badDays: new Set(),
};
const found = (trace: ClassTrace) => truthScore(trace, figure).reasons;
const only = (trace: ClassTrace) => found(trace).map(({ key }) => key);
const changed = (change: (each: TracedCheckIn, at: number) => Partial<TracedCheckIn>): ClassTrace => ({
  ...calm,
  checkIns: calm.checkIns.map((each, at) => ({ ...each, ...change(each, at) })),
});

describe('the truth score (2021.4.1)', () => {
  it('says nothing of a calm class', () => {
    expect(truthScore(calm, figure)).toMatchObject({ doubt: 0, reasons: [] });
    expect(truthScore({ ...calm, checkIns: [], headCounts: [] }, figure).doubt).toBe(0);
  });

  it('has a weight and a title for each pattern, none a certainty by itself', () => {
    expect(Object.keys(signalTitles).sort()).toEqual([...signalKeys].sort());
    for (const key of signalKeys) expect(signalWeights[key]).toBeLessThan(1);
  });

  it('sees five within five seconds at one door, not four, and not on their own telephones', () => {
    const within = (size: number, isPhone = false) =>
      changed(({ lessonId, traineeId }, index) =>
        index % 10 < size && lessonId === 'l0'
          ? {
              at: instantOf(localMinute(monday, 470)) + (index % 10) * 1000,
              isPhone,
              deviceId: isPhone ? traineeId : 'door',
            }
          : {},
      );
    expect(only(within(5))).toEqual(['burst']);
    expect(found(within(5))[0]?.sentence).toContain('同一台设备最多 5 人');
    expect(only(within(4))).toEqual([]);
    expect(only(within(5, true))).toEqual([]);
  });

  it('sees who comes at the same second every day', () => {
    const steady = changed(({ traineeId, lessonId }) => {
      const lesson = lessons.find(({ id }) => id === lessonId);
      return { at: instantOf(localMinute(lesson?.taughtOn ?? monday, 485)) + Number(traineeId.slice(1)) * 37_000 };
    });
    expect(only(steady)).toContain('constantTimes');
    expect(found(steady)[0]?.sentence).toContain('10 名学员每次签到时刻相差不到一分钟');
  });

  it('sees a photograph that stands for two, not one sent twice', () => {
    expect(only(changed((_, at) => (at < 4 ? { photoHash: 'same' } : {})))).toEqual(['photoReuse']);
    expect(only({ ...calm, checkIns: [...calm.checkIns, ...calm.checkIns] })).toEqual([]);
    expect(found(changed((_, at) => (at < 4 ? { photoHash: 'same' } : {})))[0]?.evidence).toEqual(['same']);
  });

  it('sees fewer heads than check-ins, takes the best of the samples, and forgives a single lesson', () => {
    const counted = (count: number, upTo: number) => ({
      ...calm,
      headCounts: lessons.map(({ id }, at) => ({ lessonId: id, count: at < upTo ? count : 9 })),
    });
    expect(only(counted(6, 8))).toEqual(['headCount']);
    expect(only(counted(7, 8))).toEqual([]);
    expect(only(counted(0, 1))).toEqual([]);
    const twice = { ...calm, headCounts: [...counted(3, 8).headCounts, ...counted(9, 8).headCounts] };
    expect(only(twice)).toEqual([]);
  });

  it('says of a camera behind the class what it saw, and lets it weigh little', () => {
    const behind = (count: number) => ({
      ...calm,
      headCounts: lessons.map(({ id }) => ({ lessonId: id, count, seesBacks: true })),
    });
    const score = truthScore(behind(1), figure);
    expect(score.reasons.map(({ key }) => key)).toEqual(['headCount']);
    expect(score.reasons[0]?.sentence).toContain('后侧镜头');
    expect(isForReview(score, figure)).toBe(false);
    const alsoInFront = { ...behind(1), headCounts: [...behind(1).headCounts, ...calm.headCounts] };
    expect(truthScore(alsoInFront, figure).doubt).toBe(0);
  });

  it('sees people exchanged on a device, telephones that stand still, and one telephone for many', () => {
    const edits = (count: number) => ({
      ...calm,
      peopleChanges: Array.from({ length: count }, (_, at) => ({ deviceId: 'door', at })),
    });
    expect(truthScore(edits(1), figure).doubt).toBeLessThan(10);
    expect(isForReview(truthScore(edits(4), figure), figure)).toBe(true);
    const still = changed(({ traineeId }) => ({
      isPhone: true,
      deviceId: traineeId,
      placeMark: 'one place',
    }));
    expect(only(still)).toEqual(['fixedPlace']);
    expect(only(changed((_, at) => (at % 10 < 6 ? { isPhone: true, deviceId: 'one' } : {})))).toEqual(['oneOperator']);
    expect(only(changed((_, at) => (at % 10 < 4 ? { isPhone: true, deviceId: 'one' } : {})))).toEqual([]);
  });

  it('tells where a pattern lies, and orders the queue by doubt', () => {
    const trace = changed(({ lessonId }, at) =>
      lessonId === 'l3' && at % 10 < 6 ? { isPhone: true, deviceId: 'one' } : {},
    );
    const score = truthScore(trace, figure);
    expect(score.lessons.filter(({ doubt }) => doubt > 0).map(({ lessonId }) => lessonId)).toEqual(['l3']);
    const clear = truthScore(calm, figure);
    expect(
      reviewOrder([
        { id: 'a', score: clear },
        { id: 'b', score },
        { id: 'c', score: clear },
      ]),
    ).toEqual(['b', 'a', 'c']);
  });

  it('is the same whatever the order of the records, and lies between nothing and a hundred', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.constantFrom(...signalKeys), (seed, key) => {
        const trace = attackedClass(seed, key);
        const score = truthScore(trace, figure);
        const other = truthScore({ ...trace, checkIns: trace.checkIns.toReversed() }, figure);
        expect(other.doubt).toBe(score.doubt);
        for (const doubt of [score.doubt, ...score.lessons.map((each) => each.doubt)]) {
          expect(doubt).toBeGreaterThanOrEqual(0);
          expect(doubt).toBeLessThanOrEqual(100);
        }
        for (const { sentence } of score.reasons) expect(sentence).toMatch(/[\u4e00-\u9fff].*。$/);
      }),
      { numRuns: 20 },
    );
  });

  it('finds an attack by its own pattern', () => {
    const own = (key: SignalKey) =>
      Array.from({ length: 10 }, (_, at) => truthScore(attackedClass(500 + at, key), figure)).filter(({ reasons }) =>
        reasons.some((reason) => reason.key === key),
      ).length;
    for (const key of signalKeys) expect({ key, isFound: own(key) >= 9 }).toEqual({ key, isFound: true });
  });

  it('knows how rare so few are', () => {
    expect(surpriseOfSoFew(0, 10)).toBeCloseTo(10 / Math.LN10, 6);
    expect(surpriseOfSoFew(20, 10)).toBeLessThan(0.01);
    expect(honestClass(7)).toEqual(honestClass(7));
  });
});

describe('on classes nobody looked at while setting it', () => {
  it('finds each attack in 95 of 100 and suspects one honest class in a hundred at most', () => {
    const { honest, falseAlarms, attacked, caught } = measure(testSeed, 400, 100);
    expect(falseAlarms / honest).toBeLessThanOrEqual(0.01);
    for (const { key, count } of caught) {
      expect({ key, isCaught: count / attacked >= 0.95 }).toEqual({ key, isCaught: true });
    }
  });
});

describe('on classes with a camera behind them and no other', () => {
  it('suspects one honest class in a hundred at most', () => {
    const seeds = Array.from({ length: 300 }, (_, at) => testSeed + 50_000 + at);
    const suspected = seeds.filter((seed) =>
      isForReview(truthScore(honestClass(seed, { seesBacks: true }), figure), figure),
    );
    expect(suspected.length).toBeLessThanOrEqual(3);
  });
});

describe('a score and the money', () => {
  it('have no way from one to the other in their types', () => {
    expectTypeOf<TruthScore>().not.toExtend<ImpersonationCase>();
    expectTypeOf<TruthScore>().not.toExtend<ImpersonationEvent>();
    expectTypeOf<Parameters<typeof moneyStanding>>().toEqualTypeOf<[ImpersonationCase]>();
    expectTypeOf<Parameters<typeof happen>[1]>().toEqualTypeOf<ImpersonationEvent>();
    expectTypeOf<ReturnType<typeof reviewOrder>>().toEqualTypeOf<string[]>();
  });

  it('are known together by no file of the domain', () => {
    const folder = join(import.meta.dirname, '..');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
    );
    const knowsScore = (file: string, text: string) => file.startsWith('truth-score') || /truth-score\//.test(text);
    const knowsMoney = (file: string, text: string) => file.startsWith('impersonation') || /impersonation\//.test(text);
    const both = files.filter((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      return knowsScore(file, text) && knowsMoney(file, text);
    });
    expect(both).toEqual([]);
  });

  it('leave a case as it is, however bad the score', () => {
    const scores = signalKeys.map((key) => truthScore(attackedClass(3, key), figure));
    expect(scores.every((score) => isForReview(score, figure))).toBe(true);
    for (const before of [told([]).of, told(threeConfirmed).of]) {
      const frozen = JSON.stringify(before);
      reviewOrder(scores.map((score, at) => ({ id: String(at), score })));
      expect(JSON.stringify(before)).toBe(frozen);
    }
    expect(moneyStanding(told([]).of)).toBe('free');
    expect(confirmedIn(told([]).of)).toEqual([]);
  });
});
