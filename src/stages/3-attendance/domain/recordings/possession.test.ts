import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainDate as day } from '#kernel/plain-date';
import { figuresOn } from '#law/figures';
import { challengesEachDay, challengesNeeded } from './possession';

/** The chance that `asked` different blocks out of `blocks` hit one of `lost`: one less that of only meeting what is there. */
function chanceOfFinding(blocks: number, lost: number, asked: number): number {
  if (lost <= 0 || asked <= 0) return 0;
  if (asked > blocks - lost) return 1;
  let missed = 1;
  for (let at = 0; at < asked; at += 1) missed *= (blocks - lost - at) / (blocks - at);
  return 1 - missed;
}

/** The chance that seven daily draws, each out of all blocks, find that `lost` of them are gone. */
const chanceInAWeek = (blocks: number, lost: number, askedEachDay: number): number =>
  1 - (1 - chanceOfFinding(blocks, lost, askedEachDay)) ** 7;

/** mulberry32: the same draws for the same seed. */
function draws(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** Whether `asked` different random blocks hit one of the first `lost`. */
function hits(blocks: number, lost: number, asked: number, next: () => number): boolean {
  const seen = new Set<number>();
  while (seen.size < asked) {
    const block = Math.floor(next() * blocks);
    if (seen.has(block)) continue;
    if (block < lost) return true;
    seen.add(block);
  }
  return false;
}

describe('proof that a copy still exists (2021.4.2)', () => {
  it('finds a loss of one per cent within a week with 459 blocks of any large archive', () => {
    expect(challengesNeeded(20_000_000, 1, 99)).toBe(459);
    expect(challengesNeeded(1_000_000, 1, 99)).toBe(459);
    expect(challengesEachDay(20_000_000, figuresOn(day('2026-11-23')))).toBe(66);
  });

  it('needs fewer of a small archive, and never more than there are', () => {
    expect(challengesNeeded(1000, 1, 99)).toBe(368);
    expect(challengesNeeded(100, 1, 99)).toBe(99);
    expect(challengesNeeded(1, 1, 99)).toBe(1);
    expect(challengesNeeded(0, 1, 99)).toBe(0);
  });

  it('asks enough each day, drawing anew, for archives of any size', () => {
    const figure = figuresOn(day('2026-11-23'));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (blocks) => {
        const lost = Math.max(1, Math.ceil(blocks / 100));
        const asked = challengesEachDay(blocks, figure);
        expect(asked).toBeLessThanOrEqual(blocks);
        expect(chanceInAWeek(blocks, lost, asked)).toBeGreaterThanOrEqual(0.99 - 1e-12);
        expect(chanceInAWeek(blocks, lost, asked - 1)).toBeLessThan(0.99);
      }),
    );
    expect([1, 2, 10, 100, 1000, 20_000_000].map((blocks) => challengesEachDay(blocks, figure))).toEqual([
      1, 1, 5, 49, 64, 66,
    ]);
  });

  it('is the fewest that do', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 50_000 }), fc.integer({ min: 1, max: 20 }), (blocks, share) => {
        const asked = challengesNeeded(blocks, share, 99);
        const lost = Math.ceil((blocks * share) / 100);
        expect(chanceOfFinding(blocks, lost, asked)).toBeGreaterThanOrEqual(0.99 - 1e-12);
        expect(chanceOfFinding(blocks, lost, asked - 1)).toBeLessThan(0.99 + 1e-12);
      }),
    );
  });

  it('is certain once more is asked than is left, and nothing without a loss or a question', () => {
    expect([chanceOfFinding(100, 1, 100), chanceOfFinding(100, 10, 91)]).toEqual([1, 1]);
    expect([chanceOfFinding(100, 0, 50), chanceOfFinding(100, 5, 0)]).toEqual([0, 0]);
  });

  it('is what 20,000 weeks of random questions find', () => {
    const weeks = 20_000;
    for (const [blocks, lost, asked] of [
      [50_000, 500, 459],
      [50_000, 500, 100],
      [2_000, 20, 150],
    ] as const) {
      const next = draws(blocks + asked);
      let found = 0;
      for (let week = 0; week < weeks; week += 1) if (hits(blocks, lost, asked, next)) found += 1;
      const chance = chanceOfFinding(blocks, lost, asked);
      // Four standard deviations of so many weeks.
      expect(Math.abs(found / weeks - chance)).toBeLessThan(4 * Math.sqrt((chance * (1 - chance)) / weeks));
    }
  });
});
