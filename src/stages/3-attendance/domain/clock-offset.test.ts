import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainDate as day } from '#kernel/plain-date';
import { figuresOn } from '#law/figures';
import { clockOffset } from './clock-offset';

const figure = figuresOn(day('2026-11-23'));
const start = Date.parse('2026-11-23T00:00:00Z');
const samples = (...differences: number[]) =>
  differences.map((difference, at) => ({ receivedAt: start + at * 60_000, difference }));
const told = (...differences: number[]) => clockOffset(samples(...differences), figure);

describe('the clock of a device (2021.A6.6)', () => {
  it('is unknown without a sample', () => expect(told()).toBeUndefined());

  it('is read from the fastest message, so that a slow network does not spoil it', () => {
    expect(told(900, 350, 42_000, 300, 7_000)).toMatchObject({ offset: 300, isFlagged: false, sampleCount: 5 });
  });

  it('is flagged beyond sixty seconds either way, and not at sixty', () => {
    expect([told(60_000)?.isFlagged, told(60_001)?.isFlagged]).toEqual([false, true]);
    expect([told(-60_000)?.isFlagged, told(-60_001)?.isFlagged]).toEqual([false, true]);
    expect(told(95_400)?.sentence).toBe('设备时钟慢 95 秒；记录照收并标明，时间不改动。请校准设备时钟。');
    expect(told(-95_400)?.sentence).toContain('快 95 秒');
  });

  it('is told to be in another zone where it is off by whole hours', () => {
    expect(told(8 * 3_600_000 + 400)?.sentence).toContain('慢 8 小时，像是时区设错');
  });

  it('is flagged for the whole time when it was wrong for one hour of it', () => {
    const one = { receivedAt: start, difference: 400 };
    const set = { receivedAt: start + 3_600_000, difference: 7_200_000 + 300 };
    const back = { receivedAt: start + 7_200_000, difference: 350 };
    expect(clockOffset([one, set, back], figure)).toMatchObject({
      hasJumped: true,
      isFlagged: true,
      offset: 7_200_300,
    });
  });

  it('comes out the same in any order, and is never beyond the smallest difference seen', () => {
    const any = fc.array(
      fc.record({
        receivedAt: fc.integer({ min: start, max: start + 90_000_000 }),
        difference: fc.integer({ min: -200_000, max: 500_000 }),
      }),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(any, (given) => {
        const offset = clockOffset(given, figure);
        expect(clockOffset([...given].reverse(), figure)).toEqual(offset);
        expect(given.some(({ difference }) => difference === offset?.offset)).toBe(true);
      }),
    );
  });

  it('finds a true offset within the shortest delay, whatever the network does', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -600_000, max: 600_000 }),
        fc.array(fc.integer({ min: 20, max: 30_000 }), { minLength: 1, maxLength: 50 }),
        (offset, delays) => {
          const found = told(...delays.map((delay) => offset + delay))?.offset ?? Number.NaN;
          expect(found).toBe(offset + Math.min(...delays));
        },
      ),
    );
  });
});
