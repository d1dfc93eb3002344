import type { Sheet } from '#kernel/sheet';
import { plainBlanks } from '../../domain/lists/characters';
import { type HeaderRows, stackedHeadings } from '../../domain/lists/find-header';
import type { ListReading } from '../../domain/lists/interpret';

const shownSamples = 3;
const longestSample = 24;

/** The words over a column, its merged rows joined. */
export function headingWords(sheet: Sheet, header: HeaderRows | undefined, column: number): string {
  if (!header) return '';
  return (stackedHeadings(sheet, header)[column] ?? []).filter((words) => words !== '').join(' / ');
}

/** The first different values of every column among the rows that are taken, or, while none is, among those below. */
export function samplesOf<Field extends string>(sheet: Sheet, reading: ListReading<Field>): string[][] {
  const taken = reading.rows.flatMap(({ source }) => source?.row ?? []);
  const below = sheet.rows.map((_, row) => row).slice(reading.firstRow);
  const rows = (taken.length > 0 ? taken : below).slice(0, 50);
  const last = reading.header?.bottom ?? reading.firstRow;
  const width = Math.max(0, ...sheet.rows.slice(0, last + 60).map((row) => row?.length ?? 0));
  return Array.from({ length: width }, (_, column) => {
    const values = new Set<string>();
    for (const row of rows) {
      const cell = sheet.rows[row]?.[column];
      const text = cell ? plainBlanks(cell.text) : '';
      if (text !== '') values.add(text.slice(0, longestSample));
      if (values.size === shownSamples) break;
    }
    return [...values];
  });
}
