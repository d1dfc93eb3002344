import { sql } from 'kysely';
import type { Instant } from '#platform/clock';
import { newId } from '#platform/identifiers';
import { tell } from '#platform/messages';
import { missing, type Refused, type Transaction } from '#platform/operation';
import type { CopyHolder } from '../../domain/recordings/copies';
import { type RepairState, repairStates } from '../../domain/recordings/repair';
import { settleTask } from './tasks';

/** A repair of one side’s copy of one recording, with what the recording was registered as. */
export interface Repair {
  readonly id: string;
  readonly regionCode: string;
  readonly institutionId: string;
  readonly classId: string;
  readonly holder: CopyHolder;
  readonly state: RepairState;
  readonly findingId: string;
  readonly recordingId: string;
  readonly challengeId: string | undefined;
  readonly fileName: string;
  readonly storageKey: string;
  readonly byteLength: number;
  readonly blockBytes: number;
  readonly sha256: Buffer;
  readonly blockHashes: Buffer;
}

const hashBytes = 32;
export const blockCountOf = ({ blockHashes }: Pick<Repair, 'blockHashes'>): number => blockHashes.length / hashBytes;
export const registeredHash = ({ blockHashes }: Pick<Repair, 'blockHashes'>, block: number): Buffer =>
  blockHashes.subarray(block * hashBytes, (block + 1) * hashBytes);
/** Bytes of a block; only the last may be shorter. */
export const lengthOfBlock = ({ byteLength, blockBytes }: Repair, block: number): number =>
  Math.min(blockBytes, byteLength - block * blockBytes);

export const findingKey = (holder: CopyHolder, institutionId: string): string => `copies/${holder}/${institutionId}`;

/** A repair in sight, with nobody else able to move it meanwhile. */
export async function takeRepair(tx: Transaction, id: string): Promise<Repair | Refused> {
  const row = await tx
    .selectFrom('copy_repairs as p')
    .innerJoin('recordings as r', 'r.id', 'p.recording_id')
    .select(['p.id', 'p.region_code', 'p.institution_id', 'p.class_id', 'p.holder', 'p.state', 'p.finding_id'])
    .select(['p.recording_id', 'p.challenge_id', 'r.file_name', 'r.storage_key', 'r.byte_length', 'r.block_bytes'])
    .select(['r.sha256', 'r.block_hashes'])
    .where('p.id', '=', id)
    .forUpdate('p')
    .executeTakeFirst();
  const state = repairStates.find((each) => each === row?.state);
  if (!row?.storage_key || !row.block_bytes || !row.sha256 || !row.block_hashes || !state)
    return missing('这次副本修复');
  return {
    id: row.id,
    regionCode: row.region_code,
    institutionId: row.institution_id,
    classId: row.class_id,
    holder: row.holder === 'bureau' ? 'bureau' : 'institution',
    state,
    findingId: row.finding_id,
    recordingId: row.recording_id,
    challengeId: row.challenge_id ?? undefined,
    fileName: row.file_name,
    storageKey: row.storage_key,
    byteLength: row.byte_length,
    blockBytes: row.block_bytes,
    sha256: row.sha256,
    blockHashes: row.block_hashes,
  };
}

type Owner = Pick<Repair, 'id' | 'regionCode' | 'institutionId'>;

/** Writes down damaged blocks; one listed before is wanted again where `arrivedAt` is not given. */
export async function listBlocks(
  tx: Transaction,
  owner: Owner,
  blocks: readonly number[],
  arrivedAt: Instant | null = null,
): Promise<void> {
  if (blocks.length === 0) return;
  await sql`insert into copy_repair_blocks (region_code, institution_id, repair_id, block, arrived_at)
    select ${owner.regionCode}, ${owner.institutionId}, ${owner.id}, b, ${arrivedAt}::timestamptz
    from unnest(${[...blocks]}::int[]) b
    on conflict (repair_id, block) do update set arrived_at = excluded.arrived_at`.execute(tx);
}

export async function listedBlocks(
  tx: Transaction,
  repairId: string,
): Promise<readonly { readonly block: number; readonly isThere: boolean }[]> {
  const rows = await tx
    .selectFrom('copy_repair_blocks')
    .select(['block', 'arrived_at'])
    .where('repair_id', '=', repairId)
    .orderBy('block')
    .execute();
  return rows.map(({ block, arrived_at }) => ({ block, isThere: arrived_at !== null }));
}

interface NewRepair {
  readonly regionCode: string;
  readonly institutionId: string;
  readonly classId: string;
  readonly holder: CopyHolder;
  readonly recordingId: string;
  readonly findingId: string;
  readonly blocks: readonly number[];
}

/** Begins a repair: the bureau first reads its own copy through, the institution is asked to mend its own. */
export async function openRepair(tx: Transaction, now: Instant, of: NewRepair): Promise<string> {
  const id = newId();
  const isOwn = of.holder === 'bureau';
  await tx
    .insertInto('copy_repairs')
    .values({
      region_code: of.regionCode,
      institution_id: of.institutionId,
      class_id: of.classId,
      id,
      holder: of.holder,
      recording_id: of.recordingId,
      finding_id: of.findingId,
      state: isOwn ? 'checking' : 'asked',
      opened_at: now,
    })
    .execute();
  if (!isOwn) await listBlocks(tx, { ...of, id }, of.blocks);
  return id;
}

type RepairChange = Partial<{
  checked_at: Instant;
  filled_at: Instant;
  filled_by_name: string;
  challenge_id: string;
  closed_at: Instant;
}>;

export const moveRepair = (tx: Transaction, { id, state }: Repair, to: RepairState, change: RepairChange = {}) =>
  tx
    .updateTable('copy_repairs')
    .set({ ...change, state: to })
    .where('id', '=', id)
    .where('state', '=', state)
    .execute();

/** Takes the waiting task away once nothing of that side is open; gives whether it was the last. */
export async function settleIfLast(
  tx: Transaction,
  now: Instant,
  { holder, institutionId }: Pick<Repair, 'holder' | 'institutionId'>,
): Promise<boolean> {
  const open = await tx
    .selectFrom('copy_findings')
    .select('id')
    .where('institution_id', '=', institutionId)
    .where('holder', '=', holder)
    .where('settled_at', 'is', null)
    .executeTakeFirst();
  if (!open) await settleTask(tx, now, findingKey(holder, institutionId));
  return !open;
}

/** A fresh challenge over what was mended has passed: the finding is closed by it, not by anybody’s word. */
export async function closeProved(
  tx: Transaction,
  now: Instant,
  repair: Repair,
  challenge: { readonly id: string; readonly blocks: number; readonly mended: number },
): Promise<void> {
  await moveRepair(tx, repair, 'proved', { challenge_id: challenge.id, closed_at: now });
  const note = `修复 ${challenge.mended} 块，重新抽查 ${challenge.blocks} 块全部相符`;
  await tx
    .updateTable('copy_findings')
    .set({ settled_by_name: '系统复核', settled_at: now, note, closing: 'proved' })
    .where('id', '=', repair.findingId)
    .where('settled_at', 'is', null)
    .execute();
  await settleIfLast(tx, now, repair);
  const text = `副本修复：录像“${repair.fileName}”${repair.holder === 'bureau' ? '人社部门' : '培训机构'}一份已修复，${note}。`;
  const subject = { type: 'copies', id: repair.institutionId } as const;
  await tell(tx, now, { ...repair, audiences: ['county', 'institution'], subject, text });
}
