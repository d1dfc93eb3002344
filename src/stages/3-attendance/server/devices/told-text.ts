const unfit = /[\p{Cc}\p{Cf}\p{Cs}\ufffd]/gu;

/** What most devices tell, and what needs no second look. */
const fit = /^[\w.:-]*$/;

/** Text of a device in a form that can be stored and shown: no controls, no direction marks, and short. */
export const toldText = (value: unknown, longest: number): string =>
  typeof value === 'string' && value.length <= longest && fit.test(value) ? value : cleared(value, longest);

const cleared = (value: unknown, longest: number): string =>
  (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '')
    .slice(0, longest * 2)
    .replace(unfit, '')
    .trim()
    .slice(0, longest);

/** The device’s own counter; undefined where it is none that can be kept exactly. */
export function sequenceOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

const strict = new TextDecoder('utf-8', { fatal: true });
const chinese = new TextDecoder('gb18030');

/** UTF-8 as it should be, else the encoding older Chinese devices use. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return chinese.decode(bytes);
  }
}

export const longestPerson = 64;
