import { z } from 'zod';
import { command, done, refused } from '#platform/operation';
import { classId, institutions, row } from './forms';
import { isRefused, taughtClass, noteClass } from './taught-class';
import { peopleOf } from './people';

/** 登记学员、任课教师在考勤设备里的人员编号，设备的签到才认得出是谁；空白即取消 */
export const saveDeviceCodes = command({
  name: 'attendance.save-device-codes',
  path: '/classes/:classId/attendance/device-codes',
  title: '登记设备人员编号',
  by: institutions,
  cites: ['2021.4.1', '2021.A6.1'],
  input: z.object({
    classId,
    codes: z
      .array(
        z.strictObject({
          row,
          code: z.string().regex(/^[A-Za-z0-9_-]{0,64}$/, '人员编号为字母、数字、-、_，照设备里的填写'),
        }),
      )
      .min(1, '没有要登记的编号')
      .max(100, '一次不超过 100 名'),
  }),
  async handle({ codes, ...input }, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    const known = new Map((await peopleOf(context, held)).map(({ rowId, kind }) => [rowId, kind]));
    if (codes.some((each) => !known.has(each.row)))
      return refused('花名册上、教学计划里没有这个人，请刷新页面后再办。', 'invalid');
    const given = codes.filter(({ code }) => code !== '');
    if (new Set(given.map(({ code }) => code)).size !== given.length)
      return refused('有两个人的编号相同，请核对设备。', 'invalid');
    const rows = codes.map((each) => each.row);
    const ofClass = { region_code: held.regionCode, class_id: held.id };
    const remaining = await context.tx
      .selectFrom('device_people')
      .select('person_code')
      .where('class_id', '=', held.id)
      .where('row_id', 'not in', rows)
      .where('person_code', 'in', ['', ...given.map(({ code }) => code)])
      .executeTakeFirst();
    if (remaining) return refused(`编号 ${remaining.person_code} 已是本班另一个人的，请核对设备。`, 'conflict');
    await context.tx.deleteFrom('device_people').where('class_id', '=', held.id).where('row_id', 'in', rows).execute();
    if (given.length > 0)
      await context.tx
        .insertInto('device_people')
        .values(
          given.map(({ row: rowId, code }) => ({
            ...ofClass,
            row_id: rowId,
            teacher_id: known.get(rowId) === 'teacher' ? rowId : null,
            person_code: code,
          })),
        )
        .execute();
    noteClass(context, held, { codes: given.length, cleared: codes.length - given.length });
    return done({ saved: given.length });
  },
});
