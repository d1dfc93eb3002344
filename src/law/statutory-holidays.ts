import { type CalendarYear, type WorkingCalendar, workingCalendar } from '#kernel/calendar';
import { addDays, type PlainDate, plainDate } from '#kernel/plain-date';

/** 《全国年节及纪念日放假办法》（2024-11-10 修订）takes force. */
const inForceFrom = plainDate('2025-01-01');

/** Days off that have the same date each year: 元旦, 劳动节 two days, 国庆节 three. */
const fixedDays: ReadonlySet<string> = new Set(['01-01', '05-01', '05-02', '10-01', '10-02', '10-03']);

/** 春节 (初一), 清明, 端午 and 中秋 of years whose notice may still be out, as the lunar calendar has them (GB/T 33661). */
const movingDays: Readonly<Record<number, readonly [string, string, string, string]>> = {
  2027: ['02-06', '04-05', '06-09', '09-15'],
  2028: ['01-26', '04-04', '05-28', '10-03'],
  2029: ['02-13', '04-04', '06-16', '09-22'],
  2030: ['02-03', '04-05', '06-05', '09-12'],
};

/** 除夕 and the first three days of the year; 清明, 端午 and 中秋 one day each. */
const movingHolidays: ReadonlySet<PlainDate> = new Set(
  Object.entries(movingDays).flatMap(([year, [spring, ...others]]) => {
    const newYear = plainDate(`${year}-${spring}`);
    return [
      ...[-1, 0, 1, 2].map((offset) => addDays(newYear, offset)),
      ...others.map((each) => plainDate(`${year}-${each}`)),
    ];
  }),
);

/**
 * A day off by the decree itself, whatever days around it the yearly notice will move: what a forecast knows of a year
 * that has no notice yet.
 */
export const isStatutoryHoliday = (day: PlainDate): boolean =>
  day >= inForceFrom && (fixedDays.has(day.slice(5)) || movingHolidays.has(day));

/** The calendar of years with a notice; any other year has the days off by decree. */
export const workingCalendarOf = (years: readonly CalendarYear[]): WorkingCalendar =>
  workingCalendar(years, isStatutoryHoliday);

/** The days off by decree of one year, in order. */
export function statutoryHolidaysOf(year: number): PlainDate[] {
  const found: PlainDate[] = [];
  const last = plainDate(`${year}-12-31`);
  for (let day = plainDate(`${year}-01-01`); day <= last; day = addDays(day, 1))
    if (isStatutoryHoliday(day)) found.push(day);
  return found;
}
