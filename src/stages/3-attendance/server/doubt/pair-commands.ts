import { z } from 'zod';
import { digestOf } from '#platform/files/store';
import { command, type Context, done, missing, refused } from '#platform/operation';
import { type FacePairAction, facePairLifecycle } from '../../domain/doubt/lifecycle';
import { isRefused, taughtClass } from '../check-in/taught-class';
import { lessonId, reason, version } from './forms';
import { type Pair, type PairFollow, type PairSide, takePair } from './pair-record';
import { pairId, portraitsOf } from './pair-queries';
import { settlePairs, tellUnsettled } from './queue';
import { raise } from './raise';
import { findTeacherCheck, raiseTeacherDoubts } from './teacher-doubts';

const wish = { pairId, version, reason } as const;

interface Wish {
  readonly pairId: string;
  readonly version: number;
  readonly reason: string;
}

/** Takes a pair for a decision, as the person saw it. */
async function take(context: Context, seen: Wish, action: FacePairAction) {
  const pair = await takePair(context, seen.pairId);
  if (!pair) return missing('这一对头像');
  if (pair.version !== seen.version || !facePairLifecycle.steps[action].from.includes(pair.state))
    return refused('这一对刚由他人看过，请刷新查看。', 'conflict');
  return pair;
}

/** Keeps what was decided; two people asked about are never asked about again. */
async function decide(
  context: Context,
  pair: Pair,
  action: FacePairAction,
  why: string,
  follow: PairFollow | null = null,
) {
  const { tx, actor, now } = context;
  const { to } = facePairLifecycle.steps[action];
  const moved = await tx
    .updateTable('face_pairs')
    .set((each) => ({
      state: to,
      version: each('version', '+', 1),
      follow,
      reason: why,
      decided_by: actor.userId,
      decided_by_name: actor.name,
      decided_at: now,
    }))
    .where('id', '=', pair.id)
    .where('version', '=', pair.version)
    .returning('version')
    .executeTakeFirst();
  if (!moved) return refused('这一对刚由他人看过，请刷新查看。', 'conflict');
  await settlePairs(tx, now, pair.sides[0].regionCode, pair.sides[0].regionCode === pair.sides[1].regionCode);
  context.note({
    subject: { type: 'facePair', id: pair.id },
    regionCode: pair.sides[0].regionCode,
    detail: { state: to, follow, score: Math.round(pair.score * 1000) / 1000, reason: why },
  });
  return done({ state: to, version: moved.version });
}

/** 不是同一人：留存，这两人以后不再问 */
export const tellDifferent = command({
  name: 'doubt.pair-different',
  path: '/face-pairs/:pairId/different',
  title: '相似头像不是同一人',
  by: facePairLifecycle.steps.different.by,
  cites: ['2021.4.3'],
  input: z.object(wish),
  async handle(seen, context) {
    const pair = await take(context, seen, 'different');
    return isRefused(pair) ? pair : decide(context, pair, 'different', seen.reason);
  },
});

/** 看不清：以后还可以再定 */
export const tellUnclear = command({
  name: 'doubt.pair-unclear',
  path: '/face-pairs/:pairId/unclear',
  title: '相似头像看不清',
  by: facePairLifecycle.steps.unclear.by,
  cites: ['2021.4.3'],
  input: z.object(wish),
  async handle(seen, context) {
    const pair = await take(context, seen, 'unclear');
    return isRefused(pair) ? pair : decide(context, pair, 'unclear', seen.reason);
  },
});

/** The pictures of both as evidence for one person-time of one of them. */
async function groundOf(context: Context, pair: Pair, at: 0 | 1, lesson: string) {
  const [one] = await portraitsOf(context, pair.sides[0]);
  const [other] = await portraitsOf(context, pair.sides[1]);
  if (!one || !other) return refused('有一人的建档照片已删除，不能作证据；请在“冒名顶替”另附证据登记。', 'conflict');
  return {
    rowId: pair.sides[at].rowId,
    lessonId: lesson,
    title: `两个身份一张脸：${pair.sides[0].name}、${pair.sides[1].name}`.slice(0, 60),
    pages: [one, other],
    digest: digestOf(Buffer.concat([Buffer.from(`${pair.id}/${at}/${lesson}`), one, other])),
    facts: { score: pair.score, threshold: pair.threshold, engine: pair.engineId },
  };
}

/** A teacher’s check-in with the face of another waits for the county; it is no person-time. */
async function doubtTeacher(context: Context, pair: Pair, side: PairSide, lesson: string) {
  const held = await taughtClass(context, side.classId);
  if (isRefused(held)) return held;
  const check = await findTeacherCheck(context, held, side.rowId, lesson);
  if (!check) return missing('这次课的签到');
  const facts = { pair: pair.id, score: pair.score, threshold: pair.threshold, engine: pair.engineId };
  const doubt = { checkId: check.id, teacherId: side.rowId, kind: 'oneFace' as const, by: context.actor.name, facts };
  await raiseTeacherDoubts(context, held, [doubt]);
  await tellUnsettled(context, [held]);
  return undefined;
}

/** 同一人：只是重复登记的转并档、改档案办理；冒用身份的，对所选学员的一次课登记疑似，教师的列入待核签到 */
export const tellSame = command({
  name: 'doubt.pair-same',
  path: '/face-pairs/:pairId/same',
  title: '相似头像是同一人',
  by: facePairLifecycle.steps.same.by,
  cites: ['2021.4.3'],
  input: z.object({
    ...wish,
    follow: z.enum(['reported', 'merge'], '请选择登记疑似或转并档'),
    side: z.int('请选择是哪一方').min(0).max(1).optional(),
    lessonId: lessonId.optional(),
  }),
  async handle({ follow, side, lessonId: lesson, ...seen }, context) {
    const pair = await take(context, seen, 'same');
    if (isRefused(pair)) return pair;
    if (follow === 'merge') return decide(context, pair, 'same', seen.reason, 'merge');
    if (side === undefined || lesson === undefined)
      return refused('登记疑似须选择是哪一方、哪一次课；两人都没有签到的，请转并档办理。', 'invalid');
    const at = side === 0 ? 0 : 1;
    if (pair.sides[at].kind === 'teacher') {
      const wrong = await doubtTeacher(context, pair, pair.sides[at], lesson);
      return wrong ?? decide(context, pair, 'same', seen.reason, 'teacherDoubt');
    }
    const ground = await groundOf(context, pair, at, lesson);
    if (isRefused(ground)) return ground;
    const known = await context.tx
      .selectFrom('attendance_checks')
      .select('id')
      .where('region_code', '=', pair.sides[at].regionCode)
      .where('class_id', '=', pair.sides[at].classId)
      .where('row_id', '=', pair.sides[at].rowId)
      .where('lesson_id', '=', lesson)
      .where('verdict', '<>', 'refused')
      .executeTakeFirst();
    if (!known) return missing('这次课的签到');
    const raised = await raise(context, pair.sides[at].classId, { ...ground, signal: 'sameFaceTwoIdentities' });
    return isRefused(raised) ? raised : decide(context, pair, 'same', seen.reason, 'reported');
  },
});
