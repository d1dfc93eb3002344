import { z } from 'zod';
import { newId } from '#platform/identifiers';
import { type Context, command, done, refused } from '#platform/operation';
import { consentChoices, currentConsentText, wayOf } from '../../domain/enrolment/consent';
import { countFacesSoon } from '../privacy/count-job';
import { forgetFace } from './face-register';
import { classId, institutions, row } from './forms';
import { isRefused, taughtClass, noteClass, type TaughtClass } from './taught-class';
import { type ClassTrainee, traineesOf } from './trainees';

/** Deletes pictures and templates at once; that there was an enrolment stays written. */
async function erase({ tx, now, services }: Context, held: TaughtClass, { rowId }: ClassTrainee): Promise<void> {
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

/** 记录学员的选择：同意刷脸、用身份证签到，或撤回同意；撤回即删除建档照片与人脸特征 */
export const chooseWay = command({
  name: 'attendance.choose-way',
  path: '/classes/:classId/attendance/consents',
  title: '记录签到方式与人脸单独同意',
  by: institutions,
  cites: ['2021.4.1', '2021.4.4'],
  input: z.object({
    classId,
    rows: z.array(row).min(1, '请选择学员').max(100, '一次不超过 100 名'),
    choice: z.enum(consentChoices, '请选择签到方式'),
    /** The version of the notice the trainee was shown. */
    textVersion: z.int().min(1),
  }),
  async handle({ rows, choice, textVersion, ...input }, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    if (textVersion !== currentConsentText.version)
      return refused('告知书已有新版，请刷新页面，按新版告知后再记录。', 'conflict');
    const known = new Map((await traineesOf(context, held)).map((trainee) => [trainee.rowId, trainee]));
    const chosen = rows.flatMap((id) => known.get(id) ?? []);
    if (chosen.length !== rows.length) return refused('花名册上没有这名学员，请刷新页面后再办。', 'invalid');
    if (choice === 'withdrawn' && chosen.some((trainee) => trainee.choice !== 'face'))
      return refused('没有同意过刷脸的，不用撤回。', 'conflict');
    await context.tx
      .insertInto('attendance_consents')
      .values(
        chosen.map(({ rowId }) => ({
          region_code: held.regionCode,
          class_id: held.id,
          id: newId(),
          row_id: rowId,
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
    for (const trainee of erased) await erase(context, held, trainee);
    if (erased.length > 0) await countFacesSoon(context);
    noteClass(context, held, { choice, textVersion, rows, erased: erased.length });
    return done({ recorded: chosen.length, erased: erased.length });
  },
});
