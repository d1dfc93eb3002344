/** Whatever JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

function textForm(text: string): string {
  if (text.includes('\u0000') || loneSurrogate.test(text)) {
    throw new RangeError('留痕内容含有不能保存的字符（空字符或残缺字符），请删去后重试。');
  }
  return JSON.stringify(text);
}

/** Decimal digits without an exponent, so that the database gives back the very same characters. */
function numberForm(value: number): string {
  const text = JSON.stringify(value === 0 ? 0 : value);
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new RangeError(`留痕内容里的数 ${value} 不能精确保存，请改记为文字。`);
  return text;
}

/** One text for one value: names sorted, no spaces, numbers in one form. */
export function canonicalJson(value: Json): string {
  if (typeof value === 'string') return textForm(value);
  if (typeof value === 'number') return numberForm(value);
  if (typeof value === 'boolean' || value === null) return String(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, entry]) => `${textForm(name)}:${canonicalJson(entry)}`).join(',')}}`;
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/**
 * The value of a text from the database, or undefined when a number in it is written otherwise than we write it:
 * 1.00000000000000000001 reads as 1 and would pass for it.
 */
export function exactJson(text: string): Json | undefined {
  const numbers = text.replace(/"(?:[^"\\]|\\.)*"/g, '""').match(/-?\d[\d.eE+-]*/g) ?? [];
  if (numbers.some((number) => String(Number(number)) !== number)) return undefined;
  const value: Json = JSON.parse(text);
  return value;
}
