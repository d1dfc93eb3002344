import { sql } from 'kysely';
import { z } from 'zod';
import { figuresOn } from '#law/figures';
import { job, type JobContext } from '#platform/jobs/job';
import { daily } from '#platform/jobs/schedule';
import { tell } from '#platform/messages';
import { challengesEachDay } from '../../domain/recordings/possession';
import { blocksIn, type DrawnBlock, drawBlocks, type KeptRecording, keptRecordings, ownBlock } from './archive';
import { type FailedBlock, raiseFindings } from './findings';
import { type Judged, openChallenge } from './open-challenge';

const byInstitution = <Item>(items: readonly Item[], idOf: (item: Item) => string): Map<string, Item[]> => {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(idOf(item), [...(groups.get(idOf(item)) ?? []), item]);
  return groups;
};

const nameOf = async ({ tx }: JobContext, id: string): Promise<string> =>
  (await tx.selectFrom('institutions').select('name').where('id', '=', id).executeTakeFirst())?.name ?? '';

async function registeredHash({ tx }: JobContext, { recording, block }: DrawnBlock): Promise<Buffer> {
  const { rows } = await sql<{ hash: Buffer }>`select substring(block_hashes from ${block * 32 + 1}::int for 32) as hash
    from recordings where id = ${recording.id}`.execute(tx);
  return rows[0]?.hash ?? Buffer.alloc(0);
}

/** Asks the bureau’s own copy, over the whole city, and answers at once. */
async function askOwnCopy(context: JobContext, recordings: readonly KeptRecording[]): Promise<string> {
  const { tx, now, today, laterFigures, services } = context;
  const asked = await tx
    .selectFrom('copy_challenges')
    .select('id')
    .where('holder', '=', 'bureau')
    .where('purpose', '=', 'draw')
    .where('asked_on', '=', today)
    .executeTakeFirst();
  if (asked) return '本局一份今天已抽查过。';
  const total = blocksIn(recordings);
  const judged: Judged[] = [];
  for (const drawn of drawBlocks(recordings, challengesEachDay(total, figuresOn(today, laterFigures)))) {
    context.signal.throwIfAborted();
    const { result } = await ownBlock(services, {
      ...drawn.recording,
      block: drawn.block,
      registered: await registeredHash(context, drawn),
    });
    judged.push({ ...drawn, result });
  }
  for (const [institutionId, blocks] of byInstitution(judged, ({ recording }) => recording.institutionId)) {
    const id = await openChallenge(context, { holder: 'bureau', purpose: 'draw', archiveBlocks: total, blocks });
    const failed = blocks.flatMap(({ recording, block, result }): FailedBlock[] =>
      result === 'missing' || result === 'altered'
        ? [{ recordingId: recording.id, classId: recording.classId, block, kind: result }]
        : [],
    );
    const owner = blocks[0]?.recording;
    if (!id || !owner || failed.length === 0) continue;
    const institution = await nameOf(context, institutionId);
    await raiseFindings(
      tx,
      now,
      { id, holder: 'bureau', institution, institutionId, regionCode: owner.regionCode },
      failed,
    );
    await logFailed(context, owner, { challenge: id, holder: 'bureau', failed: failed.length });
  }
  const lost = judged.filter(({ result }) => result !== 'proved').length;
  if (lost > 0) context.warn(`存证抽查：本局一份录像有 ${lost} 块缺失或内容已变，已逐块核对并请机构补送。`);
  return `本局一份抽查 ${judged.length} 块，${lost} 块不符。`;
}

const logFailed = (
  { log }: JobContext,
  { regionCode, institutionId }: Pick<KeptRecording, 'regionCode' | 'institutionId'>,
  detail: Readonly<Record<string, string | number>>,
) =>
  log({ action: 'copy.fail', subject: { type: 'institution', id: institutionId }, regionCode, institutionId, detail });

/** 每日存证抽查：本局一份当场核对，机构一份发出随机抽查 (2021 四：一式两份) */
export const drawCopies = job({
  name: 'draw-copies',
  title: '每日抽查两份录像是否仍在',
  input: z.object({}),
  timeLimitSeconds: 1800,
  async run(_input, context) {
    const { tx, now, today, laterFigures } = context;
    const recordings = await keptRecordings(tx);
    if (recordings.length === 0) return '还没有录像可抽查。';
    const figure = figuresOn(today, laterFigures);
    let opened = 0;
    for (const [institutionId, own] of byInstitution(recordings, (each) => each.institutionId)) {
      const total = blocksIn(own);
      const drawn = drawBlocks(own, challengesEachDay(total, figure)).map((each) => ({ ...each, result: null }));
      const id = await openChallenge(context, {
        holder: 'institution',
        purpose: 'draw',
        archiveBlocks: total,
        blocks: drawn,
      });
      const owner = own[0];
      if (!id || !owner) continue;
      opened += 1;
      await tell(tx, now, {
        ...owner,
        institutionId,
        audiences: ['institution'],
        subject: { type: 'copies', id: institutionId },
        text: `存证抽查：请打开“存证抽查”，选中贵机构存放录像的文件夹作答，共 ${drawn.length} 块。`,
      });
    }
    return `${await askOwnCopy(context, recordings)}向 ${opened} 家机构发出抽查。`;
  },
});

/** 存证抽查到期：没有证明的记为问题，告知县、市和机构 */
export const failCopies = job({
  name: 'fail-copies',
  title: '存证抽查到期未证明的记为问题',
  input: z.object({}),
  async run(_input, context) {
    const { tx, now, today } = context;
    const over = await tx
      .updateTable('copy_challenges')
      .set({ state: 'failed', closed_at: now })
      .where('state', '=', 'asked')
      .where('due_on', '<', today)
      .returning(['id', 'region_code', 'institution_id', 'answered_at'])
      .execute();
    for (const challenge of over) {
      const blocks = await tx
        .selectFrom('copy_challenge_blocks')
        .select(['recording_id', 'class_id', 'block', 'result'])
        .where('challenge_id', '=', challenge.id)
        .where((each) => each.or([each('result', 'is', null), each('result', 'not in', ['proved', 'spared'])]))
        .execute();
      const owner = { regionCode: challenge.region_code, institutionId: challenge.institution_id };
      const failed = blocks.map(
        ({ recording_id, class_id, block, result }): FailedBlock => ({
          recordingId: recording_id,
          classId: class_id,
          block,
          kind: result === 'wrong' || result === 'missing' ? result : 'unanswered',
        }),
      );
      const institution = await nameOf(context, challenge.institution_id);
      await raiseFindings(tx, now, { id: challenge.id, holder: 'institution', institution, ...owner }, failed);
      await tx
        .updateTable('copy_repairs')
        .set({ state: 'asked' })
        .where('challenge_id', '=', challenge.id)
        .where('state', '=', 'filled')
        .execute();
      await logFailed(context, owner, { challenge: challenge.id, holder: 'institution', failed: failed.length });
    }
    return `到期未证明 ${over.length} 次。`;
  },
});

export const copyJobs = [drawCopies, failCopies] as const;
export const copySchedule = [
  { job: failCopies, times: daily('00:20') },
  { job: drawCopies, times: daily('05:10') },
] as const;
