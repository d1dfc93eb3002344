const blank = /[\s\u00a0\u200b-\u200d\u2060\u3000\ufeff]+/gu;
const dashes = /[\u2010-\u2015\u2212]/gu;

/** Most of what comes in is written so already: capitals, digits and common characters stand for themselves. */
const alreadyWritten = /^[\dA-Z\u4e00-\u9fff]*$/;

/**
 * What a person wrote, without what differs only to the eye: full-width letters and digits, circled numbers,
 * blanks and invisible signs. `④ 农村` becomes `4农村`; an identity number typed full width becomes plain.
 */
export const writtenForm = (text: string): string =>
  alreadyWritten.test(text)
    ? text
    : text.normalize('NFKC').replace(blank, '').replace(dashes, '-').toUpperCase().normalize('NFKC');
