import { sql } from 'kysely';
import { z } from 'zod';
import { job } from '#platform/jobs/job';
import { hourly } from '#platform/jobs/schedule';
import { judge } from '#law/rule';
import { headsRules } from '../../domain/roll-call/roll-call-rules';
import { isRefused, taughtClass } from '../check-in/taught-class';
import { tellCall } from './call-record';
import { compareRollCallPictures } from './compare-job';
import { openPicture } from './pictures';

/** 抽查点名到时未作答的记为逾期，告知发起的一方 */
export const expireRollCalls = job({
  name: 'expire-roll-calls',
  title: '抽查点名到时未作答的记为逾期',
  input: z.object({}),
  async run(_input, context) {
    const { tx, now } = context;
    const over = await tx
      .updateTable('roll_calls')
      .set((each) => ({ state: 'expired', version: each('version', '+', 1) }))
      .where('state', '=', 'called')
      .where('due_at', '<', now)
      .returning(['id', 'class_id', 'region_code', 'institution_id', 'lesson_words'])
      .execute();
    for (const call of over) {
      const held = { id: call.class_id, regionCode: call.region_code, institutionId: call.institution_id };
      await tellCall(context, held, 'county', `抽查点名到时未作答：${call.lesson_words}，请核对。`);
      await context.log({
        action: 'roll-call.expire',
        subject: { type: 'trainingClass', id: call.class_id },
        regionCode: call.region_code,
        institutionId: call.institution_id,
        detail: { rollCall: call.id },
      });
    }
    return `抽查点名逾期 ${over.length} 次。`;
  },
});

/** 数抽查点名照片里的人：与作答的在场人数相差多的提示核对，不自动处理 */
export const countRollCallHeads = job({
  name: 'count-roll-call-heads',
  title: '数抽查点名照片里的人',
  input: z.object({ callId: z.uuid() }),
  isPatient: true,
  async run({ callId }, context) {
    const { tx, services } = context;
    const call = await tx.selectFrom('roll_calls').selectAll().where('id', '=', callId).executeTakeFirst();
    const held = call && (await taughtClass(context, call.class_id));
    if (!call || call.head_count !== null || !held || isRefused(held)) return '这次点名不用数人。';
    const [bytes, found] = [await openPicture(context, call), await services.faces?.find()];
    if (!bytes || !found?.isAvailable) return '没有照片或没有人脸识别模型，没有数人。';
    const counted = await found.engine.count(bytes);
    if (!counted.isRead) return '照片读不出，没有数人。';
    const present = await tx
      .selectFrom('roll_call_answers')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('call_id', '=', callId)
      .where('is_present', '=', true)
      .executeTakeFirstOrThrow();
    const facts = { startsOn: held.startsOn, seen: counted.faceCount, present: Number(present.count) };
    const added = judge(headsRules, facts, context.laterFigures);
    await tx
      .updateTable('roll_calls')
      .set({ head_count: counted.faceCount, findings: sql`findings || ${JSON.stringify(added)}::jsonb` })
      .where('id', '=', callId)
      .where('head_count', 'is', null)
      .execute();
    return `照片里数到 ${counted.faceCount} 人，提示 ${added.length} 条。`;
  },
});

export const rollCallJobs = [expireRollCalls, countRollCallHeads, compareRollCallPictures] as const;
export const rollCallSchedule = [
  { job: expireRollCalls, times: hourly(50) },
  { job: compareRollCallPictures, times: hourly(35) },
] as const;
