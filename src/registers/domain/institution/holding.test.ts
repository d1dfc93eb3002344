import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, plainDate } from '#kernel/plain-date';
import { interruptionOf, interruptionWords, isOpenOn } from './holding';

const day = plainDate;
const [from, to] = [day('2026-12-14'), day('2026-12-18')];

describe('a designation on the days of a class', () => {
  it('holds when nothing was decided about it', () => {
    expect(interruptionOf({}, from, to)).toBeUndefined();
  });

  it('does not hold when it is revoked or ends on the last day or before, and holds when that comes a day later', () => {
    expect(interruptionOf({ revokedOn: to }, from, to)).toEqual({ how: 'revoked', day: to });
    expect(interruptionOf({ endedOn: day('2026-01-01') }, from, to)).toMatchObject({ how: 'ended' });
    expect(interruptionOf({ revokedOn: addDays(to, 1), endedOn: addDays(to, 1) }, from, to)).toBeUndefined();
  });

  it('does not hold on a single suspended day, and holds beside it', () => {
    const suspended = (first: string, last: string | undefined) =>
      interruptionOf({ suspensions: [{ from: day(first), until: last ? day(last) : undefined }] }, from, to);
    expect(suspended('2026-12-18', '2026-12-18')).toMatchObject({ how: 'suspended', day: '2026-12-18' });
    expect(suspended('2026-12-01', '2026-12-14')).toMatchObject({ how: 'suspended' });
    expect(suspended('2026-12-01', undefined)).toMatchObject({ how: 'suspended', until: undefined });
    expect(suspended('2026-12-01', '2026-12-13')).toBeUndefined();
    expect(suspended('2026-12-19', undefined)).toBeUndefined();
  });

  it('never holds on more days when a class is longer', () => {
    const days = fc.integer({ min: 0, max: 60 });
    fc.assert(
      fc.property(days, days, days, fc.option(days), (start, length, first, lasts) => {
        const begins = addDays(from, start);
        const suspensions = [
          { from: addDays(from, first), until: lasts === null ? undefined : addDays(from, first + lasts) },
        ];
        const ends = addDays(begins, length);
        if (interruptionOf({ suspensions }, begins, ends) === undefined) return;
        expect(interruptionOf({ suspensions }, begins, addDays(ends, 1))).toBeDefined();
      }),
    );
  });

  it('is said in words', () => {
    expect(interruptionWords({ how: 'suspended', day: from, until: to }, from)).toBe(
      '自12月14日 周一起中止，至12月18日 周五',
    );
    expect(interruptionWords({ how: 'suspended', day: from }, from)).toBe('自12月14日 周一起中止，恢复前不能开班');
    expect(interruptionWords({ how: 'revoked', day: from }, from)).toBe('自12月14日 周一起取消');
  });
});

describe('a room offered for planning', () => {
  it('has been looked at by the county and is not closed on the day', () => {
    expect(isOpenOn({}, from)).toBe(true);
    expect(isOpenOn({ closedOn: addDays(from, 1) }, from)).toBe(true);
    expect(isOpenOn({ closedOn: from }, from)).toBe(false);
    expect(isOpenOn({ awaitsCheck: true }, from)).toBe(false);
  });
});
