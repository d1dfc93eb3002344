import { describe, expect, it } from 'vitest';
import { addDays, type PlainDate, plainDate as day } from '#kernel/plain-date';
import { isStatutoryHoliday, workingCalendarOf } from './statutory-holidays';
import { knownYears } from './working-years';

function holidaysOf(year: number): PlainDate[] {
  const found: PlainDate[] = [];
  for (let each = day(`${year}-01-01`); each <= `${year}-12-31`; each = addDays(each, 1))
    if (isStatutoryHoliday(each)) found.push(each);
  return found;
}

describe('days off by decree (全国年节及纪念日放假办法)', () => {
  it('are thirteen a year where no two fall together', () => {
    expect(holidaysOf(2027)).toHaveLength(13);
    expect(holidaysOf(2029)).toHaveLength(13);
    // 中秋 2028 falls on 3 October.
    expect(holidaysOf(2028)).toHaveLength(12);
  });

  it('are those of fixed date beyond the years whose moving ones are known, and none before the decree', () => {
    expect(holidaysOf(2040).map((each) => each.slice(5))).toEqual([
      '01-01',
      '05-01',
      '05-02',
      '10-01',
      '10-02',
      '10-03',
    ]);
    expect(holidaysOf(2024)).toEqual([]);
  });

  it('all stand in the notices of the years that have one', () => {
    const off = new Set(knownYears.flatMap(({ offDays }) => offDays));
    for (const year of [2025, 2026]) for (const each of holidaysOf(year)) expect(off.has(each)).toBe(true);
  });

  it('are no working days of a year without a notice, and its notice decides once it is there', () => {
    const forecast = workingCalendarOf(knownYears);
    expect(forecast.isWorkingDay(day('2027-01-01'))).toBe(false);
    expect(forecast.isHoliday(day('2027-02-05'))).toBe(true);
    expect(forecast.isWorkingDay(day('2027-01-04'))).toBe(true);
    const noticed = workingCalendarOf([
      ...knownYears,
      { year: 2027, source: '通知', offDays: [], workedWeekendDays: [] },
    ]);
    expect(noticed.isWorkingDay(day('2027-01-01'))).toBe(true);
  });
});
