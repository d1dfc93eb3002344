import { z } from 'zod';
import { command, done, refused } from '#platform/operation';
import { doubtDeciders } from '../../domain/doubt/lifecycle';
import { reuseVerdicts } from '../../domain/picture-reuse/picture-reuse';
import { classId, reason } from '../check-in/forms';
import { isRefused, noteClass, taughtClass } from '../check-in/taught-class';
import { settleAlike } from './alike-tasks';

const itemId = z.uuid('照片编号不正确');

/** 认定两张几乎相同的照片：确为重复使用，或有正当原因；两边都在管辖范围内的一并认定 */
export const reviewAlikePictures = command({
  name: 'picture.review-alike',
  path: '/classes/:classId/alike-pictures/review',
  title: '认定几乎相同的照片',
  by: doubtDeciders,
  cites: ['2021.4.1'],
  input: z.object({
    classId,
    itemId,
    otherItemId: itemId,
    verdict: z.enum(reuseVerdicts, '请选择认定结果'),
    note: reason,
  }),
  async handle(input, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    const { tx, now, actor } = context;
    const sides = [input.itemId, input.otherItemId];
    const reviewed = await tx
      .updateTable('picture_likenesses')
      .set({ verdict: input.verdict, review_note: input.note, reviewed_by_name: actor.name, reviewed_at: now })
      .where('item_id', 'in', sides)
      .where('other_item_id', 'in', sides)
      .where('verdict', 'is', null)
      .returning('class_id')
      .execute();
    if (!reviewed.some(({ class_id }) => class_id === held.id))
      return refused('这一对照片已经认定，或不在这个班，请刷新查看。', 'conflict');
    for (const id of new Set(reviewed.map(({ class_id }) => class_id))) await settleAlike(tx, now, id);
    noteClass(context, held, {
      item: input.itemId,
      other: input.otherItemId,
      verdict: input.verdict,
      note: input.note,
    });
    return done({ verdict: input.verdict });
  },
});
