import { columnName, type Sheet } from '#kernel/sheet';
import { plainBlanks } from '../domain/lists/characters';
import { type HeadingChoice, headingChoices } from '../domain/exchange/answer-columns';
import {
  type RegistrationColumn,
  registrationColumns,
  type RegistrationLayout,
} from '../domain/exchange/registrations';

/** A column of the file, and what it is read as. */
export interface RegistrationFileColumn {
  readonly column: number;
  readonly letter: string;
  readonly heading: string;
  readonly samples: readonly string[];
  readonly field: RegistrationColumn | undefined;
  readonly origin: RegistrationLayout['origin'] | undefined;
}

/** Long numbers stay out of the answer but for their ends; the officer knows them from the file. */
const masked = (text: string): string =>
  text.replace(/\d{11,}/g, (digits) => `${digits.slice(0, 3)}***${digits.slice(-2)}`).slice(0, 24);

/** Every column of the sheet with its heading and first values. */
export function fileColumnsOf(sheet: Sheet, layout: RegistrationLayout): RegistrationFileColumn[] {
  const below = sheet.rows.slice(layout.header + 1, layout.header + 50);
  const width = Math.max(0, ...sheet.rows.slice(layout.header, layout.header + 50).map((row) => row?.length ?? 0));
  const text = (row: Sheet['rows'][number], column: number) => plainBlanks(row?.[column]?.text ?? '');
  return Array.from({ length: Math.min(width, 60) }, (_, column) => column).flatMap((column) => {
    const heading = text(sheet.rows[layout.header], column);
    const samples = [...new Set(below.map((row) => masked(text(row, column))).filter(Boolean))].slice(0, 3);
    const field = registrationColumns.find((each) => layout.columns[each] === column);
    if (heading === '' && samples.length === 0 && !field) return [];
    return [
      { column, letter: columnName(column), heading: masked(heading), samples, field, origin: field && layout.origin },
    ];
  });
}

/** Rows that may be the heading; the one that is read as such is always among them. */
export function headingsOf(sheet: Sheet, { header }: RegistrationLayout): HeadingChoice[] {
  const choices = headingChoices(sheet);
  return choices.some(({ row }) => row === header) ? choices : [{ row: header, words: '' }, ...choices];
}
