import { z } from 'zod';
import { newId } from '#platform/identifiers';
import { tell } from '#platform/messages';
import { command, type Context, done, type Refused, refused } from '#platform/operation';
import { decisionsFor, settlementBases, settlementDecisions, settlers } from '../../domain/doubt/settlement';
import { isRefused, noteClass, type TaughtClass, taughtClass } from '../check-in/taught-class';
import { checkKey, classId, institutions, passage, reason } from './forms';
import { teachersOf } from '../teaching/teachers';
import { tellUnsettled } from './queue';
import { type DoubtedMark, doubtedMarks, settlementsOf, waitingOf } from './unsettled';

const mostAtOnce = 100;
const gone = refused('有的签到已不在待核之列（课表或设备可能刚有变动），请刷新后再办。', 'conflict');

/** The doubted check-ins of a class by key. */
async function doubtedOf(context: Context, held: TaughtClass) {
  const doubted = await doubtedMarks(context, [held]);
  return new Map(doubted.map((each) => [each.mark.id, each]));
}

interface Verdict {
  readonly decision: (typeof settlementDecisions)[number];
  readonly taughtBy?: string | undefined;
}

/** Why a decision does not fit what it is about; undefined where it does. */
async function whyUnfit(
  context: Context,
  held: TaughtClass,
  found: readonly DoubtedMark[],
  { decision, taughtBy }: Verdict,
): Promise<Refused | undefined> {
  if (found.some(({ mark }) => !decisionsFor[mark.kind].includes(decision)))
    return refused('“不是本人”只用于任课教师的签到；学员的请在“冒名顶替”登记。', 'invalid');
  if (taughtBy === undefined) return undefined;
  if (decision !== 'otherPerson') return refused('核定不是本人的，才写实际由谁授课。', 'invalid');
  if (found.some(({ mark }) => mark.traineeId === taughtBy))
    return refused('实际授课人不能是被核定不是本人的这名教师。', 'invalid');
  const known = await teachersOf(context, held);
  return known.some(({ id }) => id === taughtBy)
    ? undefined
    : refused('本机构没有这名教师；实际授课人不在本机构的，请写在理由里。', 'invalid');
}

/** The institution is told at once whose check-ins were somebody else’s: it has to say who taught. */
async function tellInstitution(context: Context, held: TaughtClass, found: readonly DoubtedMark[]): Promise<void> {
  const of = new Set(found.map(({ mark }) => mark.traineeId));
  const names = (await teachersOf(context, held)).flatMap(({ id, name }) => (of.has(id) ? [name] : []));
  await tell(context.tx, context.now, {
    regionCode: held.regionCode,
    institutionId: held.institutionId,
    audiences: ['institution'],
    subject: { type: 'trainingClass', id: held.id },
    text: `${held.name}：以${names.join('、')}名义的签到经县（市、区）核定不是本人，请说明由谁授课；换教师须申请变更。`,
  });
}

/** 核定待核签到（学员、任课教师）：计入、不计或不是本人，写明依据和理由；学时、授课情况随之重算 */
export const settleChecks = command({
  name: 'doubt.settle-checks',
  path: '/classes/:classId/doubt/checks/settle',
  title: '核定待核签到',
  by: settlers,
  cites: ['2021.4.1'],
  input: z.object({
    classId,
    checks: z
      .array(z.object({ key: checkKey, seen: z.int('版本号不正确').min(0).max(999) }))
      .min(1, '请选择签到')
      .max(mostAtOnce, `一次不超过 ${mostAtOnce} 次签到`)
      .refine((checks) => new Set(checks.map(({ key }) => key)).size === checks.length, '同一次签到选了两遍'),
    decision: z.enum(settlementDecisions, '请选择怎样核定'),
    /** Who taught instead of the teacher in whose name somebody else signed. */
    taughtBy: z.uuid('教师编号不正确').optional(),
    basis: z.enum(settlementBases, '请选择依据'),
    reason,
  }),
  async handle({ checks, decision, taughtBy, basis, reason: why, ...input }, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    const doubted = await doubtedOf(context, held);
    const before = await settlementsOf(context, [held.id]);
    const rows = [];
    const chosen = checks.flatMap(({ key }) => doubted.get(key) ?? []);
    if (chosen.length < checks.length) return gone;
    const unfit = await whyUnfit(context, held, chosen, { decision, taughtBy });
    if (unfit) return unfit;
    for (const { key, seen } of checks) {
      const found = doubted.get(key);
      if (!found) return gone;
      if ((before.get(`${held.id}/${key}`)?.at(-1)?.number ?? 0) !== seen)
        return refused('有的签到刚由他人核定，请刷新后再办。', 'conflict');
      rows.push({
        region_code: held.regionCode,
        institution_id: held.institutionId,
        class_id: held.id,
        check_key: key,
        number: seen + 1,
        row_id: found.mark.traineeId,
        teacher_id: found.mark.kind === 'teacher' ? found.mark.traineeId : null,
        lesson_id: found.lesson?.id ?? null,
        taught_by: taughtBy ?? null,
        at: new Date(found.mark.at).toISOString(),
        decision,
        basis,
        reason: why,
        settled_by: context.actor.userId,
        settled_by_name: context.actor.name,
        settled_at: context.now,
      });
    }
    const added = await context.tx
      .insertInto('check_settlements')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .returning('check_key')
      .execute();
    if (added.length < rows.length) return refused('有的签到刚由他人核定，请刷新后再办。', 'conflict');
    await tellUnsettled(context, [held]);
    if (decision === 'otherPerson') await tellInstitution(context, held, chosen);
    noteClass(context, held, {
      settled: checks.map(({ key }) => key),
      decision,
      basis,
      reason: why,
      ...(taughtBy ? { taughtBy } : {}),
    });
    return done({ settled: added.length });
  },
});

/** 机构对待核签到作说明；是否计入由人社部门核定 */
export const explainChecks = command({
  name: 'doubt.explain-checks',
  path: '/classes/:classId/doubt/checks/explain',
  title: '说明待核签到',
  by: institutions,
  cites: ['2021.4.1'],
  input: z.object({
    classId,
    keys: z.array(checkKey).min(1, '请选择签到').max(mostAtOnce, `一次不超过 ${mostAtOnce} 次签到`),
    text: passage(200, '请写明情况'),
  }),
  async handle({ keys, text, ...input }, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    const doubted = await doubtedOf(context, held);
    const before = await settlementsOf(context, [held.id]);
    if (keys.some((key) => !doubted.has(key))) return gone;
    const isWaiting = new Set(waitingOf([...doubted.values()], before).map(({ mark }) => mark.id));
    if (keys.some((key) => !isWaiting.has(key)))
      return refused('有的签到已经核定，不用再说明；对核定有异议的请联系县（市、区）人社局。', 'conflict');
    await context.tx
      .insertInto('check_explanations')
      .values(
        [...new Set(keys)].map((key) => ({
          region_code: held.regionCode,
          institution_id: held.institutionId,
          class_id: held.id,
          check_key: key,
          id: newId(),
          text,
          explained_by: context.actor.userId,
          explained_by_name: context.actor.name,
          explained_at: context.now,
        })),
      )
      .execute();
    noteClass(context, held, { explained: keys });
    return done({ explained: keys.length });
  },
});
