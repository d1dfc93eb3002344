import { sql } from 'kysely';
import type { CalendarYear, WorkingCalendar } from '#kernel/calendar';
import { workingCalendarOf } from '#law/statutory-holidays';
import { plainDate } from '#kernel/plain-date';
import { type Dated, type FigureName, figures, type LaterLines } from '#law/figures';
import { knownYears } from '#law/working-years';
import type { Transaction } from './operation';

/** What every request reads before it decides: the working calendar and the figures added by officers. */
export interface Standing {
  readonly calendar: WorkingCalendar;
  readonly years: readonly CalendarYear[];
  readonly laterFigures: LaterLines;
}

const isFigureName = (name: string): name is FigureName => name in figures;

async function readYears(tx: Transaction): Promise<CalendarYear[]> {
  const rows = await sql<{ year: number; source: string; off: string[]; worked: string[] }>`
    select year, source, off_days::text[] as off, worked_weekend_days::text[] as worked from calendar_years`.execute(
    tx,
  );
  return rows.rows.map(({ year, source, off, worked }) => ({
    year,
    source,
    offDays: off.map(plainDate),
    workedWeekendDays: worked.map(plainDate),
  }));
}

async function readFigures(tx: Transaction): Promise<LaterLines> {
  const rows = await sql<{ figure: string; from: string; value: string; document: string }>`
    select figure, effective_from::text as from, value::text as value, document from figure_lines
    where confirmed_at is not null`.execute(tx);
  const lines: Partial<Record<FigureName, Dated[]>> = {};
  for (const row of rows.rows) {
    if (!isFigureName(row.figure)) continue;
    const fixed = figures[row.figure][0];
    const line: Dated = {
      from: plainDate(row.from),
      value: Number(row.value),
      cites: fixed.cites,
      grade: 'S',
      ground: row.document,
    };
    lines[row.figure] = [...(lines[row.figure] ?? []), line];
  }
  return lines;
}

/** Reads the standing data of the database over what the law folder knows. */
export async function readStanding(tx: Transaction): Promise<Standing> {
  const entered = await readYears(tx);
  const enteredYears = new Set(entered.map((year) => year.year));
  const years = [...knownYears.filter((year) => !enteredYears.has(year.year)), ...entered];
  return { calendar: workingCalendarOf(years), years, laterFigures: await readFigures(tx) };
}
