import { z } from 'zod';
import { job } from '#platform/jobs/job';
import { daily } from '#platform/jobs/schedule';
import { assessmentStandingNames } from '../../domain/privacy/assessment';
import { standingOf } from './assessment-store';
import { countStoredFacesJob } from './count-job';
import { assessmentFacts } from './facts';
import { countUnpurged } from './stored-faces';
import { assessmentKey, raiseAssessmentTask, raiseUnpurgedTask, settle } from './tasks';

/** 影响评估与现行设置逐日核对：没有的、设置已改的交办安全管理员和市级；撤回同意后没有清除的交办安全管理员 */
export const watchAssessment = job({
  name: 'watch-assessment',
  title: '核对影响评估与现行设置',
  input: z.object({}),
  async run(_input, context) {
    const { tx, now } = context;
    const { standing, differences } = await standingOf(context, await assessmentFacts(context));
    const drafted = await tx
      .selectFrom('impact_assessments')
      .select('id')
      .where('state', '=', 'drafted')
      .executeTakeFirst();
    if (standing === 'valid' || drafted) await settle(tx, now, assessmentKey);
    else await raiseAssessmentTask(tx, now, standing);
    await raiseUnpurgedTask(tx, now, await countUnpurged(context));
    return `影响评估${assessmentStandingNames[standing]}，设置有 ${differences.length} 处不同。`;
  },
});

export const privacyJobs = [countStoredFacesJob, watchAssessment] as const;
export const privacySchedule = [
  { job: countStoredFacesJob, times: daily('05:05') },
  { job: watchAssessment, times: daily('05:10') },
] as const;
