/** Shows `head` and `tail` signs and stars the rest; a text too short to hide anything is starred whole. */
function mask(text: string, head: number, tail: number): string {
  const signs = Array.from(text);
  const hidden = signs.length - head - tail;
  if (hidden <= 0) return '*'.repeat(signs.length);
  return signs.slice(0, head).join('') + '*'.repeat(hidden) + signs.slice(signs.length - tail).join('');
}

/** An identity number on an office screen: first three and last four, `410***********0017`. */
export const maskIdentityNumber = (number: string): string => mask(number, 3, 4);

/** An identity number where anybody may read it (公示): only the last four, or fewer. */
export const maskPublicly = (number: string, shown: 2 | 3 | 4 = 4): string => mask(number, 0, shown);

/** `138****0001`. */
export const maskPhone = (phone: string): string => mask(phone, 3, 4);

/** First and last sign of a name, `王*英`; of two signs only the first, `王*`. */
export const maskName = (name: string): string => mask(name, 1, Array.from(name).length > 2 ? 1 : 0);
