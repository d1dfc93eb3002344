import { z } from 'zod';
import { command, done, refused } from '#platform/operation';
import { isRefused, noteClass, taughtClass } from '../check-in/taught-class';
import { findingKey } from './findings';
import { classId, reason } from './forms';
import { settleTask } from './tasks';

/** 处理存证问题：写明核实结果 */
export const settleCopyFinding = command({
  name: 'copy.settle-finding',
  path: '/classes/:classId/keeping/findings/:findingId/settle',
  title: '办结存证问题',
  by: ['countyOfficer', 'cityOfficer'],
  cites: ['2021.4.2'],
  input: z.object({ classId, findingId: z.uuid('问题编号不正确'), note: reason }),
  async handle(input, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    const { tx, actor, now } = context;
    const settled = await tx
      .updateTable('copy_findings')
      .set({ settled_by: actor.userId, settled_by_name: actor.name, settled_at: now, note: input.note })
      .where('id', '=', input.findingId)
      .where('class_id', '=', held.id)
      .where('settled_at', 'is', null)
      .returning('holder')
      .executeTakeFirst();
    if (!settled) return refused('这个问题已经办结，或不在本班，请刷新查看。', 'conflict');
    const holder = settled.holder === 'bureau' ? 'bureau' : 'institution';
    const open = await tx
      .selectFrom('copy_findings')
      .select('id')
      .where('institution_id', '=', held.institutionId)
      .where('holder', '=', holder)
      .where('settled_at', 'is', null)
      .executeTakeFirst();
    if (!open) await settleTask(tx, now, findingKey(holder, held.institutionId));
    noteClass(context, held, { finding: input.findingId, holder, note: input.note });
    return done({ isLast: !open });
  },
});
