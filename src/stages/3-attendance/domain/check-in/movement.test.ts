import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { movementOf, type PassingFrame } from './movement';

const at = (yaw: number, likeness = 0.8): PassingFrame => ({ isRead: true, yaw, likeness });
const blurred: PassingFrame = { isRead: false, yaw: 0, likeness: 0 };
const turn = (between: readonly PassingFrame[], to = 25) => movementOf({ from: 1, to, between, mismatchBelow: 0.2 });

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
  it('is not told by blurred pictures, by none, and speaks against nobody then', () => {
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
