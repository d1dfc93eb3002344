/** Why a text is no 统一社会信用代码. */
export type CreditCodeFault = 'length' | 'characters' | 'checksum';

export type CreditCodeCheck =
  | {
      readonly ok: true;
      readonly code: string;
      /** Registering department and kind of body: 91 enterprise, 92 sole trader, 52 private non-enterprise body. */
      readonly kind: string;
      readonly regionPrefix: string;
    }
  | { readonly ok: false; readonly fault: CreditCodeFault };

/** The 31 signs of GB 32100: no I, O, S, V or Z. */
const signs = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** The eighteenth sign that belongs to the first seventeen: weights 3ⁱ mod 31. */
export function creditCheckSign(first17: string): string | undefined {
  if (first17.length !== 17) return undefined;
  let sum = 0;
  let weight = 1;
  for (const sign of first17) {
    const value = signs.indexOf(sign);
    if (value < 0) return undefined;
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return signs.charAt((31 - (sum % 31)) % 31);
}

/** Checks a unified social credit code by GB 32100; small letters are read as capitals. */
export function checkCreditCode(text: string): CreditCodeCheck {
  const code = text.toUpperCase();
  if (code.length !== 18) return { ok: false, fault: 'length' };
  const sign = creditCheckSign(code.slice(0, 17));
  const regionPrefix = code.slice(2, 8);
  if (sign === undefined || !signs.includes(code.charAt(17)) || !/^\d{6}$/.test(regionPrefix))
    return { ok: false, fault: 'characters' };
  if (sign !== code.charAt(17)) return { ok: false, fault: 'checksum' };
  return { ok: true, code, kind: code.slice(0, 2), regionPrefix };
}
