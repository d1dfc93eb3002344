import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import { figuresOn } from '#law/figures';
import { honestClass } from '../truth-score/testing-classes';
import { attackedClass } from '../truth-score/testing-attacks';
import { checkInsBehind } from '../truth-score/behind';
import { truthScore } from '../truth-score/truth-score';
import { asksForReview, risenBy } from './review';
import { type LessonCheck, suspicionsOf } from './suspicions';

const figure = figuresOn(plainDate('2026-11-23'));
const burst = attackedClass(7, 'burst');
const score = truthScore(burst, figure);
const keys = score.reasons.map(({ key }) => key);

describe('a class comes into the queue of doubts', () => {
  it('when its score comes to the figure, and not before', () => {
    expect(score.doubt).toBeGreaterThanOrEqual(figure('truthScoreReview'));
    expect(asksForReview(score, undefined, figure)).toBe(true);
    expect(asksForReview({ ...score, doubt: figure('truthScoreReview') - 1 }, undefined, figure)).toBe(false);
  });

  it('once: what was looked at is asked again only for a new reason or a score well above', () => {
    const last = { isOpen: false, doubt: score.doubt, reasons: keys };
    expect(asksForReview(score, last, figure)).toBe(false);
    expect(asksForReview(score, { ...last, isOpen: true, reasons: [] }, figure)).toBe(false);
    expect(asksForReview(score, { ...last, reasons: keys.slice(1) }, figure)).toBe(true);
    expect(asksForReview(score, { ...last, doubt: score.doubt - risenBy }, figure)).toBe(true);
  });
});

describe('the check-ins behind a reason', () => {
  it('of a burst are those that came within seconds of each other, in order of time', () => {
    const reason = score.reasons.find(({ key }) => key === 'burst');
    if (!reason) throw new Error('no burst');
    const behind = checkInsBehind(burst, reason);
    expect(behind.length).toBeGreaterThanOrEqual(5);
    expect(behind.map(({ at }) => at)).toEqual(behind.map(({ at }) => at).toSorted((a, b) => a - b));
    expect(behind.length).toBeLessThan(burst.checkIns.length);
  });

  it('are always among those of the class, for any reason of any class', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), (seed) => {
        const trace = honestClass(seed);
        for (const reason of truthScore(trace, figure).reasons)
          for (const each of checkInsBehind(trace, reason)) expect(trace.checkIns).toContain(each);
      }),
      { numRuns: 20 },
    );
  });
});

const figures = { threshold: 0.6, mismatchBelow: 0.2 };
const card = (likeness: number | undefined, more: Partial<LessonCheck> = {}): LessonCheck => ({
  id: 'c1',
  traineeId: 't1',
  way: 'card',
  isRefused: false,
  hasLowLiveness: false,
  wasNotChallenged: false,
  likeness,
  ...more,
});
const face = (more: Partial<LessonCheck> = {}): LessonCheck => ({ ...card(undefined), way: 'face', ...more });
const unalive = { hasLowLiveness: true, wasNotChallenged: true };

describe('a lesson that is over leaves suspected (2021 四（三）)', () => {
  it('a picture of somebody else under the name of a trainee whose face is known', () => {
    expect(suspicionsOf([card(0.1)], figures)).toEqual([{ traineeId: 't1', checkId: 'c1', signal: 'faceMismatch' }]);
    expect(suspicionsOf([card(0.2)], figures)).toEqual([]);
    expect(suspicionsOf([card(undefined)], figures)).toEqual([]);
  });

  it('a face of low liveness only where no turn of the head was asked', () => {
    expect(suspicionsOf([face(unalive)], figures)).toMatchObject([{ signal: 'livenessDoubt' }]);
    expect(suspicionsOf([face({ hasLowLiveness: true })], figures)).toEqual([]);
    expect(suspicionsOf([face({ ...unalive, isRefused: true })], figures)).toEqual([]);
  });

  it('nobody who tried again and succeeded, before or after', () => {
    const clean = face({ id: 'c2' });
    expect(suspicionsOf([card(0.1), clean], figures)).toEqual([]);
    expect(suspicionsOf([clean, face(unalive)], figures)).toEqual([]);
    expect(suspicionsOf([face(unalive), card(0.7, { id: 'c2' })], figures)).toEqual([]);
    expect(suspicionsOf([card(0.1), face({ id: 'c2', isRefused: true })], figures)).toHaveLength(1);
    expect(suspicionsOf([card(0.1), face({ id: 'c2', traineeId: 't2' })], figures)).toHaveLength(1);
  });

  it('one person-time for each signal, however many tries there were', () => {
    expect(suspicionsOf([card(0.1), card(0.05, { id: 'c2' }), card(0, { id: 'c3' })], figures)).toHaveLength(1);
  });
});
