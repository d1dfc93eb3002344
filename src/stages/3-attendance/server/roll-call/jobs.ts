import { z } from 'zod';
import { job } from '#platform/jobs/job';
import { hourly } from '#platform/jobs/schedule';
import { tellCall } from './call-record';

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

export const rollCallJobs = [expireRollCalls] as const;
export const rollCallSchedule = [{ job: expireRollCalls, times: hourly(50) }] as const;
