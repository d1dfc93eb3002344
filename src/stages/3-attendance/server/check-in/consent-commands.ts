import { z } from 'zod';
import { newId } from '#platform/identifiers';
import { type Context, command, done, refused } from '#platform/operation';
import { consentChoices, currentConsentText, wayOf } from '../../domain/enrolment/consent';
import { countFacesSoon } from '../privacy/count-job';
import { forgetFace } from './face-register';
import { classId, institutions, row } from './forms';
import { isRefused, taughtClass, noteClass, type TaughtClass } from './taught-class';
import type { PersonToCheckIn } from './enrolled';
import { holdEnrolments, peopleOf } from './people';

/** Deletes pictures and templates at once; that there was an enrolment stays written. */
async function erase({ tx, now, services }: Context, held: TaughtClass, { rowId }: PersonToCheckIn): Promise<void> {
  await tx
    .deleteFrom('enrolment_frames')
    .where('region_code', '=', held.regionCode)
    .where('class_id', '=', held.id)
    .where('row_id', '=', rowId)
    .execute();
  await tx
    .deleteFrom('check_probes')
    .where('region_code', '=', held.regionCode)
    .where('class_id', '=', held.id)
    .where('row_id', '=', rowId)
    .execute();
  forgetFace(services.secrets, held.id, rowId);
  await tx
    .updateTable('enrolments')
    .set((changed) => ({ state: 'erased', erased_at: now, version: changed('version', '+', 1) }))
    .where('region_code', '=', held.regionCode)
    .where('class_id', '=', held.id)
    .where('row_id', '=', rowId)
    .execute();
}

/** 记录学员、任课教师的选择：同意刷脸、用身份证签到，或撤回同意；撤回即删除建档照片与人脸特征 */
export const chooseWay = command({
  name: 'attendance.choose-way',
  path: '/classes/:classId/attendance/consents',
  title: '记录签到方式与人脸单独同意',
  by: institutions,
  cites: ['2021.4.1', '2021.4.4'],
  input: z.object({
    classId,
    rows: z.array(row).min(1, '请选择学员或教师').max(100, '一次不超过 100 名'),
    choice: z.enum(consentChoices, '请选择签到方式'),
    /** The version of the notice they were shown. */
    textVersion: z.int().min(1),
  }),
  async handle({ rows, choice, textVersion, ...input }, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    await holdEnrolments(context, held);
    const known = new Map((await peopleOf(context, held)).map((person) => [person.rowId, person]));
    const chosen = rows.flatMap((id) => known.get(id) ?? []);
    const [first] = chosen;
    if (!first || chosen.length !== rows.length)
      return refused('花名册上、教学计划里没有这个人，请刷新页面后再办。', 'invalid');
    if (chosen.some(({ kind }) => kind !== first.kind))
      return refused('学员和教师的告知书不同，请分开记录。', 'invalid');
    if (textVersion !== currentConsentText(first.kind).version)
      return refused('告知书已有新版，请刷新页面，按新版告知后再记录。', 'conflict');
    if (choice === 'withdrawn' && chosen.some((person) => person.choice !== 'face'))
      return refused('没有同意过刷脸的，不用撤回。', 'conflict');
    await context.tx
      .insertInto('attendance_consents')
      .values(
        chosen.map(({ rowId, kind }) => ({
          region_code: held.regionCode,
          class_id: held.id,
          id: newId(),
          row_id: rowId,
          teacher_id: kind === 'teacher' ? rowId : null,
          choice,
          text_version: textVersion,
          recorded_by: context.actor.userId,
          recorded_by_name: context.actor.name,
          recorded_at: context.now,
        })),
      )
      .execute();
    const erased =
      wayOf(choice) === 'face' ? [] : chosen.filter(({ enrolment }) => enrolment && enrolment !== 'erased');
    for (const person of erased) await erase(context, held, person);
    if (erased.length > 0) await countFacesSoon(context);
    noteClass(context, held, { choice, textVersion, rows, erased: erased.length });
    return done({ recorded: chosen.length, erased: erased.length });
  },
});
