const digits = '〇一二三四五六七八九';
const units: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000, 万: 10_000 };

const digitOf = (sign: string): number => (sign === '零' ? 0 : sign === '两' ? 2 : digits.indexOf(sign));

/** 三千五百 → 3500; of 三千五 the last digit counts hundreds, as people say it. */
function valueOf(run: string): number {
  let sum = 0;
  let section = 0;
  let digit = 0;
  let unit = 10;
  for (const sign of run) {
    const size = units[sign];
    if (size === undefined) {
      digit = digitOf(sign);
      if (sign === '零' || sign === '〇') unit = 10;
    } else if (size === 10_000) {
      sum = (sum + section + digit) * size;
      [section, digit, unit] = [0, 0, size];
    } else {
      section += (digit || (section === 0 ? 1 : 0)) * size;
      [digit, unit] = [0, size];
    }
  }
  const isSpokenShort = digit > 0 && unit > 10;
  return sum + section + (isSpokenShort ? (digit * unit) / 10 : digit);
}

/** Numbers in Chinese words as digits: 二十五人 → 25人; a word that only counts 万 after digits stays. */
export const withDigits = (text: string): string =>
  text.replace(/[〇零一二两三四五六七八九十][〇零一二两三四五六七八九十百千万]*/g, (run) =>
    /[十百千万]/.test(run) || run.length === 1 ? String(valueOf(run)) : [...run].map(digitOf).join(''),
  );
