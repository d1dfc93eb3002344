import { sql } from 'kysely';
import { z } from 'zod';
import { job, type JobContext } from '#platform/jobs/job';
import { mayPurge } from '../../domain/retention/retention';
import { classesOver, type TaughtClass } from './classes-over';
import { keptOf, lockKeeping } from './kept-class';

/** 培训结束次日起清除人脸特征；保全中的不清除 */
export const eraseTemplates = job({
  name: 'erase-templates',
  title: '清除培训已结束的人脸特征',
  input: z.object({}),
  timeLimitSeconds: 900,
  async run(_input, context) {
    let [erased, classes] = [0, 0];
    for (const held of await classesOver(context, 'templates')) {
      await lockKeeping(context, held.id);
      const of = await keptOf(context, held);
      if (!mayPurge(of.kept, 'faceTemplate', context.today, of.figure).mayPurge) continue;
      const count = await eraseOf(context, held);
      erased += count;
      classes += count > 0 ? 1 : 0;
    }
    return `清除 ${classes} 个班的人脸特征 ${erased} 份。`;
  },
});

async function eraseOf({ tx, now, log }: JobContext, held: TaughtClass): Promise<number> {
  const { rows } = await sql<{
    trainees: number;
    templates: number;
  }>`select * from erase_templates(${held.id})`.execute(tx);
  const { trainees = 0, templates = 0 } = rows[0] ?? {};
  if (templates === 0) return 0;
  const owner = { region_code: held.regionCode, institution_id: held.institutionId, class_id: held.id };
  await tx
    .insertInto('template_erasures')
    .values({ ...owner, trainee_count: trainees, template_count: templates, erased_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await log({
    action: 'keeping.erase-templates',
    subject: { type: 'trainingClass', id: held.id },
    regionCode: held.regionCode,
    institutionId: held.institutionId,
    detail: { trainees, templates },
  });
  return templates;
}
