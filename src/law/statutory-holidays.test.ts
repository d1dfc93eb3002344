import { describe, expect, it } from 'vitest';
import { plainDate as day } from '#kernel/plain-date';
import { statutoryHolidaysOf, workingCalendarOf } from './statutory-holidays';
import { knownYears } from './working-years';

describe('days off by decree (全国年节及纪念日放假办法)', () => {
  it('are thirteen a year where no two fall together', () => {
    expect(statutoryHolidaysOf(2027)).toHaveLength(13);
    expect(statutoryHolidaysOf(2029)).toHaveLength(13);
    // 中秋 2028 falls on 3 October.
    expect(statutoryHolidaysOf(2028)).toHaveLength(12);
  });

  it('are those of fixed date beyond the years whose moving ones are known, and none before the decree', () => {
    expect(statutoryHolidaysOf(2040).map((each) => each.slice(5))).toEqual([
      '01-01',
      '05-01',
      '05-02',
      '10-01',
      '10-02',
      '10-03',
    ]);
    expect(statutoryHolidaysOf(2024)).toEqual([]);
  });

  it('all stand in the notices of the years that have one', () => {
    const off = new Set(knownYears.flatMap(({ offDays }) => offDays));
    for (const year of [2025, 2026]) for (const each of statutoryHolidaysOf(year)) expect(off.has(each)).toBe(true);
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
