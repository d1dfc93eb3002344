import { z } from 'zod';
import { command, type Context, missing, done, refused } from '#platform/operation';
import { truthReviewLifecycle } from '../../domain/doubt/lifecycle';
import { isRefused, noteClass, type TaughtClass, taughtClass } from '../check-in/taught-class';
import { classId, lessonId, reason, row, version } from './forms';
import { pictureGround } from './grounds';
import { raiseReview, settleReview } from './queue';
import { raise } from './raise';
import { reviewsOf, storedReviewState } from './reviews';
import { openReviews, scoresOf, storeScores } from './scores';

const wish = { classId, reviewId: z.uuid('核查编号不正确'), version } as const;

interface Wish {
  readonly classId: string;
  readonly reviewId: string;
  readonly version: number;
}

/** The open review of a class in sight, held for the one who closes it. */
async function takeReview(context: Context, seen: Wish) {
  const held = await taughtClass(context, seen.classId);
  if (isRefused(held)) return held;
  const review = await context.tx
    .selectFrom('truth_reviews')
    .selectAll()
    .where('class_id', '=', held.id)
    .where('id', '=', seen.reviewId)
    .forUpdate()
    .executeTakeFirst();
  if (!review) return missing('这次核查');
  if (storedReviewState(review.state) !== truthReviewLifecycle.start || review.version !== seen.version)
    return refused('这次核查刚由他人办结，请刷新查看。', 'conflict');
  return { held, review };
}

type Action = keyof typeof truthReviewLifecycle.steps;

/** Closes a review with what was found; the score it was closed at is kept, so that the same is not asked again. */
async function close(context: Context, held: TaughtClass, { id }: { id: string }, action: Action, finding: string) {
  const { tx, actor, now } = context;
  const scored = await scoresOf(context, [held.id]);
  await storeScores(context, scored);
  const { to } = truthReviewLifecycle.steps[action];
  const moved = await tx
    .updateTable('truth_reviews')
    .set((each) => ({
      state: to,
      version: each('version', '+', 1),
      closed_doubt: scored[0]?.score.doubt ?? 0,
      closed_by: actor.userId,
      closed_by_name: actor.name,
      closed_at: now,
      finding,
    }))
    .where('id', '=', id)
    .where('state', '=', truthReviewLifecycle.start)
    .returning('version')
    .executeTakeFirst();
  if (!moved) return refused('这次核查刚由他人办结，请刷新查看。', 'conflict');
  await settleReview(tx, now, held.id);
  noteClass(context, held, { review: id, state: to, doubt: scored[0]?.score.doubt ?? 0, reason: finding });
  return done({ state: to, version: moved.version });
}

/** 属实：选定人次和照片，登记疑似冒名顶替；确认仍须另行办理 */
export const substantiateDoubt = command({
  name: 'doubt.substantiate',
  path: '/classes/:classId/doubt/:reviewId/substantiate',
  title: '存疑属实，登记疑似',
  by: truthReviewLifecycle.steps.substantiate.by,
  cites: ['2021.4.1', '2021.4.3'],
  input: z.object({
    ...wish,
    finding: reason,
    personTimes: z
      .array(z.object({ row, lessonId, checkId: z.uuid('签到编号不正确') }))
      .max(20, '一次最多登记 20 人次')
      .default([]),
  }),
  async handle({ finding, personTimes, ...seen }, context) {
    const taken = await takeReview(context, seen);
    if (isRefused(taken)) return taken;
    const { held, review } = taken;
    for (const { row: rowId, lessonId: lesson, checkId } of personTimes) {
      const ground = await pictureGround(context, held, { rowId, lessonId: lesson, checkId });
      if (isRefused(ground)) return ground;
      const raised = await raise(context, held.id, { ...ground, signal: 'inspectorFinding' });
      if (isRefused(raised)) return raised;
    }
    const { suspected, confirmed } = (await reviewsOf(context, held.id)).personTimes;
    if (suspected + confirmed === 0)
      return refused(
        '属实的须至少登记一人次疑似并附照片；签到没有照片的，请先在“冒名顶替”上传证据登记，或转现场检查。',
      );
    return close(context, held, review, 'substantiate', finding);
  },
});

/** 有合理解释：写明理由，同样的情形不再问 */
export const explainDoubt = command({
  name: 'doubt.explain',
  path: '/classes/:classId/doubt/:reviewId/explain',
  title: '存疑有合理解释',
  by: truthReviewLifecycle.steps.explain.by,
  cites: ['2021.4.1'],
  input: z.object({ ...wish, finding: reason }),
  async handle({ finding, ...seen }, context) {
    const taken = await takeReview(context, seen);
    return isRefused(taken) ? taken : close(context, taken.held, taken.review, 'explain', finding);
  },
});

/** 转现场检查：写明查什么；班级正在上课的可以另发抽查点名 */
export const sendOnSite = command({
  name: 'doubt.send-on-site',
  path: '/classes/:classId/doubt/:reviewId/send-on-site',
  title: '存疑转现场检查',
  by: truthReviewLifecycle.steps.sendOnSite.by,
  cites: ['2021.4.1'],
  input: z.object({ ...wish, finding: reason }),
  async handle({ finding, ...seen }, context) {
    const taken = await takeReview(context, seen);
    return isRefused(taken) ? taken : close(context, taken.held, taken.review, 'sendOnSite', finding);
  },
});

/** 重新计算并存下分数，到了分数的排入待核查 */
export const refreshDoubt = command({
  name: 'doubt.refresh',
  path: '/classes/:classId/doubt/refresh',
  title: '重新计算考勤真实度',
  by: truthReviewLifecycle.steps.explain.by,
  cites: ['2021.4.1'],
  input: z.object({ classId }),
  async handle(input, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    const scored = await scoresOf(context, [held.id]);
    await storeScores(context, scored);
    const opened = await openReviews(context, scored);
    for (const each of opened) await raiseReview(context.tx, context.now, each);
    noteClass(context, held, { doubt: scored[0]?.score.doubt ?? 0, opened: opened.length });
    return done({ doubt: scored[0]?.score.doubt ?? 0, opened: opened.length > 0 });
  },
});
