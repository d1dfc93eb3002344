import { aliasFinder } from './alias-table';

/** 基本身份类证明: one of the four that 2021通知 三⑤ names must be shown. */
export interface IdentityProof {
  readonly code: 'identityCard' | 'employmentCard' | 'unemploymentCertificate' | 'socialSecurityCard';
  readonly name: string;
  readonly aliases: readonly string[];
}

export const identityProofs = [
  {
    code: 'identityCard',
    name: '身份证',
    aliases: ['居民身份证', '二代身份证', '第二代身份证', '身份证复印件', '身份证件'],
  },
  { code: 'employmentCard', name: '就业创业证', aliases: ['《就业创业证》', '创业就业证', '就业创业登记证'] },
  { code: 'unemploymentCertificate', name: '就业失业登记证', aliases: ['《就业失业登记证》', '失业登记证', '失业证'] },
  { code: 'socialSecurityCard', name: '社会保障卡', aliases: ['社保卡', '第三代社保卡', '电子社保卡', '社会保障'] },
] as const satisfies readonly IdentityProof[];

/** One of the four proofs by name or by what clerks write. */
export const findIdentityProof: (text: string) => IdentityProof | undefined = aliasFinder<IdentityProof>(
  identityProofs,
  ({ name, aliases }) => [name, ...aliases],
);
