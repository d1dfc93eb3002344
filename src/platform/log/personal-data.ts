import type { Json } from './canonical';

/** Identity numbers of 18 and 15 places, mobile numbers, and account numbers of 16 to 19 places. */
const forms = [
  /(?<![0-9A-Za-z])(?:\d{17}[\dXx]|\d{15,19})(?![0-9A-Za-z])/g,
  /(?<![0-9A-Za-z])1[3-9]\d{9}(?![0-9A-Za-z])/g,
];

/** One form for digits that were typed wide or spaced. */
const folded = (text: string): string => text.normalize('NFKC').replace(/(?<=\d) (?=[\dXx])/g, '');

export const hasPersonalNumber = (text: string): boolean => forms.some((form) => folded(text).search(form) >= 0);

const mask = '〔已隐去〕';

/** The text with each such number blotted out; untouched when there is none. */
export function withoutPersonalNumbers(text: string): string {
  if (!hasPersonalNumber(text)) return text;
  return forms.reduce((left, form) => left.replace(form, mask), folded(text));
}

/** The same at every depth, names of fields included. */
export function maskedDetail(detail: Json): Json {
  if (typeof detail === 'string') return withoutPersonalNumbers(detail);
  if (typeof detail === 'number') return hasPersonalNumber(String(detail)) ? mask : detail;
  if (typeof detail === 'boolean' || detail === null) return detail;
  if (isList(detail)) return detail.map(maskedDetail);
  return Object.fromEntries(
    Object.entries(detail).map(([name, entry]) => [withoutPersonalNumbers(name), maskedDetail(entry)]),
  );
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
