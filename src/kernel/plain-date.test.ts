import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  ageOn,
  dateOfDayNumber,
  dayNumber,
  daysBetween,
  daysInMonth,
  earlier,
  findDate,
  isLeapYear,
  later,
  parsePlainDate,
  partsOf,
  plainDate as day,
  spokenDay,
  weekdayOf,
} from './plain-date';

/** Any day from 0001-01-01 to 9999-12-31. */
const anyDay = fc.integer({ min: -719_162, max: 2_932_896 }).map(dateOfDayNumber);
const modernDay = fc
  .integer({ min: dayNumber(day('1900-01-01')), max: dayNumber(day('2100-12-31')) })
  .map(dateOfDayNumber);

describe('a day', () => {
  it.each([
    ['1970-01-01', 0],
    ['1969-12-31', -1],
    ['2000-02-29', 11_016],
    ['2000-03-01', 11_017],
    ['2024-07-18', 19_922],
    ['0001-01-01', -719_162],
    ['9999-12-31', 2_932_896],
  ])('%s is day %i', (text, number) => {
    expect(dayNumber(day(text))).toBe(number);
    expect(dateOfDayNumber(number)).toBe(text);
  });

  it('agrees with the clock of the machine over every day number', () => {
    fc.assert(
      fc.property(anyDay, (each) => {
        const machine = new Date(dayNumber(each) * 86_400_000);
        expect(machine.toISOString().slice(0, 10)).toBe(each);
        expect(weekdayOf(each) % 7).toBe(machine.getUTCDay());
      }),
    );
  });

  it('exists only in the calendar: leap days, month ends, and no other form', () => {
    expect(parsePlainDate('2024-02-29')).toBe('2024-02-29');
    for (const text of ['2023-02-29', '1900-02-29', '2024-04-31', '2024-13-01', '2024-00-10', '2024-01-00'])
      expect(parsePlainDate(text)).toBeUndefined();
    for (const text of ['2024-1-1', '20240101', '2024/01/01', '2024-01-01T00:00', ' 2024-01-01', '2024-01-01\n', ''])
      expect(parsePlainDate(text)).toBeUndefined();
    expect(findDate(2024, 1.5, 1)).toBeUndefined();
    expect(findDate(0, 1, 1)).toBeUndefined();
    expect(findDate(10_000, 1, 1)).toBeUndefined();
    expect(() => day('2005-02-29')).toThrow(RangeError);
  });

  it('knows leap years', () => {
    expect([1900, 2000, 2023, 2024, 2100, 2400].map(isLeapYear)).toEqual([false, true, false, true, false, true]);
    expect(Array.from({ length: 12 }, (_, index) => daysInMonth(2023, index + 1))).toEqual([
      31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
    ]);
  });

  it('has a weekday from Monday 1 to Sunday 7, before 1970 too', () => {
    expect(weekdayOf(day('2024-07-18'))).toBe(4);
    expect(weekdayOf(day('2024-07-21'))).toBe(7);
    expect(weekdayOf(day('1970-01-01'))).toBe(4);
    expect(weekdayOf(day('1949-10-01'))).toBe(6);
  });

  it('sorts as text', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (a, b) => {
        expect(Math.sign(daysBetween(a, b))).toBe(a < b ? 1 : a > b ? -1 : 0);
        expect(earlier(a, b) <= later(a, b)).toBe(true);
      }),
    );
  });

  it('is reached again by going back', () => {
    fc.assert(
      fc.property(modernDay, fc.integer({ min: -40_000, max: 40_000 }), (from, days) => {
        expect(addDays(addDays(from, days), -days)).toBe(from);
        expect(daysBetween(from, addDays(from, days))).toBe(days);
      }),
    );
  });

  it('does not leave the four-digit years', () => {
    expect(() => addDays(day('9999-12-31'), 1)).toThrow(RangeError);
    expect(() => addMonths(day('0001-01-01'), -1)).toThrow(RangeError);
  });

  it('is spoken with its weekday, and with its year only when the year differs', () => {
    expect(spokenDay(day('2026-11-26'))).toBe('11月26日 周四');
    expect(spokenDay(day('2026-11-26'), day('2026-01-01'))).toBe('11月26日 周四');
    expect(spokenDay(day('2027-01-03'), day('2026-12-31'))).toBe('2027年1月3日 周日');
  });
});

describe('a day some months later', () => {
  it.each([
    ['2024-01-31', 1, '2024-02-29'],
    ['2023-01-31', 1, '2023-02-28'],
    ['2024-03-31', -1, '2024-02-29'],
    ['2024-12-15', 1, '2025-01-15'],
    ['2024-01-15', -1, '2023-12-15'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 48, '2028-02-29'],
    ['1967-05-12', 728, '2028-01-12'],
    ['2024-08-31', 6, '2025-02-28'],
  ])('%s and %i months is %s', (from, months, to) => expect(addMonths(day(from), months)).toBe(to));

  it('keeps the day of the month or takes the last, and lies in the month asked for', () => {
    fc.assert(
      fc.property(modernDay, fc.integer({ min: -1000, max: 1000 }), (from, months) => {
        const start = partsOf(from);
        const end = partsOf(addMonths(from, months));
        expect(end.year * 12 + end.month - (start.year * 12 + start.month)).toBe(months);
        expect(end.day).toBe(Math.min(start.day, daysInMonth(end.year, end.month)));
      }),
    );
  });
});

describe('age', () => {
  it('counts a birthday from its own day', () => {
    expect(ageOn(day('2008-12-14'), day('2024-12-13'))).toBe(15);
    expect(ageOn(day('2008-12-14'), day('2024-12-14'))).toBe(16);
    expect(ageOn(day('2008-12-14'), day('2008-12-14'))).toBe(0);
  });

  it('of one born on a leap day grows on 1 March where there is no 29 February', () => {
    expect(ageOn(day('2008-02-29'), day('2025-02-28'))).toBe(16);
    expect(ageOn(day('2008-02-29'), day('2025-03-01'))).toBe(17);
  });

  it('never falls as days pass', () => {
    fc.assert(
      fc.property(modernDay, modernDay, fc.nat(1000), (birth, onDay, days) => {
        expect(ageOn(birth, addDays(onDay, days))).toBeGreaterThanOrEqual(ageOn(birth, onDay));
      }),
    );
  });
});
