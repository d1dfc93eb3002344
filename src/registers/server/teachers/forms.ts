import { z } from 'zod';
import { checkIdentityNumber } from '#law/identity-number';
import { checkCreditCode } from '#law/unified-credit-code';
import { levels } from '../../domain/institution';
import { plainDay } from '../forms';
import { given, text } from '../text-forms';

export const teacherId = z.uuid('编号不正确');
export const version = z.int('版本号不正确').min(1, '版本号不正确');

const identityNumber = z
  .string('应为文字')
  .transform((value) => value.replace(/\s/g, '').toUpperCase())
  .refine((value) => checkIdentityNumber(value).ok, '身份证号不对：应为 18 位，校验位相符；请对照证件逐位核对');
const phone = z
  .string('应为文字')
  .transform((value) => value.replace(/[\s-]/g, ''))
  .refine((value) => /^(1[3-9]\d{9}|0\d{9,11})$/.test(value), '请填 11 位手机号码，或带区号的座机号码');

/** Some certificates are numbered by the identity number; that one is sealed elsewhere and never written here. */
const certificateNumber = text(60).refine(
  (value) => !checkIdentityNumber(value.toUpperCase()).ok,
  '证书以身份证号编号的，请写“同身份证号”，不要写号码',
);

const qualificationForm = z.strictObject({
  occupationCode: z.string('请选择职业').regex(/^\d-\d{2}-\d{2}-\d{2}$/, '请选择职业'),
  level: z.union(
    levels.map((each) => z.literal(each)),
    '请选择等级',
  ),
  title: given(60, '请写明资格名称，如“养老护理员 高级工（三级）”'),
  certificateNumber,
  issuedBy: text(60),
  validUntil: plainDay.nullish().transform((value) => value ?? undefined),
});

const employerForm = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('own') }),
    z.strictObject({
      kind: z.literal('elsewhere'),
      name: given(80, '请写明主要用人单位的全称'),
      creditCode: text(18)
        .transform((value) => value.toUpperCase())
        .refine((value) => value === '' || checkCreditCode(value).ok, '统一社会信用代码校验不符，请对照营业执照核对'),
    }),
  ],
  '请选择主要用人单位',
);

const shared = {
  name: given(30, '请填写姓名'),
  joinedOn: plainDay,
  employer: employerForm,
  qualifications: z.array(qualificationForm).min(1, '至少登记一项任职资格').max(20, '任职资格不超过 20 项'),
};

/** What a new teacher is entered with. */
export const newTeacherForm = z.object({ ...shared, identityNumber, phone });

/** A change of the same; number and telephone only when they change, for a page shows them masked. */
export const changedTeacherForm = z.object({
  ...shared,
  teacherId,
  version,
  identityNumber: identityNumber.optional(),
  phone: phone.optional(),
});

export type EmployerGiven = z.output<typeof employerForm>;
