import { z } from 'zod';
import { type Context, command, done, refused } from '#platform/operation';
import { type CopyHolder, challengeLifecycle } from '../../domain/recordings/copies';
import { mostProvedBlocks, repairLifecycle } from '../../domain/recordings/repair';
import { isRefused } from '../check-in/taught-class';
import { playAddress } from '../recordings/ticket';
import { ownBlock } from './archive';
import { raiseFindings } from './findings';
import { repairId } from './forms';
import { blocksToProve } from './mend-job';
import { openChallenge } from './open-challenge';
import {
  blockCountOf,
  listBlocks,
  listedBlocks,
  moveRepair,
  type Repair,
  registeredHash,
  takeRepair,
} from './repair-store';

const noteRepair = (
  context: Context,
  repair: Repair,
  detail: Readonly<Record<string, number | string | boolean>>,
): void =>
  context.note({
    subject: { type: 'trainingClass', id: repair.classId },
    regionCode: repair.regionCode,
    institutionId: repair.institutionId,
    detail: { repair: repair.id, recording: repair.recordingId, ...detail },
  });

/** A repair of that side that waits for the institution. */
async function takeAsked({ tx }: Context, id: string, holder: CopyHolder) {
  const repair = await takeRepair(tx, id);
  if (isRefused(repair)) return repair;
  if (repair.holder !== holder)
    return refused(holder === 'bureau' ? '这是贵机构一份的修复，不用补送。' : '这是人社部门一份的修复。', 'invalid');
  if (repair.state === 'asked') return repair;
  return refused('这次修复已经补齐、办结，或正在逐块核对，请刷新查看。', 'conflict');
}

/** 补送人社部门一份损坏的数据块：开始一次补送，随后逐块上传 */
export const sendBlocks = command({
  name: 'copy.send',
  path: '/copies/repairs/:repairId/send',
  title: '补送损坏的数据块',
  by: repairLifecycle.steps.fill.by,
  cites: ['2021.4.2'],
  input: z.object({ repairId }),
  async handle(input, context) {
    const repair = await takeAsked(context, input.repairId, 'bureau');
    if (isRefused(repair)) return repair;
    const blocks = (await listedBlocks(context.tx, repair.id)).filter(({ isThere }) => !isThere);
    noteRepair(context, repair, { wanted: blocks.length });
    return done({ recordingId: repair.recordingId, blocks: blocks.map(({ block }) => block) });
  },
});

const mostAtOnce = 64;

/** 取回机构一份损坏的数据块：本局一份逐块核对相符才给 */
export const fetchBlocks = command({
  name: 'copy.fetch',
  path: '/copies/repairs/:repairId/fetch',
  title: '取回损坏的数据块',
  by: repairLifecycle.steps.fill.by,
  cites: ['2021.4.2'],
  input: z.object({
    repairId,
    blocks: z
      .array(z.int('数据块编号不正确').min(0, '数据块编号不正确'))
      .min(1, '没有要取的数据块')
      .max(mostAtOnce, `一次最多取 ${mostAtOnce} 块`),
  }),
  async handle(input, context) {
    const repair = await takeAsked(context, input.repairId, 'institution');
    if (isRefused(repair)) return repair;
    const { tx, services, now, actor } = context;
    const blocks = [...new Set(input.blocks)];
    if (blocks.some((block) => block >= blockCountOf(repair)))
      return refused(`这份录像只有 ${blockCountOf(repair)} 块，请重新核对文件。`, 'invalid');
    const [good, lost]: [number[], { block: number; kind: 'missing' | 'altered' }[]] = [[], []];
    for (const block of blocks) {
      const { result } = await ownBlock(services, { ...repair, block, registered: registeredHash(repair, block) });
      if (result === 'proved') good.push(block);
      else lost.push({ block, kind: result });
    }
    await listBlocks(tx, repair, good, now);
    await tellOwnLost(context, repair, lost);
    noteRepair(context, repair, { fetched: good.length, lost: lost.length });
    return done({
      address: playAddress(services, repair.recordingId, actor.userId, now),
      blocks: good,
      lost: lost.map(({ block }) => block),
    });
  },
});

/** What a request brought to light of the bureau’s own copy. */
async function tellOwnLost(
  context: Context,
  repair: Repair,
  lost: readonly { readonly block: number; readonly kind: 'missing' | 'altered' }[],
): Promise<void> {
  if (lost.length === 0) return;
  const { tx, now } = context;
  const [found, owner] = await Promise.all([
    tx.selectFrom('copy_findings').select('challenge_id').where('id', '=', repair.findingId).executeTakeFirstOrThrow(),
    tx.selectFrom('institutions').select('name').where('id', '=', repair.institutionId).executeTakeFirst(),
  ]);
  const of = { ...repair, id: found.challenge_id, holder: 'bureau', institution: owner?.name ?? '' } as const;
  const { recordingId, classId } = repair;
  await context.acrossRegions(() =>
    raiseFindings(
      tx,
      now,
      of,
      lost.map((each) => ({ ...each, recordingId, classId })),
    ),
  );
}

/** 机构一份修好之后请求重新抽查：对修复的数据块发出新的抽查，全部相符才办结 */
export const recheckCopy = command({
  name: 'copy.recheck',
  path: '/copies/repairs/:repairId/recheck',
  title: '修复后请求重新抽查',
  by: challengeLifecycle.steps.prove.by,
  cites: ['2021.4.2'],
  input: z.object({ repairId }),
  async handle(input, context) {
    const repair = await takeAsked(context, input.repairId, 'institution');
    if (isRefused(repair)) return repair;
    const { tx, now, actor } = context;
    const ours = await tx
      .selectFrom('copy_findings')
      .select('id')
      .where('recording_id', '=', repair.recordingId)
      .where('holder', '=', 'bureau')
      .where('settled_at', 'is', null)
      .executeTakeFirst();
    if (ours) return refused('这份录像人社部门一份也有损坏，正在修复。请等它修好后再请求复核。', 'conflict');
    const recording = { ...repair, id: repair.recordingId, blocks: blockCountOf(repair) };
    const blocks = (await blocksToProve({ tx }, repair)).map((block) => ({ recording, block, result: null }));
    const challenge = await openChallenge(context, {
      holder: 'institution',
      purpose: 'repair',
      archiveBlocks: recording.blocks,
      blocks,
    });
    if (!challenge) return refused('没有发出抽查，请稍后再试。', 'conflict');
    await moveRepair(tx, repair, 'filled', { challenge_id: challenge, filled_at: now, filled_by_name: actor.name });
    noteRepair(context, repair, { challenge, asked: blocks.length });
    return done({ challengeId: challenge, blocks: blocks.length, most: mostProvedBlocks });
  },
});
