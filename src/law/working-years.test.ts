import { describe, expect, it } from 'vitest';
import { addWorkingDays, lastDayLeaving, workingDaysUntil } from '#kernel/calendar';
import { addDays, plainDate as day, weekdayOf } from '#kernel/plain-date';
import { knownCalendar, knownYears } from './working-years';

const daysFrom = (first: string, last: string) => {
  const days = [];
  for (let each = day(first); each <= last; each = addDays(each, 1)) days.push(each);
  return days;
};

describe('the working years', () => {
  it('run from 2021 to 2026 without a gap, each with its notice', () => {
    expect(knownYears.map((year) => year.year)).toEqual([2021, 2022, 2023, 2024, 2025, 2026]);
    for (const { year, source } of knownYears) expect(source).toBe(`国务院办公厅关于${year}年部分节假日安排的通知`);
  });

  it.each([
    [2021, 250],
    [2022, 249],
    [2023, 249],
    [2024, 251],
    [2025, 248],
    [2026, 248],
  ])('give %i %i working days', (year, total) => {
    const worked = daysFrom(`${year}-01-01`, `${year}-12-31`).filter((each) => knownCalendar.isWorkingDay(each));
    expect(worked).toHaveLength(total);
  });

  it('work only weekend days by exception, and never a day that is off', () => {
    for (const { offDays, workedWeekendDays } of knownYears) {
      for (const each of workedWeekendDays) expect(weekdayOf(each)).toBeGreaterThan(5);
      expect(workedWeekendDays.filter((each) => offDays.includes(each))).toEqual([]);
      expect(new Set(offDays).size).toBe(offDays.length);
    }
  });

  it('hold the New Year days of 2023 that begin in 2022', () => {
    expect(knownYears[2]?.offDays.slice(0, 3)).toEqual(['2022-12-31', '2023-01-01', '2023-01-02']);
  });

  it('have 24 Fridays off, on which the weekly ledger is due a working day earlier', () => {
    const fridays = daysFrom('2021-01-01', '2026-12-31').filter(
      (each) => weekdayOf(each) === 5 && !knownCalendar.isWorkingDay(each),
    );
    expect(fridays).toHaveLength(24);
    expect(fridays).toEqual(
      expect.arrayContaining(
        '2024-02-16 2024-10-04 2025-01-31 2025-10-03 2026-01-02 2026-02-20 2026-05-01 2026-06-19 2026-09-25 2026-10-02'.split(
          ' ',
        ),
      ),
    );
  });

  it('call a year without a notice provisional', () => {
    expect(knownCalendar.isProvisional(day('2026-12-31'))).toBe(false);
    expect(knownCalendar.isProvisional(day('2027-01-01'))).toBe(true);
    expect(knownCalendar.isWorkingDay(day('2027-10-01'))).toBe(false);
    expect(knownCalendar.isWorkingDay(day('2027-10-04'))).toBe(true);
  });
});

describe('five working days before opening', () => {
  it.each([
    ['2024-10-08', '2024-09-25'],
    ['2021-10-08', '2021-09-26'],
    ['2024-02-18', '2024-02-05'],
    ['2024-07-25', '2024-07-18'],
    ['2025-02-05', '2025-01-22'],
    ['2025-10-09', '2025-09-25'],
    ['2026-02-24', '2026-02-10'],
    ['2026-05-06', '2026-04-24'],
    ['2026-10-08', '2026-09-23'],
  ])('a class that starts on %s is filed on %s at the latest', (start, latest) => {
    expect(lastDayLeaving(knownCalendar, day(start), 5)).toBe(latest);
    expect(workingDaysUntil(knownCalendar, day(latest), day(start))).toBe(5);
    expect(workingDaysUntil(knownCalendar, addWorkingDays(knownCalendar, day(latest), 1), day(start))).toBe(4);
  });

  it.each([
    ['2024-07-25', '2024-08-01'],
    ['2026-02-24', '2026-03-02'],
    ['2024-02-18', '2024-02-23'],
    ['2024-09-25', '2024-10-08'],
  ])('a filing received on %s is reviewed by %s', (received, due) => {
    expect(addWorkingDays(knownCalendar, day(received), 5)).toBe(due);
  });
});
