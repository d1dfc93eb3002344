import { z } from 'zod';
import { type PlainDate, parsePlainDate } from '#kernel/plain-date';
import { hasPersonalNumber } from '#platform/log/personal-data';

// Control characters, bidirectional overrides and lone surrogates have no place in a record.
const unfit = /[\p{Cc}\u202a-\u202e\u2066-\u2069]|\p{Cs}/u;

export const text = (longest: number) =>
  z
    .string('应为文字')
    .max(longest, `不超过 ${longest} 个字`)
    .refine((value) => !unfit.test(value), '含有不能使用的控制字符')
    .transform((value) => value.normalize('NFC').trim());

/** Something people write that is kept in the open: names, never numbers of people. */
export const remark = (longest: number) =>
  text(longest).refine((value) => !hasPersonalNumber(value), '请不要写完整的证件号、电话或账号，写姓名或后四位即可');

export const reason = remark(200).refine((value) => value !== '', '请写明理由');

export const plainDay = z.string('应为日期').transform((value, context): PlainDate => {
  const day = parsePlainDate(value);
  if (day) return day;
  context.addIssue({ code: 'custom', message: '应为日期，形如 2026-12-14' });
  return z.NEVER;
});

export const deviceId = z.uuid('设备编号不正确');
export const version = z.int('版本号不正确').min(1);
export const institutions = ['institutionClerk', 'institutionPrincipal'] as const;
export const readers = [
  ...institutions,
  'countyOfficer',
  'countySignatory',
  'cityOfficer',
  'citySignatory',
  'disciplineOfficer',
] as const;
