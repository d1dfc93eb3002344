import { addDays, findDate, plainDate } from '#kernel/plain-date';

/** Day 0 of a spreadsheet's day numbers, shifted by the day that Excel counts but 1900 lacked. */
const spreadsheetEpoch = plainDate('1899-12-30');
/** Day numbers of 1927 to 2036: five digits that can only be a spreadsheet's. */
const firstSerial = 10_000;
const lastSerial = 50_000;
/** Two-digit years above this belong to the last century; nobody in a class is younger than that. */
const lastShortYear = 30;

const chineseDigits = '〇一二三四五六七八九';

/** 一九九〇年十二月三日 → 1990年12月3日. */
function arabic(text: string): string {
  if (!/[一二三四五六七八九〇○零]/.test(text)) return text;
  const plain = text.replace(/[○零Oo]/g, '〇');
  return plain.replace(/[〇一二三四五六七八九十]+/g, (run) => {
    if (!run.includes('十')) return [...run].map((sign) => chineseDigits.indexOf(sign)).join('');
    const [tens = '', ones = ''] = run.split('十');
    return `${tens === '' ? 1 : chineseDigits.indexOf(tens)}${ones === '' ? 0 : chineseDigits.indexOf(ones)}`;
  });
}

const fullYear = (year: string): number => {
  if (year.length === 4) return Number(year);
  return Number(year) > lastShortYear ? 1900 + Number(year) : 2000 + Number(year);
};

function dayOf(year: string, month: string, day: string): string | undefined {
  const found = findDate(fullYear(year), Number(month), Number(day));
  return found !== undefined && found >= '1900-01-01' ? found : undefined;
}

function monthOf(year: string, month: string): string | undefined {
  return dayOf(year, month, '1')?.slice(0, 7);
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthNumber = (name: string): string => String(months.indexOf(name.slice(0, 3).toLowerCase()) + 1);

type Reader = readonly [RegExp, (parts: readonly string[]) => string | undefined];

const at = (parts: readonly string[], index: number): string => parts[index] ?? '';
const separator = String.raw`\s*[-/.年,，。、\\—–_ ]\s*`;
const middle = String.raw`\s*[-/.月,，。、\\—–_ ]\s*`;

/** Every way a birth date is written, most exact first; a month alone stays a month. */
const readers: readonly Reader[] = [
  [/^(\d{4})(\d{2})(\d{2})$/, (parts) => dayOf(at(parts, 1), at(parts, 2), at(parts, 3))],
  [
    new RegExp(`^(\\d{4}|\\d{2})${separator}(\\d{1,2})${middle}(\\d{1,2})\\s*[日号]?$`),
    (parts) => dayOf(at(parts, 1), at(parts, 2), at(parts, 3)),
  ],
  [
    /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/,
    ([, first = '', second = '', year = '']) => dayOf(year, first, second) ?? dayOf(year, second, first),
  ],
  [/^((?:19|20)\d{2})(\d{2})$/, (parts) => monthOf(at(parts, 1), at(parts, 2))],
  [/^(\d{2})(\d{2})(\d{2})$/, (parts) => dayOf(at(parts, 1), at(parts, 2), at(parts, 3))],
  /** A sheet drops the last zero of 1990.10, so 1990.1 tells only the year. */
  [/^(\d{4})\.1$/, (parts) => (at(parts, 1) >= '1900' ? at(parts, 1) : undefined)],
  [
    new RegExp(`^(\\d{4}|\\d{2})${separator}(\\d{1,2})\\s*月?(?:份|生)?$`),
    (parts) => monthOf(at(parts, 1), at(parts, 2)),
  ],
  [
    /^(\d{1,2})[- ]([a-z]{3,9})[- ](\d{2,4})$/i,
    (parts) => dayOf(at(parts, 3), monthNumber(at(parts, 2)), at(parts, 1)),
  ],
  [/^([a-z]{3,9})[- ](\d{2,4})$/i, (parts) => monthOf(at(parts, 2), monthNumber(at(parts, 1)))],
  [/^(19\d{2}|20\d{2})年?$/, (parts) => at(parts, 1)],
  [
    /^(\d{5})(?:\.\d+)?$/,
    ([, serial = '']) => {
      const count = Number(serial);
      return count >= firstSerial && count <= lastSerial ? addDays(spreadsheetEpoch, count) : undefined;
    },
  ],
];

const tail = /\s*(?:出生|生|[.。]|(?<=^\d{8})日|T?\s*\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?Z?|星期.|周.)\s*$/;

/** A birth date as `YYYY-MM-DD`, `YYYY-MM` or `YYYY`, as exact as it was written; undefined when it is none. */
export function readBirth(written: string): string | undefined {
  const text = arabic(written.replace('元月', '1月')).replace(tail, '').trim();
  for (const [pattern, read] of readers) {
    const parts = pattern.exec(text);
    const found = parts ? read(parts) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
