import { sql } from 'kysely';
import { z } from 'zod';
import { job, type JobContext } from '#platform/jobs/job';
import { mayPurge } from '../../domain/retention/retention';
import { forgetFace } from '../check-in/face-register';
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

/** Whose templates are stored; they also lie opened in memory, where faces are sought. */
const known = async ({ tx }: JobContext, held: TaughtClass): Promise<string[]> =>
  (
    await tx
      .selectFrom('enrolment_frames')
      .select('row_id')
      .distinct()
      .where('region_code', '=', held.regionCode)
      .where('class_id', '=', held.id)
      .where('template_sealed', 'is not', null)
      .execute()
  ).map(({ row_id }) => row_id);

async function eraseOf(context: JobContext, held: TaughtClass): Promise<number> {
  const { tx, now, log, services } = context;
  const rows = await known(context, held);
  const { rows: erased } = await sql<{
    trainees: number;
    templates: number;
  }>`select * from erase_templates(${held.id})`.execute(tx);
  const { trainees = 0, templates = 0 } = erased[0] ?? {};
  if (templates === 0) return 0;
  for (const row of rows) forgetFace(services.secrets, held.id, row);
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
