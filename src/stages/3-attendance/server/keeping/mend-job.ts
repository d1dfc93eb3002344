import { createHash, randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { job, type JobContext } from '#platform/jobs/job';
import { hourly } from '#platform/jobs/schedule';
import { tell } from '#platform/messages';
import { digestFile } from '#platform/video/block-digests';
import { mostProvedBlocks } from '../../domain/recordings/repair';
import { isRefused } from '../check-in/taught-class';
import { isKept, ownBlock } from './archive';
import { openChallenge } from './open-challenge';
import {
  blockCountOf,
  closeProved,
  lengthOfBlock,
  listBlocks,
  listedBlocks,
  moveRepair,
  openRepair,
  type Repair,
  registeredHash,
  takeRepair,
} from './repair-store';

const logRepair = ({ log }: JobContext, repair: Repair, action: string, detail: Readonly<Record<string, number>>) =>
  log({
    action,
    subject: { type: 'trainingClass', id: repair.classId },
    regionCode: repair.regionCode,
    institutionId: repair.institutionId,
    detail: { repair: repair.id, recording: repair.recordingId, ...detail },
  });

/** Reads the bureau’s copy block by block: which are not what was registered. */
async function badBlocks({ services, signal }: JobContext, repair: Repair): Promise<number[]> {
  const { recordings } = services;
  await recordings.beginMending(repair.storageKey, repair.byteLength);
  const bad: number[] = [];
  for (let block = 0; block < blockCountOf(repair); block += 1) {
    signal.throwIfAborted();
    const bytes = await recordings.readMended(repair.storageKey, block, repair.blockBytes);
    const isWhole = bytes.length === lengthOfBlock(repair, block);
    const digest = createHash('sha256').update(bytes).digest();
    if (!isWhole || !digest.equals(registeredHash(repair, block))) bad.push(block);
  }
  return bad;
}

async function check(context: JobContext, repair: Repair): Promise<string> {
  const { tx, now } = context;
  const bad = await badBlocks(context, repair);
  await listBlocks(tx, repair, bad);
  await logRepair(context, repair, 'copy.check', { bad: bad.length, of: blockCountOf(repair) });
  if (bad.length === 0) {
    await moveRepair(tx, repair, 'filled', { checked_at: now, filled_at: now });
    return prove(context, { ...repair, state: 'filled' });
  }
  await moveRepair(tx, repair, 'asked', { checked_at: now });
  await tell(tx, now, {
    ...repair,
    audiences: ['institution'],
    subject: { type: 'copies', id: repair.institutionId },
    text: `副本修复：人社部门一份录像“${repair.fileName}”有 ${bad.length} 块损坏，请打开“存证抽查”，选中贵机构存放录像的文件夹补送。`,
  });
  return `本局一份损坏 ${bad.length} 块，已请机构补送。`;
}

/** Blocks an operator has put back from a backup need not be asked for any more. */
async function takeRestored(context: JobContext, repair: Repair): Promise<string> {
  const { tx, now, services, signal } = context;
  const missing = (await listedBlocks(tx, repair.id)).filter(({ isThere }) => !isThere);
  const back: number[] = [];
  for (const { block } of missing) {
    signal.throwIfAborted();
    const read = services.recordings.readMended(repair.storageKey, block, repair.blockBytes);
    const bytes = await read.catch(() => Buffer.alloc(0));
    if (createHash('sha256').update(bytes).digest().equals(registeredHash(repair, block))) back.push(block);
  }
  await listBlocks(tx, repair, back, now);
  if (back.length < missing.length) return `等待机构补送 ${missing.length - back.length} 块。`;
  await moveRepair(tx, repair, 'filled', { filled_at: now });
  return prove(context, { ...repair, state: 'filled' });
}

/** What a fresh challenge over a repair asks for: what was mended, or what had failed where nothing needed mending. */
export async function blocksToProve({ tx }: Pick<JobContext, 'tx'>, repair: Repair): Promise<readonly number[]> {
  const listed = (await listedBlocks(tx, repair.id)).map(({ block }) => block);
  if (listed.length === 0) {
    const { rows } = await sql<{ block: number }>`select b.block from copy_challenge_blocks b
      join copy_findings f on f.challenge_id = b.challenge_id and f.recording_id = b.recording_id
      where f.id = ${repair.findingId} and b.result is distinct from 'proved' order by b.block`.execute(tx);
    return rows.length > 0 ? rows.map(({ block }) => block).slice(0, mostProvedBlocks) : [0];
  }
  while (listed.length > mostProvedBlocks) listed.splice(randomInt(listed.length), 1);
  return listed;
}

/** Whole, by its registered digest, and every mended block again in a challenge of its own. */
async function prove(context: JobContext, repair: Repair): Promise<string> {
  const { tx, now, services, signal } = context;
  const { recordings } = services;
  const told = await digestFile(await recordings.mendedPath(repair.storageKey), signal).catch(() => undefined);
  if (!told?.sha256.equals(repair.sha256)) {
    await moveRepair(tx, repair, 'checking');
    await context.enqueue(mendCopy, { repairId: repair.id }, { key: `mend-copy/${repair.id}` });
    return '补齐之后整份摘要仍不符，重新逐块核对。';
  }
  await recordings.endMending(repair.storageKey);
  const recording = { ...repair, id: repair.recordingId, blocks: blockCountOf(repair) };
  const blocks = [];
  for (const block of await blocksToProve(context, repair)) {
    const { result } = await ownBlock(services, { ...repair, block, registered: registeredHash(repair, block) });
    blocks.push({ recording, block, result });
  }
  const id = await openChallenge(context, {
    holder: 'bureau',
    purpose: 'repair',
    archiveBlocks: recording.blocks,
    blocks,
  });
  const mended = (await listedBlocks(tx, repair.id)).length;
  if (!id || blocks.some(({ result }) => result !== 'proved')) {
    await moveRepair(tx, repair, 'checking');
    return '重新抽查不符，再逐块核对。';
  }
  await closeProved(tx, now, repair, { id, blocks: blocks.length, mended });
  await logRepair(context, repair, 'copy.prove-repair', { mended, proved: blocks.length });
  return `本局一份已修复 ${mended} 块，重新抽查 ${blocks.length} 块相符。`;
}

/** 修复本局一份：逐块核对，等机构补齐后核对整份并重新抽查 (2021 四：一式两份) */
export const mendCopy = job({
  name: 'mend-copy',
  title: '修复本局一份录像',
  input: z.object({ repairId: z.uuid() }),
  timeLimitSeconds: 3_600,
  isPatient: true,
  async run({ repairId }, context) {
    const repair = await takeRepair(context.tx, repairId);
    if (isRefused(repair) || repair.holder !== 'bureau') return '没有要修复的。';
    if (repair.state === 'checking') return check(context, repair);
    if (repair.state === 'asked') return takeRestored(context, repair);
    return repair.state === 'filled' ? prove(context, repair) : '已办结。';
  },
});

interface Unmended {
  readonly id: string;
  readonly region_code: string;
  readonly institution_id: string;
  readonly class_id: string;
  readonly recording_id: string;
  readonly holder: string;
  readonly blocks: number[];
}

/** Findings of before repairs were there get one. */
async function openMissing({ tx, now }: JobContext): Promise<number> {
  const { rows } = await sql<Unmended>`
    select f.id, f.region_code, f.institution_id, f.class_id, f.recording_id, f.holder,
      array(select b.block from copy_challenge_blocks b where b.challenge_id = f.challenge_id
        and b.recording_id = f.recording_id and b.result is distinct from 'proved' order by 1) as blocks
    from copy_findings f join recordings r on r.id = f.recording_id
    where f.settled_at is null and ${isKept} and not exists (select from copy_repairs p where p.finding_id = f.id)`.execute(
    tx,
  );
  for (const row of rows)
    await openRepair(tx, now, {
      regionCode: row.region_code,
      institutionId: row.institution_id,
      classId: row.class_id,
      holder: row.holder === 'bureau' ? 'bureau' : 'institution',
      recordingId: row.recording_id,
      findingId: row.id,
      blocks: row.blocks,
    });
  return rows.length;
}

/** Repairs a crash has left half done, or a backup may have ended, stand in line again. */
export const mendCopies = job({
  name: 'mend-copies',
  title: '录像副本的修复接着办',
  input: z.object({}),
  isPatient: true,
  async run(_input, context) {
    const opened = await openMissing(context);
    const rows = await context.tx
      .selectFrom('copy_repairs')
      .select('id')
      .where('holder', '=', 'bureau')
      .where('state', 'in', ['checking', 'asked', 'filled'])
      .execute();
    for (const { id } of rows) await context.enqueue(mendCopy, { repairId: id }, { key: `mend-copy/${id}` });
    return `新列修复 ${opened} 份，接着办 ${rows.length} 份。`;
  },
});

export const mendJobs = [mendCopy, mendCopies] as const;
export const mendSchedule = [{ job: mendCopies, times: hourly(40) }] as const;
