import { type CustomTypesConfig, types } from 'pg';

/** An instant as PostgreSQL writes it: `2024-09-03 10:00:00.123456+08`. */
const instantForm = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d{1,6})?([+-])(\d\d)(?::?(\d\d))?$/;

/** The instant in ISO 8601 at zero offset, with thousandths of a second, or millionths where it has them. */
export function instantText(text: string): string {
  const parts = instantForm.exec(text);
  if (!parts) return text;
  const [, day, time, fraction = '.', sign, hours, minutes = '0'] = parts;
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  const whole = new Date(Date.parse(`${day}T${time}Z`) - offset * 60_000).toISOString().slice(0, 19);
  const digits = fraction.padEnd(7, '0');
  return `${whole}${digits.endsWith('000') ? digits.slice(0, 4) : digits}Z`;
}

/** A whole number that JavaScript holds exactly; anything larger is refused, never rounded. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`整数超出可精确表示的范围：${text}`);
  return value;
}

type Parse = (text: string) => unknown;

const asWritten: Parse = (text) => text;
/** The entries of an array literal whose entries hold no braces, commas or quotes: days, instants and figures. */
function entriesOf(literal: string): unknown {
  const quoted = literal.replace(/"[^"]*"|[^{},"]+/g, (entry) =>
    entry === 'NULL' ? 'null' : JSON.stringify(entry.replaceAll('"', '')),
  );
  return JSON.parse(quoted.replaceAll('{', '[').replaceAll('}', ']'));
}

/** The same parser for an array of the type, null entries kept. */
function listOf(parse: Parse): Parse {
  const each = (entry: unknown): unknown => {
    if (Array.isArray(entry)) return entry.map(each);
    return typeof entry === 'string' ? parse(entry) : null;
  };
  return (literal) => each(entriesOf(literal));
}

/** By type number: date, time, timestamp, timestamptz, int8, numeric, and their arrays. */
const parsers = new Map<number, Parse>([
  [1082, asWritten],
  [1182, listOf(asWritten)],
  [1114, asWritten],
  [1115, listOf(asWritten)],
  [1184, instantText],
  [1185, listOf(instantText)],
  [20, wholeNumber],
  [1016, listOf(wholeNumber)],
  [1700, asWritten],
  [1231, listOf(asWritten)],
]);

/** How values come out of the database: days as text, instants as ISO text, whole numbers exact, decimals as text. */
export const valueTypes: CustomTypesConfig = {
  getTypeParser(type: number, format?: 'text' | 'binary') {
    const own = format === 'binary' ? undefined : parsers.get(type);
    return own ?? types.getTypeParser(type, format ?? 'text');
  },
};
