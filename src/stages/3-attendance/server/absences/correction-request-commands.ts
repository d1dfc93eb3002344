import { z } from 'zod';
import { blocked } from '#law/rule';
import { newId } from '#platform/identifiers';
import { command, done, refused } from '#platform/operation';
import type { CorrectionRequest } from '../../domain/correction/correction';
import { correctionLifecycle } from '../../domain/lifecycle';
import { isRefused, noteClass, taughtClass } from '../check-in/taught-class';
import { traineesOf } from '../check-in/trainees';
import { evidenceOf, judgeCorrection } from './correction-judging';
import { classId, institutions, localMinute, paperIds, reason, row } from './forms';
import { tellAbsences } from './queue';
import { attachPapers, instantText, minuteOf } from './store';

/** 申请补签：漏签的一次，写明原因并附证据 */
export const requestCorrection = command({
  name: 'correction.request',
  path: '/classes/:classId/corrections',
  title: '申请补签',
  by: institutions,
  cites: ['2021.4.1'],
  input: z.object({
    classId,
    row,
    lessonId: row,
    direction: z.enum(['in', 'out'], '请选择签到或签退'),
    at: localMinute,
    reason,
    paperIds,
  }),
  async handle({ row: traineeId, lessonId, direction, at, reason: why, paperIds: papers, ...input }, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    const { tx, actor, now } = context;
    if (!(await traineesOf(context, held)).some(({ rowId }) => rowId === traineeId))
      return refused('花名册上没有这名学员，请刷新页面后再办。', 'invalid');
    const request: CorrectionRequest = {
      id: newId(),
      traineeId,
      lessonId,
      direction,
      at,
      reason: why,
      evidence: await evidenceOf(context, held, papers),
      requestedById: actor.userId,
      requestedAt: minuteOf(now),
    };
    const findings = await judgeCorrection(context, held, request);
    if (blocked(findings)) return refused('补签还不能申请，请按提示修改。', 'blocked', findings);
    await tx
      .insertInto('attendance_corrections')
      .values({
        region_code: held.regionCode,
        class_id: held.id,
        id: request.id,
        row_id: traineeId,
        lesson_id: lessonId,
        direction,
        at: instantText(at),
        reason: why,
        state: correctionLifecycle.start,
        requested_by: actor.userId,
        requested_by_name: actor.name,
        requested_at: now,
      })
      .execute();
    if (!(await attachPapers(context, held, request.id, papers)))
      return refused('有的证据已附在别处或不属于本班，请重新上传。', 'conflict');
    await tellAbsences(context, held);
    noteClass(context, held, { correction: request.id, direction });
    return done({ correctionId: request.id, findings });
  },
});
