import { z } from 'zod';
import type { PlainDate } from '#kernel/plain-date';
import { type Context, command, done, missing, refused } from '#platform/operation';
import { type BlockResult, challengeLifecycle } from '../../domain/recordings/copies';
import { isRefused } from '../check-in/taught-class';
import { raiseFindings } from './findings';
import { challengeId } from './forms';
import { type AskedBlock, askedBlocks, judgeAnswers, type Verdicts } from './judge-answers';
import { closeProved, listedBlocks, moveRepair, takeRepair } from './repair-store';

/** Answers in the order of the challenge; an empty one says that the block was not found. */
const answers = z
  .array(z.string().regex(/^(?:[0-9a-f]{64})?$/, '答案不正确，请用系统给出的作答文件'))
  .min(1, '没有答案')
  .max(1000, '答案太多，请用系统给出的作答文件');

const resultNow = ({ results }: Verdicts, of: AskedBlock): BlockResult | null =>
  results.find((each) => each.of === of)?.result ?? of.result;

/** A repair ends with its challenge; where the bureau’s own bytes were gone nothing was proved, and it is asked again. */
async function endRepair(context: Context, challenge: string, asked: number, isUnjudged: boolean): Promise<void> {
  const { tx, now } = context;
  const found = await tx
    .selectFrom('copy_repairs')
    .select('id')
    .where('challenge_id', '=', challenge)
    .where('state', '=', 'filled')
    .executeTakeFirst();
  const repair = found && (await takeRepair(tx, found.id));
  if (!repair || isRefused(repair)) return;
  if (isUnjudged) {
    await moveRepair(tx, repair, 'asked');
    return;
  }
  const mended = (await listedBlocks(tx, repair.id)).filter(({ isThere }) => isThere).length;
  await context.acrossRegions(() => closeProved(tx, now, repair, { id: challenge, blocks: asked, mended }));
  context.note({ detail: { repair: repair.id } });
}

async function takeChallenge({ tx, today }: Context, id: string) {
  const challenge = await tx
    .selectFrom('copy_challenges')
    .selectAll()
    .where('id', '=', id)
    .where('holder', '=', 'institution')
    .forUpdate()
    .executeTakeFirst();
  if (!challenge) return missing('这次存证抽查');
  if (challenge.state === 'proved') return refused('这次抽查已经全部证明，不用再答。', 'conflict');
  if (challenge.state !== 'asked' || challenge.due_on < today)
    return refused(`这次抽查已过作答期限（${challenge.due_on}），请向县（市、区）人社局说明。`, 'conflict');
  return challenge;
}

const countOf = (results: Verdicts['results'], ...which: readonly BlockResult[]): number =>
  results.filter(({ result }) => which.includes(result)).length;

/** 作答存证抽查：逐块交 SHA-256（随机数 ‖ 数据块）；期限内可以再答没有证明的 */
export const answerCopies = command({
  name: 'copy.answer',
  path: '/copies/:challengeId/answer',
  title: '作答存证抽查',
  by: challengeLifecycle.steps.prove.by,
  cites: ['2021.4.2', '2021.A6.5'],
  input: z.object({ challengeId, answers }),
  async handle(input, context) {
    const challenge = await takeChallenge(context, input.challengeId);
    if (isRefused(challenge)) return challenge;
    const { tx, now, actor, services } = context;
    const blocks = await askedBlocks(context, challenge.id);
    if (input.answers.length !== blocks.length)
      return refused(
        `这次抽查是 ${blocks.length} 块，交来 ${input.answers.length} 个答案，请核对作答文件。`,
        'invalid',
      );
    const verdicts = await judgeAnswers({ ...context, services }, challenge.nonce, blocks, input.answers);
    for (const { of, result } of verdicts.results)
      await tx
        .updateTable('copy_challenge_blocks')
        .set({ result, judged_at: now })
        .where('challenge_id', '=', challenge.id)
        .where('number', '=', of.number)
        .execute();
    const left = countOf(verdicts.results, 'missing', 'wrong');
    const isUnjudged = blocks.some((of) => (resultNow(verdicts, of) ?? 'proved') === 'spared');
    const answered = { answered_by: actor.userId, answered_by_name: actor.name, answered_at: now };
    await tx
      .updateTable('copy_challenges')
      .set(left === 0 ? { ...answered, state: 'proved', closed_at: now } : answered)
      .where('id', '=', challenge.id)
      .execute();
    await findOwn(context, challenge, verdicts.own);
    if (challenge.purpose === 'repair' && left === 0) await endRepair(context, challenge.id, blocks.length, isUnjudged);
    const told = {
      proved: blocks.length - left - countOf(verdicts.results, 'spared'),
      wrong: countOf(verdicts.results, 'wrong'),
      missing: countOf(verdicts.results, 'missing'),
      spared: countOf(verdicts.results, 'spared'),
    };
    context.note({
      subject: { type: 'institution', id: challenge.institution_id },
      regionCode: challenge.region_code,
      institutionId: challenge.institution_id,
      detail: { challenge: challenge.id, ...told },
    });
    return done({ ...told, isProved: left === 0, dueOn: challenge.due_on });
  },
});

interface Challenged {
  readonly id: string;
  readonly region_code: string;
  readonly institution_id: string;
  readonly due_on: PlainDate;
}

/** Says of the bureau’s own copy what an answer brought to light. */
async function findOwn(context: Context, challenge: Challenged, own: Verdicts['own']): Promise<void> {
  if (own.length === 0) return;
  const { tx, now } = context;
  const name = await tx
    .selectFrom('institutions')
    .select('name')
    .where('id', '=', challenge.institution_id)
    .executeTakeFirst();
  const failed = {
    id: challenge.id,
    holder: 'bureau',
    regionCode: challenge.region_code,
    institutionId: challenge.institution_id,
    institution: name?.name ?? '',
  } as const;
  const blocks = own.map(({ of, result }) => ({
    recordingId: of.recording_id,
    classId: of.class_id,
    block: of.block,
    kind: result,
  }));
  await context.acrossRegions(() => raiseFindings(tx, now, failed, blocks));
}
