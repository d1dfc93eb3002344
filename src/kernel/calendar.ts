import { addDays, type PlainDate, weekdayOf } from './plain-date';

/** A year of the 国务院办公厅 holiday notice: which weekdays are off and which weekend days are worked. */
export interface CalendarYear {
  readonly year: number;
  readonly source: string;
  readonly offDays: readonly PlainDate[];
  readonly workedWeekendDays: readonly PlainDate[];
}

/** Tells working days; a year without a notice falls back to Monday–Friday less the days off by decree, and is provisional. */
export interface WorkingCalendar {
  isWorkingDay(day: PlainDate): boolean;
  /** A day a notice gives off, a weekend day within a holiday too; an ordinary weekend is none. */
  isHoliday(day: PlainDate): boolean;
  /** True when the year has no holiday notice yet: a deadline there is a forecast, and must be shown as one. */
  isProvisional(day: PlainDate): boolean;
}

/** `isOffByDecree` tells the days off that need no notice; it is asked only of years that have none. */
export function workingCalendar(
  years: readonly CalendarYear[],
  isOffByDecree: (day: PlainDate) => boolean = () => false,
): WorkingCalendar {
  const noticed = new Set(years.map((year) => String(year.year).padStart(4, '0')));
  const off = new Set<PlainDate>(years.flatMap((year) => year.offDays));
  const worked = new Set<PlainDate>(years.flatMap((year) => year.workedWeekendDays));
  const isProvisional = (day: PlainDate): boolean => !noticed.has(day.slice(0, 4));
  const isHoliday = (day: PlainDate): boolean => off.has(day) || (isProvisional(day) && isOffByDecree(day));
  return {
    isWorkingDay: (day) => worked.has(day) || (weekdayOf(day) <= 5 && !isHoliday(day)),
    isHoliday,
    isProvisional,
  };
}

/** Working days after `from` up to and with `to`; 0 when `to` is not later. The first day is not counted, as in 行政处罚法 85. */
export function workingDaysUntil(calendar: WorkingCalendar, from: PlainDate, to: PlainDate): number {
  let count = 0;
  for (let day = from; day < to; ) {
    day = addDays(day, 1);
    if (calendar.isWorkingDay(day)) count += 1;
  }
  return count;
}

/** The `count`-th working day after `from`. */
export function addWorkingDays(calendar: WorkingCalendar, from: PlainDate, count: number): PlainDate {
  let day = from;
  for (let left = count; left > 0; ) {
    day = addDays(day, 1);
    if (calendar.isWorkingDay(day)) left -= 1;
  }
  return day;
}

/** The last day on which filing still leaves `count` working days before `to`. */
export function lastDayLeaving(calendar: WorkingCalendar, to: PlainDate, count: number): PlainDate {
  let day = to;
  for (let left = count; left > 0; ) {
    if (calendar.isWorkingDay(day)) left -= 1;
    day = addDays(day, -1);
  }
  while (!calendar.isWorkingDay(day)) day = addDays(day, -1);
  return day;
}

/** `day` itself when worked, else the last working day before it. */
export function workingDayOnOrBefore(calendar: WorkingCalendar, day: PlainDate): PlainDate {
  let found = day;
  while (!calendar.isWorkingDay(found)) found = addDays(found, -1);
  return found;
}

/** Working days left to a deadline: 0 on its day, negative when it has passed. */
export function workingDaysLeft(calendar: WorkingCalendar, today: PlainDate, due: PlainDate): number {
  return today <= due ? workingDaysUntil(calendar, today, due) : -Math.max(1, workingDaysUntil(calendar, due, today));
}
