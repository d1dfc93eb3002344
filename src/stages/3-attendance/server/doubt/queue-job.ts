import { z } from 'zod';
import { job } from '#platform/jobs/job';
import { isRefused, taughtClass } from '../check-in/taught-class';
import { tellUnsettled } from './queue';

/** What somebody without sight of the queue found is put into it behind the desk. */
export const queueChecks = job({
  name: 'queue-doubted-checks',
  title: '把待核的签到排入县的待办',
  input: z.object({ classId: z.uuid() }),
  async run({ classId }, context) {
    const held = await taughtClass(context, classId);
    if (isRefused(held)) return '班期已不在，没有排入。';
    await tellUnsettled(context, [held]);
    return '已核对一个班的待核签到。';
  },
});
