import { z } from 'zod';
import { type PlainDate, parsePlainDate } from '#kernel/plain-date';
import { hasPersonalNumber } from '#platform/log/personal-data';
import { levels } from '#registers';
import { classModes, lessonKinds } from '../domain/opening';
import { rosterFields } from '../domain/roster/fields';

/** What may be sent for each part of a filing; a draft may be incomplete, never malformed. */

// Control characters, bidirectional overrides and lone surrogates have no place in a filing.
const unfit =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

export const text = (longest: number) =>
  z
    .string('应为文字')
    .max(longest, `不超过 ${longest} 个字`)
    .refine((value) => !unfit.test(value), '含有不能使用的控制字符')
    .transform((value) => value.normalize('NFC').trim());

/** Something said of a class and kept in the open: it names people, never their numbers. */
export const remark = (longest: number) =>
  text(longest).refine((value) => !hasPersonalNumber(value), '请不要写完整的证件号、电话或账号，写姓名或后四位即可');

export const plainDay = z.string('应为日期').transform((value, context): PlainDate => {
  const day = parsePlainDate(value);
  if (day) return day;
  context.addIssue({ code: 'custom', message: '应为日期，形如 2026-12-14' });
  return z.NEVER;
});

const optional = <Form extends z.ZodType>(form: Form) => form.nullish().transform((value) => value ?? undefined);

export const classId = z.uuid('编号不正确');
export const rowId = z.string('编号不正确').regex(/^[\w:.!-]{1,64}$/, '行编号不正确');
export const level = z.union(
  levels.map((each) => z.literal(each)),
  '等级应为 1 至 5',
);

/** The class version the editor last saw, so that a stale tab overwrites nothing. */
export const version = z.int('版本号不正确').min(1);

export const applicationForm = z.strictObject({
  occupationCode: optional(z.string().regex(/^\d-\d{2}-\d{2}-\d{2}$/, '职业编码不正确')),
  level: optional(level),
  startsOn: optional(plainDay),
  endsOn: optional(plainDay),
  finalExamOn: optional(plainDay),
  skillsAssessmentOn: optional(plainDay),
  classMode: optional(z.enum(classModes, '上课方式不正确')),
  theoryVenueId: optional(z.uuid('地点不正确')),
  practiceVenueId: optional(z.uuid('地点不正确')),
  classLeadName: text(40),
  classLeadPhone: text(20),
});

const minute = z.int('应为分钟数');

export const lessonForm = z
  .strictObject({
    id: z.uuid(),
    taughtOn: plainDay,
    startsMinute: minute.min(0).max(1439),
    endsMinute: minute.min(1).max(1440),
    lessonHours: z.int('课时应为整数').min(1, '课时至少为 1').max(24, '一次课不超过 24 课时'),
    kind: z.enum(lessonKinds, '类型不正确'),
    content: text(200),
    teacherId: optional(z.uuid()),
    venueId: optional(z.uuid()),
  })
  .refine((lesson) => lesson.endsMinute > lesson.startsMinute, {
    message: '下课时间应晚于上课时间',
    path: ['endsMinute'],
  });

const fen = z.int('金额应为整数分').min(0, '金额不能为负').max(10_000_000_00, '金额过大');

export const postForm = z.strictObject({
  id: z.uuid(),
  employer: text(100),
  creditCode: text(18),
  address: text(200),
  post: text(60),
  headcount: optional(z.int('人数应为整数').min(0, '人数不能为负').max(100_000, '人数过大')),
  wageFromFen: optional(fen),
  wageToFen: optional(fen),
  contact: text(40),
  phone: text(20),
  validUntil: optional(plainDay),
});

const cellNames = z.enum(rosterFields);

export const rosterRowForm = z.strictObject({
  id: rowId,
  cells: z.record(cellNames, text(200)),
  source: optional(
    z.strictObject({
      sheet: text(100),
      row: z.int().min(0),
      columns: z.partialRecord(cellNames, z.int().min(0)),
    }),
  ),
  damaged: optional(z.array(cellNames)),
});

/** The largest roster a draft takes; a class itself is far smaller, and a rule says so. */
export const mostRosterRows = 5000;
