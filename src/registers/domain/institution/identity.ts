import type { PlainDate } from '#kernel/plain-date';
import { checkCreditCode } from '#law/unified-credit-code';
import type { FieldLabels } from '../changed-fields';

/** What an institution is called and registered under: both stand on the registration certificate, and change with it. */
export interface InstitutionIdentity {
  readonly name: string;
  readonly creditCode: string;
}

/** 52-410822-MJ1234567-X: registering department and kind, region, body, check sign. */
export const spokenCode = (code: string): string =>
  [code.slice(0, 2), code.slice(2, 8), code.slice(8, 17), code.slice(17)].join('-');

export const identityLabels: FieldLabels<InstitutionIdentity> = {
  name: '机构全称',
  creditCode: { name: '信用代码', words: spokenCode },
};

/** A code as it is kept: wide signs narrow, small letters capital, groups joined. */
export const codeAsKept = (text: string): string => text.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();

const codeFaults = {
  length: '统一社会信用代码应为 18 位，请照登记证书或营业执照填写。',
  characters: '统一社会信用代码里有不会出现的字符（没有 I、O、S、V、Z，第 3 至 8 位为数字），请逐位核对。',
  checksum: '统一社会信用代码的校验位不符，多半错了一位，请照登记证书或营业执照逐位核对。',
} as const;

export function whyNotCode(code: string): string | undefined {
  const checked = checkCreditCode(code);
  return checked.ok ? undefined : codeFaults[checked.fault];
}

export const whyNotName = (name: string): string | undefined =>
  /^[\p{Script=Han}\p{L}\p{N}（）()·]{4,60}$/u.test(name)
    ? undefined
    : '机构全称应为 4 至 60 个字，不含空格和标点（括号除外），请照登记证书填写。';

/** Why a change of name or code cannot be proposed; it follows the registration, so its day has come (2024 一（二）). */
export function whyNotIdentity(
  wanted: InstitutionIdentity,
  present: InstitutionIdentity,
  from: PlainDate,
  today: PlainDate,
): string | undefined {
  const why = whyNotName(wanted.name) ?? whyNotCode(wanted.creditCode);
  if (why) return why;
  if (wanted.name === present.name && wanted.creditCode === present.creditCode)
    return '名称和信用代码都与现在登记的相同，无须变更。';
  return from > today ? '变更登记还没有生效：生效日不能晚于今天，请到那天再提出。' : undefined;
}
