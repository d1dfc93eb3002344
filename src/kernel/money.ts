import { writtenForm } from './written-form';

declare const fenBrand: unique symbol;
/** An amount of money in fen (分): a whole number that a double holds exactly. */
export type Fen = number & { readonly [fenBrand]: true };

/** The amount, or undefined when it is not a whole number of fen within exact range. */
export function findFen(amount: number): Fen | undefined {
  return Number.isSafeInteger(amount) ? ((amount === 0 ? 0 : amount) as Fen) : undefined;
}

/** The amount in fen; throws on a fraction or on what a double cannot hold exactly. */
export function fen(amount: number): Fen {
  const found = findFen(amount);
  if (found === undefined) throw new RangeError(`not a whole amount of fen: ${amount}`);
  return found;
}

/** The amount of a whole number of yuan, as rates are written in law. */
export const yuan = (amount: number): Fen => fen(amount * 100);

export const sumFen = (amounts: Iterable<Fen>): Fen => {
  let sum = 0;
  for (const amount of amounts) sum = fen(sum + amount);
  return fen(sum);
};

/** `count` times a rate, as in 标准 × 人数. */
export const timesFen = (rate: Fen, count: number): Fen => fen(rate * count);

/** `percent` per cent of an amount, half a fen rounded away from zero; exact over the whole range. */
export function percentOfFen(amount: Fen, percent: number): Fen {
  if (!Number.isInteger(percent) || percent < 0) throw new RangeError(`not a whole percentage: ${percent}`);
  const scaled = BigInt(Math.abs(amount)) * BigInt(percent) + 50n;
  return fen(Math.sign(amount) * Number(scaled / 100n));
}

const yuanForm = /^([+-]?)[¥￥]?(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?元?$/u;

/** An amount as people write it: `1200`, `1,200.5`, `￥1,200.00元`; undefined when it is anything else. */
export function parseYuan(text: string): Fen | undefined {
  const parts = yuanForm.exec(writtenForm(text));
  if (!parts) return undefined;
  const [, sign, whole = '', fraction = ''] = parts;
  const amount = Number(whole.replaceAll(',', '') + fraction.padEnd(2, '0'));
  return findFen(sign === '-' ? -amount : amount);
}

/** `1,234.50`: yuan with thousands and always two places, as ledgers print it. */
export function formatYuan(amount: Fen): string {
  const digits = String(Math.abs(amount)).padStart(3, '0');
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${amount < 0 ? '-' : ''}${whole}.${digits.slice(-2)}`;
}

/** `39,500` when no fen remain, else `39,500.50`: for running text. */
export const spokenYuan = (amount: Fen): string => formatYuan(amount).replace(/\.00$/, '');
