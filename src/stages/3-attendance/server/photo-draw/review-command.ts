import { z } from 'zod';
import { command, done, missing, refused } from '#platform/operation';
import { doubtDeciders } from '../../domain/doubt/lifecycle';
import { photoVerdicts } from '../../domain/photo-draw/photo-draw';
import { classId, reason } from '../check-in/forms';
import { isRefused, noteClass, taughtClass } from '../check-in/taught-class';
import { pictureGround } from '../doubt/grounds';
import { raise } from '../doubt/raise';
import { settleDrawn } from './tasks';

const alreadyDone = refused('这张照片刚由他人认定，请刷新查看。', 'conflict');

/** 认定抽中的现场照片：本人在场、看不清，或不是本人；不是本人的同时登记疑似冒名顶替，确认仍须另行办理 */
export const reviewDrawnPhoto = command({
  name: 'photo-draw.review',
  path: '/classes/:classId/drawn-photos/:checkId/review',
  title: '认定抽看的现场照片',
  by: doubtDeciders,
  cites: ['2021.4.1', '2021.4.3'],
  input: z.object({
    classId,
    checkId: z.uuid('签到编号不正确'),
    verdict: z.enum(photoVerdicts, '请选择看到的情形'),
    note: reason,
  }),
  async handle({ checkId, verdict, note, ...input }, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    const { tx, now, actor } = context;
    const check = await tx
      .selectFrom('attendance_checks')
      .innerJoin('drawn_photos', (join) =>
        join
          .onRef('drawn_photos.class_id', '=', 'attendance_checks.class_id')
          .onRef('drawn_photos.check_id', '=', 'attendance_checks.id'),
      )
      .select(['attendance_checks.row_id', 'attendance_checks.lesson_id'])
      .where('attendance_checks.region_code', '=', held.regionCode)
      .where('attendance_checks.class_id', '=', held.id)
      .where('attendance_checks.id', '=', checkId)
      .executeTakeFirst();
    if (!check?.row_id || !check.lesson_id) return missing('这张抽中的照片');
    const moved = await tx
      .updateTable('drawn_photos')
      .set({ verdict, note, reviewed_by: actor.userId, reviewed_by_name: actor.name, reviewed_at: now })
      .where('region_code', '=', held.regionCode)
      .where('class_id', '=', held.id)
      .where('check_id', '=', checkId)
      .where('verdict', 'is', null)
      .returning('check_id')
      .executeTakeFirst();
    if (!moved) return alreadyDone;
    if (verdict === 'other') {
      const named = { rowId: check.row_id, lessonId: check.lesson_id, checkId };
      const ground = await pictureGround(context, held, named);
      if (isRefused(ground)) return ground;
      const raised = await raise(context, held.id, { ...ground, signal: 'inspectorFinding' });
      if (isRefused(raised)) return raised;
    }
    await settleDrawn(tx, now, held.id);
    noteClass(context, held, { check: checkId, verdict, note });
    return done({ verdict });
  },
});
