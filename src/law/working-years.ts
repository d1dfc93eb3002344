import type { CalendarYear, WorkingCalendar } from '#kernel/calendar';
import { addDays, type PlainDate, plainDate } from '#kernel/plain-date';
import { workingCalendarOf } from './statutory-holidays';

/** One year of the holiday notices: spans off (`01-01/01-03`, or one day) and weekend days worked, as month and day. */
interface Notice {
  readonly year: number;
  readonly off: readonly string[];
  readonly worked: readonly string[];
}

const notices: readonly Notice[] = [
  {
    year: 2021,
    off: ['01-01/01-03', '02-11/02-17', '04-03/04-05', '05-01/05-05', '06-12/06-14', '09-19/09-21', '10-01/10-07'],
    worked: ['02-07', '02-20', '04-25', '05-08', '09-18', '09-26', '10-09'],
  },
  {
    year: 2022,
    off: ['01-01/01-03', '01-31/02-06', '04-03/04-05', '04-30/05-04', '06-03/06-05', '09-10/09-12', '10-01/10-07'],
    worked: ['01-29', '01-30', '04-02', '04-24', '05-07', '10-08', '10-09'],
  },
  {
    year: 2023,
    off: ['2022-12-31/01-02', '01-21/01-27', '04-05', '04-29/05-03', '06-22/06-24', '09-29/10-06'],
    worked: ['01-28', '01-29', '04-23', '05-06', '06-25', '10-07', '10-08'],
  },
  {
    year: 2024,
    off: ['01-01', '02-10/02-17', '04-04/04-06', '05-01/05-05', '06-10', '09-15/09-17', '10-01/10-07'],
    worked: ['02-04', '02-18', '04-07', '04-28', '05-11', '09-14', '09-29', '10-12'],
  },
  {
    year: 2025,
    off: ['01-01', '01-28/02-04', '04-04/04-06', '05-01/05-05', '05-31/06-02', '10-01/10-08'],
    worked: ['01-26', '02-08', '04-27', '09-28', '10-11'],
  },
  {
    year: 2026,
    off: ['01-01/01-03', '02-15/02-23', '04-04/04-06', '05-01/05-05', '06-19/06-21', '09-25/09-27', '10-01/10-07'],
    worked: ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10'],
  },
];

const dayIn = (year: number, text: string): PlainDate => plainDate(text.length === 5 ? `${year}-${text}` : text);

function daysOf(year: number, span: string): PlainDate[] {
  const [first = '', last = first] = span.split('/');
  const end = dayIn(year, last);
  const days: PlainDate[] = [];
  for (let day = dayIn(year, first); day <= end; day = addDays(day, 1)) days.push(day);
  return days;
}

/** The holiday notice of a year by name: the ground of every deadline counted in it. */
export const noticeTitle = (year: number): string => `国务院办公厅关于${year}年部分节假日安排的通知`;

/** Every year whose notice is known; an officer adds later years as rows when the notice appears. */
export const knownYears: readonly CalendarYear[] = notices.map(({ year, off, worked }) => ({
  year,
  source: noticeTitle(year),
  offDays: off.flatMap((span) => daysOf(year, span)),
  workedWeekendDays: worked.map((day) => dayIn(year, day)),
}));

export const knownCalendar: WorkingCalendar = workingCalendarOf(knownYears);
