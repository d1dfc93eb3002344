import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figuresOn } from '#law/figures';
import { plainDate } from '#kernel/plain-date';
import { movementLimits, movementOf, type PassingFrame } from './movement';
import { looksOnTheWay } from './passing';
import { chanceOf, cutTurn, honestTurn, turnOnce, turnSpeeds } from './testing-turns';

const at = (yaw: number, likeness = 0.8): PassingFrame => ({ isRead: true, yaw, likeness });
const blurred: PassingFrame = { isRead: false, yaw: 0, likeness: 0 };
const limits = movementLimits(figuresOn(plainDate('2026-11-23')));
const turn = (between: readonly PassingFrame[], to = 25) =>
  movementOf({ from: 1, to, between, mismatchBelow: 0.2 }, limits);

describe('the turn of a head between two pictures', () => {
  it('is seen when one of the pictures shows it on its way, to either side', () => {
    expect(turn([at(8), at(17)])).toBe('seen');
    expect(turn([at(2), at(12)])).toBe('seen');
    expect(turn([at(-8), at(-17)], -25)).toBe('seen');
    expect(turn([blurred, at(14)])).toBe('seen');
  });
  it('has jumped when only its ends are seen, as with two photographs', () => {
    expect(turn([at(1), at(25)])).toBe('jumped');
    expect(turn([at(2), at(1)])).toBe('jumped');
    expect(turn([at(25), at(24)])).toBe('jumped');
  });
  it('has jumped when somebody else passes by, or the head comes back on its way', () => {
    expect(turn([at(12, 0.1)])).toBe('jumped');
    expect(turn([at(20), at(6)])).toBe('jumped');
  });
  it('is not told by blurred pictures, nor by none', () => {
    expect(turn([])).toBe('untold');
    expect(turn([blurred, blurred])).toBe('untold');
  });
  it('that goes evenly is seen however far it goes and wherever it is sampled', () => {
    const shares = fc.double({ min: 0.2, max: 0.8, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 15, max: 60 }),
        fc.tuple(shares, shares),
        fc.boolean(),
        (sweep, [one, other], left) => {
          const side = left ? 1 : -1;
          const ways = [one, other].toSorted((a, b) => a - b);
          expect(
            turn(
              ways.map((way) => at(1 + side * sweep * way)),
              1 + side * sweep,
            ),
          ).toBe('seen');
        },
      ),
    );
  });
});

describe('the pictures a page sends of a turn', () => {
  it('are those at a third and two thirds of all change, and none where nothing changed', () => {
    expect(looksOnTheWay([0, 1, 1, 1, 1, 1, 1])).toEqual([2, 4]);
    expect(looksOnTheWay([0, 0, 9, 0])).toEqual([2]);
    expect(looksOnTheWay([0, 0, 0])).toEqual([]);
    expect(looksOnTheWay([])).toEqual([]);
  });
});

describe('made turns, on numbers the limits were not set by', () => {
  const trials = 3000;
  const share = (wrong: string, make: (chance: () => number) => Parameters<typeof turnOnce>[0], seed: number) => {
    const chance = chanceOf(seed);
    const found = Array.from({ length: trials }, () => turnOnce(make(chance), limits, chance)).filter((each) => each);
    expect(found.length).toBeGreaterThan(trials / 2);
    return found.filter((each) => (wrong === 'jumped' ? each === 'jumped' : each !== 'jumped')).length / found.length;
  };
  it.each([30, 15])(
    'unhurried to quick, seen %i times a second, are called a jump in at most one of a hundred',
    (rate) => {
      for (const [at, speed] of turnSpeeds.slice(0, 3).entries())
        expect(share('jumped', (chance) => honestTurn(speed, rate, chance), 500 + at)).toBeLessThanOrEqual(0.01);
    },
  );
  it('of two photographs are let by in at most one of a hundred, held still or moved about', () => {
    for (const [at, shake] of [0, 0.05, 0.3].entries())
      expect(share('seen', (chance) => cutTurn(15, shake, chance), 600 + at)).toBeLessThanOrEqual(0.01);
  });
});
