import { sql } from 'kysely';
import type { Context, Reading } from '#platform/operation';
import { type BlockResult, isSettled } from '../../domain/recordings/copies';
import { answerOf, isKept, ownBlock } from './archive';

export interface AskedBlock {
  readonly number: number;
  readonly recording_id: string;
  readonly class_id: string;
  readonly block: number;
  readonly result: BlockResult | null;
  readonly storage_key: string;
  readonly block_bytes: number;
  readonly registered: Buffer;
  readonly is_kept: boolean;
}

export async function askedBlocks({ tx }: Pick<Reading, 'tx'>, id: string): Promise<AskedBlock[]> {
  const { rows } = await sql<AskedBlock>`
    select b.number, b.recording_id, b.class_id, b.block, b.result, r.storage_key, r.block_bytes,
      substring(r.block_hashes from b.block * 32 + 1 for 32) as registered, (${isKept}) as is_kept
    from copy_challenge_blocks b join recordings r on r.id = b.recording_id
    where b.challenge_id = ${id} order by b.number`.execute(tx);
  return rows;
}

export interface Verdicts {
  readonly results: readonly { readonly of: AskedBlock; readonly result: BlockResult }[];
  /** Blocks of which the bureau’s own copy is gone. */
  readonly own: readonly { readonly of: AskedBlock; readonly result: 'missing' | 'altered' }[];
}

/** Holds each answer against the bureau’s own bytes; where those are gone nobody is judged by them. */
export async function judgeAnswers(
  { services }: Context,
  nonce: Buffer,
  blocks: readonly AskedBlock[],
  given: readonly string[],
): Promise<Verdicts> {
  const results: Verdicts['results'][number][] = [];
  const own: Verdicts['own'][number][] = [];
  for (const of of blocks) {
    if (isSettled(of.result ?? undefined)) continue;
    const answer = given[of.number] ?? '';
    if (!of.is_kept) {
      results.push({ of, result: 'spared' });
      continue;
    }
    if (answer === '') {
      results.push({ of, result: 'missing' });
      continue;
    }
    const ours = await ownBlock(services, {
      storageKey: of.storage_key,
      blockBytes: of.block_bytes,
      block: of.block,
      registered: of.registered,
    });
    if (ours.result !== 'proved') {
      own.push({ of, result: ours.result });
      results.push({ of, result: 'spared' });
    } else {
      results.push({ of, result: answerOf(nonce, ours.bytes).toString('hex') === answer ? 'proved' : 'wrong' });
    }
  }
  return { results, own };
}
