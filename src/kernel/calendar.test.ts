import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addWorkingDays,
  lastDayLeaving,
  workingCalendar,
  workingDayOnOrBefore,
  workingDaysLeft,
  workingDaysUntil,
} from './calendar';
import { addDays, dateOfDayNumber, plainDate as day } from './plain-date';

/** A year with a Wednesday to Friday off and the Sunday after it worked. */
const calendar = workingCalendar([
  {
    year: 2024,
    source: '通知',
    offDays: [day('2024-05-01'), day('2024-05-02'), day('2024-05-03')],
    workedWeekendDays: [day('2024-05-05')],
  },
]);
const anyDay = fc.integer({ min: 19_600, max: 20_200 }).map(dateOfDayNumber);
const anyCount = fc.integer({ min: 0, max: 60 });

describe('the working calendar', () => {
  it('works Monday to Friday, but for days off and weekend days worked', () => {
    const worked = [30, 31, 32, 33, 34, 35, 36].map((n) => calendar.isWorkingDay(addDays(day('2024-03-31'), n)));
    expect(worked).toEqual([true, false, false, false, false, true, true]);
  });

  it('does not count the first day', () => {
    expect(workingDaysUntil(calendar, day('2024-04-29'), day('2024-04-29'))).toBe(0);
    expect(workingDaysUntil(calendar, day('2024-04-29'), day('2024-04-30'))).toBe(1);
    expect(workingDaysUntil(calendar, day('2024-04-30'), day('2024-05-05'))).toBe(1);
    expect(workingDaysUntil(calendar, day('2024-05-05'), day('2024-04-30'))).toBe(0);
  });

  it('finds the nearest working day not later', () => {
    expect(workingDayOnOrBefore(calendar, day('2024-05-03'))).toBe('2024-04-30');
    expect(workingDayOnOrBefore(calendar, day('2024-05-05'))).toBe('2024-05-05');
  });

  it('counts to a deadline, then below zero from the day after it', () => {
    expect(workingDaysLeft(calendar, day('2024-04-29'), day('2024-05-06'))).toBe(3);
    expect(workingDaysLeft(calendar, day('2024-05-06'), day('2024-05-06'))).toBe(0);
    expect(workingDaysLeft(calendar, day('2024-05-07'), day('2024-05-06'))).toBe(-1);
    expect(workingDaysLeft(calendar, day('2024-05-01'), day('2024-04-30'))).toBe(-1);
  });

  it('adds working days that it counts back', () => {
    fc.assert(
      fc.property(anyDay, anyCount, (from, count) => {
        const to = addWorkingDays(calendar, from, count);
        expect(workingDaysUntil(calendar, from, to)).toBe(count);
        if (count > 0) expect(calendar.isWorkingDay(to)).toBe(true);
      }),
    );
  });

  it('gives the last working day on which filing is still in time', () => {
    fc.assert(
      fc.property(anyDay, anyCount, (start, count) => {
        const last = lastDayLeaving(calendar, start, count);
        expect(calendar.isWorkingDay(last)).toBe(true);
        expect(workingDaysUntil(calendar, last, start)).toBeGreaterThanOrEqual(count);
        const next = addWorkingDays(calendar, last, 1);
        if (next <= start) expect(workingDaysUntil(calendar, next, start)).toBeLessThan(count);
      }),
    );
  });

  it('is additive over a working day between', () => {
    fc.assert(
      fc.property(anyDay, fc.nat(60), fc.nat(60), (from, first, second) => {
        const middle = addDays(from, first);
        const end = addDays(middle, second);
        expect(workingDaysUntil(calendar, from, end)).toBe(
          workingDaysUntil(calendar, from, middle) + workingDaysUntil(calendar, middle, end),
        );
      }),
    );
  });
});
