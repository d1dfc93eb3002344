import { randomBytes } from 'node:crypto';
import { figuresOn } from '#law/figures';
import { newId } from '#platform/identifiers';
import type { Reading } from '#platform/operation';
import { answerDueOn, type BlockResult, type CopyHolder } from '../../domain/recordings/copies';
import type { DrawnBlock } from './archive';

/** A drawn block, and what came of it where the bureau itself was asked. */
export type Judged = DrawnBlock & { readonly result: BlockResult | null };

interface Opened {
  readonly holder: CopyHolder;
  /** A draw is made once a day; what was mended is asked for as soon as it is. */
  readonly purpose: 'draw' | 'repair';
  readonly archiveBlocks: number;
  readonly blocks: readonly Judged[];
}

/** One challenge to one side about the recordings of one institution; undefined where today’s has been made. */
export async function openChallenge(context: Reading, { holder, purpose, archiveBlocks, blocks }: Opened) {
  const { tx, now, today, calendar, laterFigures } = context;
  const owner = blocks[0]?.recording;
  if (!owner) return undefined;
  const id = newId();
  const isOpen = holder === 'institution';
  const isSound = blocks.every(({ result }) => result === 'proved');
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('copy_challenges')
    .values({
      region_code: owner.regionCode,
      institution_id: owner.institutionId,
      id,
      holder,
      purpose,
      state: isOpen ? 'asked' : isSound ? 'proved' : 'failed',
      asked_on: today,
      asked_at: now,
      due_on: isOpen ? answerDueOn(calendar, today, figuresOn(today, laterFigures)) : today,
      archive_blocks: archiveBlocks,
      block_count: blocks.length,
      nonce: randomBytes(32),
      closed_at: isOpen ? null : now,
    })
    .onConflict((conflict) =>
      conflict.columns(['institution_id', 'holder', 'asked_on']).where('purpose', '=', 'draw').doNothing(),
    )
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) return undefined;
  await tx
    .insertInto('copy_challenge_blocks')
    .values(
      blocks.map(({ recording, block, result }, number) => ({
        region_code: recording.regionCode,
        institution_id: recording.institutionId,
        class_id: recording.classId,
        challenge_id: id,
        number,
        recording_id: recording.id,
        block,
        result,
        judged_at: result ? now : null,
      })),
    )
    .execute();
  return id;
}
