import { addDays, findDate, type PlainDate, weekdayOf } from '#kernel/plain-date';

/** The days of a year that differ from Monday to Friday: off, and weekend days worked. */
export interface NoticedDays {
  readonly off: readonly PlainDate[];
  readonly worked: readonly PlainDate[];
}

interface Span {
  readonly first: PlainDate;
  readonly last: PlainDate;
}

const chineseDay =
  /(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日?(?:\s*(?:至|到|[-—–~～])\s*(?:(?:(\d{4})年)?(\d{1,2})月)?(\d{1,2})日?)?/g;
const plainDay = /(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:\s*(?:至|到|[—–~～])\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2}))?/g;

/** At most a month: a longer span is a slip of the pen, not a holiday. */
function daysOf({ first, last }: Span): PlainDate[] {
  const days: PlainDate[] = [];
  for (let day = first; day <= last && days.length < 31; day = addDays(day, 1)) days.push(day);
  return days;
}

const numbers = (parts: RegExpMatchArray): (number | undefined)[] =>
  parts.slice(1).map((part) => (part === undefined ? undefined : Number(part)));

function spansIn(sentence: string, year: number): Span[] {
  const spans: Span[] = [];
  const add = (first: PlainDate | undefined, last: PlainDate | undefined): void => {
    if (first) spans.push({ first, last: last ?? first });
  };
  for (const parts of sentence.matchAll(plainDay)) {
    const [y1 = 0, m1 = 0, d1 = 0, y2, m2 = 0, d2 = 0] = numbers(parts);
    add(findDate(y1, m1, d1), y2 === undefined ? undefined : findDate(y2, m2, d2));
  }
  for (const parts of sentence.replace(plainDay, '').matchAll(chineseDay)) {
    const [y1 = year, m1 = 0, d1 = 0, y2 = y1, m2 = m1, d2] = numbers(parts);
    add(findDate(y1, m1, d1), d2 === undefined ? undefined : findDate(y2 < y1 ? y1 : y2, m2, d2));
  }
  return spans;
}

/**
 * Reads the wording of a 国务院办公厅 holiday notice, or a plain list of dates: “放假” makes days off, “上班” weekend days
 * worked; a date with neither word is off on a weekday and worked at a weekend. Days of other years are left out.
 */
export function readHolidayNotice(text: string, year: number): NoticedDays {
  const off = new Set<PlainDate>();
  const worked = new Set<PlainDate>();
  const plain = text.normalize('NFKC').replace(/\([^()]*\)/g, '');
  for (const sentence of plain.split(/[。;；\n]/)) {
    const saysWorked = sentence.includes('上班') && !sentence.includes('放假');
    for (const day of spansIn(sentence, year).flatMap(daysOf)) {
      if (!day.startsWith(`${year}-`)) continue;
      const isWeekend = weekdayOf(day) > 5;
      if (saysWorked) worked.add(day);
      else if (sentence.includes('放假') || !isWeekend) off.add(day);
      else worked.add(day);
    }
  }
  for (const day of worked) off.delete(day);
  return { off: [...off].sort(), worked: [...worked].filter((day) => weekdayOf(day) > 5).sort() };
}
