/** How a stated account ends: in force, sent back, or taken back; the old one stays until then. */
export const statementStates = ['waiting', 'confirmed', 'refused', 'withdrawn'] as const;
export type StatementState = (typeof statementStates)[number];

const folded = (name: string): string => name.normalize('NFKC').replace(/\s/g, '');

/** Why an account cannot be the institution’s own; undefined when its holder is the institution (2021 七, 附件10). */
export const whyNotHolder = (holder: string, institutionName: string): string | undefined =>
  folded(holder) === folded(institutionName)
    ? undefined
    : `户名“${holder}”与机构全称“${institutionName}”不一致。补贴只能拨付到以机构全称开立的对公账户（2021 七），请核对开户许可。`;

/** The digits of an account as banks print them, with or without spaces and hyphens; undefined when they are none. */
export function accountDigits(text: string): string | undefined {
  const digits = text.normalize('NFKC').replace(/[\s-]/g, '');
  return /^\d{9,32}$/.test(digits) ? digits : undefined;
}
