import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import type { Services, Transaction } from '#platform/operation';
import type { BlockResult } from '../../domain/recordings/copies';
import { createHash } from 'node:crypto';

/** A recording that both sides have to keep now. */
export interface KeptRecording {
  readonly id: string;
  readonly regionCode: string;
  readonly institutionId: string;
  readonly classId: string;
  readonly storageKey: string;
  readonly blockBytes: number;
  readonly blocks: number;
}

interface Found {
  readonly id: string;
  readonly region_code: string;
  readonly institution_id: string;
  readonly class_id: string;
  readonly storage_key: string;
  readonly block_bytes: number;
  readonly blocks: number;
}

/** Received, and not on the list of a purge that has begun. */
export const isKept = sql`r.received_at is not null and not exists (select from purge_items i
  join evidence_purges p on p.id = i.purge_id and p.state in ('witnessed', 'done')
  where i.source = 'recording' and i.item_id = r.id::text)`;

/** Every recording that is kept, in an order of its own. */
export async function keptRecordings(tx: Transaction): Promise<KeptRecording[]> {
  const { rows } = await sql<Found>`
    select r.id, r.region_code, r.institution_id, r.class_id, r.storage_key, r.block_bytes,
      length(r.block_hashes) / 32 as blocks
    from recordings r where ${isKept} order by r.institution_id, r.id`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    regionCode: row.region_code,
    institutionId: row.institution_id,
    classId: row.class_id,
    storageKey: row.storage_key,
    blockBytes: row.block_bytes,
    blocks: row.blocks,
  }));
}

export const blocksIn = (recordings: readonly KeptRecording[]): number =>
  recordings.reduce((sum, { blocks }) => sum + blocks, 0);

export interface DrawnBlock {
  readonly recording: KeptRecording;
  readonly block: number;
}

/** Draws `count` different blocks out of all of them, each as likely as any other; `below` gives the chance. */
export function drawBlocks(
  recordings: readonly KeptRecording[],
  count: number,
  below: (limit: number) => number = randomInt,
): DrawnBlock[] {
  const total = blocksIn(recordings);
  const places = new Set<number>();
  // Floyd: each turn adds exactly one, so that a small archive is drawn whole without trying again and again.
  for (let limit = total - Math.min(count, total); limit < total; limit += 1) {
    const drawn = below(limit + 1);
    places.add(places.has(drawn) ? limit : drawn);
  }
  const sorted = [...places].sort((a, b) => a - b);
  const found: DrawnBlock[] = [];
  let [begin, at] = [0, 0];
  for (const recording of recordings) {
    for (; (sorted[at] ?? total) < begin + recording.blocks; at += 1)
      found.push({ recording, block: (sorted[at] ?? 0) - begin });
    begin += recording.blocks;
  }
  return found;
}

const digestOf = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

interface OwnBlock {
  readonly storageKey: string;
  readonly blockBytes: number;
  readonly block: number;
  /** As registered when the recording was received. */
  readonly registered: Buffer;
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** The bureau’s own bytes of a block, held against what was registered. */
export async function ownBlock(
  { recordings }: Pick<Services, 'recordings'>,
  { storageKey, blockBytes, block, registered }: OwnBlock,
): Promise<{ readonly result: Extract<BlockResult, 'proved' | 'missing' | 'altered'>; readonly bytes: Buffer }> {
  try {
    const bytes = await recordings.readBlock(storageKey, block, blockBytes);
    if (bytes.length === 0) return { result: 'missing', bytes };
    return { result: digestOf(bytes).equals(registered) ? 'proved' : 'altered', bytes };
  } catch (error) {
    if (isMissing(error)) return { result: 'missing', bytes: Buffer.alloc(0) };
    throw error;
  }
}

/** What only who has the bytes can say of a block: the registered digest does not tell it. */
export const answerOf = (nonce: Uint8Array, bytes: Uint8Array): Buffer => digestOf(nonce, bytes);
