import { sql } from 'kysely';
import { z } from 'zod';
import { job, type JobContext } from '#platform/jobs/job';
import { hourly } from '#platform/jobs/schedule';
import { tell } from '#platform/messages';
import { raiseReview, tellUnsettled } from './queue';
import { formula, openReviews, scoresOf, storeScores } from './scores';

/** Hours after which a score of a running class is worked out anew even if nothing is known to have come. */
const oldAfterHours = 20;
/** Days after the last lesson for which late records still change a score. */
const followedDays = 14;
/** Classes worked out together: as many as fit a hand. */
const together = 40;

/** Classes whose score is missing or old: a lesson has ended, records have come, or a night has passed. */
async function staleClasses({ tx, now, today }: JobContext): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select c.id from training_classes c left join truth_scores s on s.class_id = c.id
    where c.state = 'approved' and c.starts_on <= ${today}::date and c.ends_on >= ${today}::date - ${followedDays}::int
      and (s.class_id is null or (s.inputs ->> 'formula')::int <> ${formula}
        or s.computed_at < ${now}::timestamptz - make_interval(hours => ${oldAfterHours})
        or exists (select from lessons l where l.region_code = c.region_code and l.class_id = c.id
          and ((l.taught_on + make_interval(mins => l.ends_minute)) at time zone 'Asia/Shanghai')
            between s.computed_at and ${now}::timestamptz)
        or exists (select from attendance_checks k where k.region_code = c.region_code and k.class_id = c.id
          and k.received_at > s.computed_at and k.at < s.computed_at))
    order by c.id`.execute(tx);
  return rows.map(({ id }) => id);
}

/** 考勤真实度：课后与每夜重新算分，到了分数的排入待核查；分数本身不动补贴 */
export const scoreClasses = job({
  name: 'score-classes',
  title: '计算考勤真实度，到了分数的班级排入待核查',
  input: z.object({}),
  isPatient: true,
  async run(_input, context) {
    const ids = await staleClasses(context);
    let opened = 0;
    for (let from = 0; from < ids.length; from += together) {
      const scored = await scoresOf(context, ids.slice(from, from + together));
      await storeScores(context, scored);
      await tellUnsettled(
        context,
        scored.map(({ held }) => held),
      );
      for (const held of await openReviews(context, scored)) {
        const { id, regionCode, institutionId, name, institution } = held;
        opened += 1;
        await raiseReview(context.tx, context.now, held);
        await tell(context.tx, context.now, {
          ...held,
          audiences: ['county'],
          subject: { type: 'doubt', id },
          text: `${name}（${institution}）的考勤存疑，请到“存疑班级”核查。`,
        });
        await context.log({
          action: 'doubt.open-review',
          subject: { type: 'trainingClass', id },
          regionCode,
          institutionId,
          detail: { doubt: scored.find((each) => each.held.id === id)?.score.doubt ?? 0 },
        });
      }
    }
    return `计算 ${ids.length} 个班，新排入待核查 ${opened} 个。`;
  },
});

export const scoreSchedule = { job: scoreClasses, times: hourly(5) } as const;
