import { z } from 'zod';
import { hasPersonalNumber } from '#platform/log/personal-data';

// Control characters, bidirectional overrides and lone surrogates have no place in a register.
const unfit =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

export const text = (longest: number) =>
  z
    .string('应为文字')
    .max(longest, `不超过 ${longest} 个字`)
    .refine((value) => !unfit.test(value), '含有不能使用的控制字符')
    .transform((value) => value.normalize('NFC').trim());

export const given = (longest: number, ask: string) => text(longest).refine((value) => value.length > 0, ask);

/** Kept in the open beside a name: never with a person’s numbers. */
export const keptRemark = (longest: number, ask: string) =>
  given(longest, ask).refine(
    (value) => !hasPersonalNumber(value),
    '请不要写完整的证件号、电话或账号，写姓名或后四位即可',
  );
