import { newId } from '#platform/identifiers';
import { enqueue } from '#platform/jobs/job';
import { tell } from '#platform/messages';
import type { Transaction } from '#platform/operation';
import { type CopyHolder, copyHolderNames } from '../../domain/recordings/copies';
import { mendCopy } from './mend-job';
import { findingKey, openRepair } from './repair-store';
import { raiseTask } from './tasks';

type FindingKind = 'missing' | 'altered' | 'wrong' | 'unanswered';

interface FailedChallenge {
  readonly id: string;
  readonly holder: CopyHolder;
  readonly regionCode: string;
  readonly institutionId: string;
  readonly institution: string;
}

export interface FailedBlock {
  readonly recordingId: string;
  readonly classId: string;
  readonly block: number;
  readonly kind: FindingKind;
}

const gravity: readonly FindingKind[] = ['unanswered', 'wrong', 'altered', 'missing'];

/**
 * Writes down which recordings one side could not prove, for the county and the city, and begins their repair; gives how
 * many are new.
 */
export async function raiseFindings(
  tx: Transaction,
  now: string,
  challenge: FailedChallenge,
  blocks: readonly FailedBlock[],
): Promise<number> {
  const byRecording = new Map<string, FailedBlock[]>();
  for (const block of blocks)
    byRecording.set(block.recordingId, [...(byRecording.get(block.recordingId) ?? []), block]);
  let raised = 0;
  for (const [recordingId, own] of byRecording) {
    const [first] = own;
    if (!first) continue;
    const kind = own.map((each) => each.kind).sort((a, b) => gravity.indexOf(b) - gravity.indexOf(a))[0] ?? first.kind;
    const inserted = await tx
      .insertInto('copy_findings')
      .values({
        region_code: challenge.regionCode,
        institution_id: challenge.institutionId,
        class_id: first.classId,
        id: newId(),
        holder: challenge.holder,
        recording_id: recordingId,
        challenge_id: challenge.id,
        kind,
        block_count: own.length,
        found_at: now,
      })
      .onConflict((conflict) =>
        conflict.columns(['recording_id', 'holder']).where('settled_at', 'is', null).doNothing(),
      )
      .returning('id')
      .executeTakeFirst();
    if (!inserted) continue;
    raised += 1;
    const blocks = own.map(({ block }) => block);
    const repairId = await openRepair(tx, now, { ...challenge, ...first, findingId: inserted.id, blocks });
    if (challenge.holder === 'bureau') await enqueue(tx, mendCopy, { repairId }, { key: `mend-copy/${repairId}` });
  }
  if (raised > 0) await tellOf(tx, now, challenge, raised);
  return raised;
}

async function tellOf(tx: Transaction, now: string, challenge: FailedChallenge, count: number): Promise<void> {
  const { holder, institutionId, institution } = challenge;
  const what = `${copyHolderNames[holder]}一方的录像副本未能证明`;
  await raiseTask(tx, now, {
    ...challenge,
    audience: 'both',
    key: findingKey(holder, institutionId),
    address: '/keeping?show=pressing',
    what,
    about: institution,
  });
  const text = `存证抽查：${institution}的录像，${what}，新增 ${count} 份，请核实处理。`;
  const subject = { type: 'copies', id: institutionId } as const;
  await tell(tx, now, { ...challenge, audiences: ['county', 'city'], subject, text });
  if (holder === 'institution')
    await tell(tx, now, {
      ...challenge,
      audiences: ['institution'],
      subject,
      text: `存证抽查：有 ${count} 份录像到期未能证明贵机构一份仍在，已列为问题，请向县（市、区）人社局说明。`,
    });
}
