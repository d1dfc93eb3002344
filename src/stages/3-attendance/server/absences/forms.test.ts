import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localMinute as minuteOn } from '../../domain/lesson-times';
import { plainDate } from '#kernel/plain-date';
import { localMinute } from './forms';

describe('a minute somebody writes', () => {
  it('is refused where the calendar or the clock has none, and never read as another day', () => {
    for (const written of ['2026-02-30T08:00', '2026-06-31T08:00', '2026-12-14T24:00', '2026-13-01T08:00'])
      expect(localMinute.safeParse(written).error?.issues[0]?.message).toBe('没有这个时间，请重新填写');
    expect(localMinute.parse('2028-02-29T23:59')).toBe(minuteOn(plainDate('2028-02-29'), 1439));
  });

  it('comes out as it was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), (hour, minute) => {
        const time = [hour, minute].map((each) => String(each).padStart(2, '0')).join(':');
        expect(localMinute.parse(`2026-12-14T${time}`)).toBe(minuteOn(plainDate('2026-12-14'), hour * 60 + minute));
      }),
    );
  });
});
