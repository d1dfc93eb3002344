/** Full-width letters, digits and signs as their usual forms; Chinese characters stay untouched. */
export const narrowed = (text: string): string =>
  text.replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0));

const unseen = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;
const oddBlanks = /[\u00a0\u2000-\u200a\u202f\u205f\u3000\t\r\n\v\f]+/g;

/** Marks that show nothing removed, every kind of blank made a plain one, none at the ends. */
export const plainBlanks = (text: string): string =>
  text.replace(unseen, '').replace(oddBlanks, ' ').replace(/ {2,}/g, ' ').trim();

export const withoutBlanks = (text: string): string => plainBlanks(text).replaceAll(' ', '');
