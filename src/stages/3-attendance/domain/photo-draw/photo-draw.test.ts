import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawnOf, lowestOf } from './photo-draw';

const lots = fc.uniqueArray(fc.record({ id: fc.uuid(), lot: fc.constantFrom('00', '01', 'a0', 'ff') }), {
  selector: ({ id }) => id,
  maxLength: 30,
});

describe('the random check of room photos (2021 四)', () => {
  it('looks at a share of the day, at one at least, at no more than there are', () => {
    expect([0, 1, 9, 10, 11, 48].map((pool) => drawnOf(pool, 10, 1))).toEqual([0, 1, 1, 1, 2, 5]);
    expect(drawnOf(3, 10, 5)).toBe(3);
    expect(drawnOf(20, 100, 1)).toBe(20);
    fc.assert(
      fc.property(
        fc.nat(500),
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 10 }),
        (pool, share, least) => {
          const drawn = drawnOf(pool, share, least);
          expect(drawn).toBeLessThanOrEqual(pool);
          expect(drawn).toBeGreaterThanOrEqual(Math.min(pool, least));
          expect(drawn * 100).toBeGreaterThanOrEqual(Math.min(pool * 100, pool * share));
        },
      ),
    );
  });
  it('takes the lowest lots, the same ones in whatever order the list comes', () => {
    fc.assert(
      fc.property(lots, fc.nat(30), (of, count) => {
        const drawn = lowestOf(of, count);
        expect(lowestOf(of.toReversed(), count)).toEqual(drawn);
        expect(drawn).toHaveLength(Math.min(count, of.length));
        const [taken, left] = [of.filter(({ id }) => drawn.includes(id)), of.filter(({ id }) => !drawn.includes(id))];
        for (const one of taken) for (const other of left) expect(one.lot <= other.lot).toBe(true);
      }),
    );
  });
});
