import { findDate, type PlainDate } from '#kernel/plain-date';

export type Sex = '男' | '女';

/** Why a text is no identity number, in the order the questions are asked. */
export type IdentityFault = 'length' | 'characters' | 'birth-date' | 'checksum';

export type IdentityCheck =
  | {
      readonly ok: true;
      /** The number with a capital X. */
      readonly number: string;
      readonly birth: PlainDate;
      readonly sex: Sex;
      /** Where the number was first issued; never the present residence. */
      readonly regionPrefix: string;
    }
  | { readonly ok: false; readonly fault: IdentityFault };

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const checkSigns = '10X98765432';

const faults = {
  length: { ok: false, fault: 'length' },
  characters: { ok: false, fault: 'characters' },
  'birth-date': { ok: false, fault: 'birth-date' },
  checksum: { ok: false, fault: 'checksum' },
} as const satisfies Record<IdentityFault, IdentityCheck>;

const digitAt = (text: string, index: number): number => text.charCodeAt(index) - 48;

function areDigits(text: string, from: number, to: number): boolean {
  for (let index = from; index < to; index += 1) {
    const digit = digitAt(text, index);
    if (!(digit >= 0 && digit <= 9)) return false;
  }
  return true;
}

function checkSignOf(text: string): string {
  let sum = 0;
  for (let index = 0; index < 17; index += 1) sum += digitAt(text, index) * (weights[index] ?? 0);
  return checkSigns.charAt(sum % 11);
}

/** The eighteenth sign that belongs to the first seventeen digits (GB 11643, ISO 7064 MOD 11-2). */
export function checkDigit(first17: string): string {
  if (first17.length !== 17 || !areDigits(first17, 0, 17)) throw new RangeError('not seventeen digits');
  return checkSignOf(first17);
}

const number = (text: string, from: number, to: number): number => {
  let value = 0;
  for (let index = from; index < to; index += 1) value = value * 10 + digitAt(text, index);
  return value;
};

/**
 * Checks an identity number by GB 11643. An impossible birth date is told before a wrong check digit,
 * because it is the more exact news; `latest` is the last birth date that is believed, usually today.
 */
export function checkIdentityNumber(text: string, latest?: PlainDate): IdentityCheck {
  if (text.length !== 18) return faults.length;
  const last = text.charAt(17);
  if (!areDigits(text, 0, 17) || !(areDigits(text, 17, 18) || last === 'X' || last === 'x')) return faults.characters;
  const year = number(text, 6, 10);
  const birth = year < 1900 ? undefined : findDate(year, number(text, 10, 12), number(text, 12, 14));
  if (birth === undefined || (latest !== undefined && birth > latest)) return faults['birth-date'];
  if (checkSignOf(text) !== (last === 'x' ? 'X' : last)) return faults.checksum;
  return {
    ok: true,
    number: last === 'x' ? `${text.slice(0, 17)}X` : text,
    birth,
    sex: digitAt(text, 16) % 2 === 1 ? '男' : '女',
    regionPrefix: text.slice(0, 6),
  };
}

/**
 * The eighteen-sign number of a fifteen-digit one issued before 1999-10-01, or undefined where it holds no date.
 * Sequences 996 to 999 marked people already a hundred years old, so their century is not known.
 */
export function upgrade15(text: string): string | undefined {
  if (text.length !== 15 || !areDigits(text, 0, 15) || number(text, 12, 15) >= 996) return undefined;
  const first17 = `${text.slice(0, 6)}19${text.slice(6)}`;
  const upgraded = first17 + checkDigit(first17);
  return checkIdentityNumber(upgraded).ok ? upgraded : undefined;
}
