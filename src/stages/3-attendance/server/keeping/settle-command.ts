import { z } from 'zod';
import { command, done, refused } from '#platform/operation';
import { isRefused, noteClass, taughtClass } from '../check-in/taught-class';
import { classId, reason } from './forms';
import { settleIfLast } from './repair-store';

/** 认定无法修复：修好的由重新抽查办结，不由人说；两方都没有的才由经办人写明理由办结 */
export const settleCopyFinding = command({
  name: 'copy.settle-finding',
  path: '/classes/:classId/keeping/findings/:findingId/settle',
  title: '认定副本无法修复',
  by: ['countyOfficer', 'cityOfficer'],
  cites: ['2021.4.2'],
  input: z.object({ classId, findingId: z.uuid('问题编号不正确'), note: reason }),
  async handle(input, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    const { tx, actor, now } = context;
    const proving = await tx
      .selectFrom('copy_repairs')
      .select('id')
      .where('finding_id', '=', input.findingId)
      .where('class_id', '=', held.id)
      .where('state', '=', 'filled')
      .executeTakeFirst();
    if (proving) return refused('这份录像已补齐，正等重新抽查；相符即自动办结，请稍后再看。', 'conflict');
    const settled = await tx
      .updateTable('copy_findings')
      .set({
        settled_by: actor.userId,
        settled_by_name: actor.name,
        settled_at: now,
        note: input.note,
        closing: 'lost',
      })
      .where('id', '=', input.findingId)
      .where('class_id', '=', held.id)
      .where('settled_at', 'is', null)
      .returning('holder')
      .executeTakeFirst();
    if (!settled) return refused('这个问题已经办结，或不在本班，请刷新查看。', 'conflict');
    const holder = settled.holder === 'bureau' ? 'bureau' : 'institution';
    await tx
      .updateTable('copy_repairs')
      .set({ state: 'dropped', closed_at: now })
      .where('finding_id', '=', input.findingId)
      .where('closed_at', 'is', null)
      .execute();
    const isLast = await settleIfLast(tx, now, { holder, institutionId: held.institutionId });
    noteClass(context, held, { finding: input.findingId, holder, note: input.note });
    return done({ isLast });
  },
});
