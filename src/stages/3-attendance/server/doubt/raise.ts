import { type Refused, refused } from '#platform/operation';
import { personTimeKey, type SignalKind } from '../../domain/impersonation/events';
import { isRefused } from '../check-in/taught-class';
import { type CaseHand, holdCase, record } from '../impersonation/case-record';
import { type EvidenceFacts, keepEvidence, sameEvidence } from '../impersonation/keep-evidence';

/** What a suspicion of one person-time rests on. */
export interface Ground {
  readonly rowId: string;
  readonly lessonId: string;
  readonly title: string;
  readonly digest: Buffer;
  readonly pages: readonly Buffer[];
  readonly facts?: EvidenceFacts | undefined;
}

/** A person-time is one trainee in one lesson (2021 四）: nobody else moves the three strikes. */
const notATrainee = refused('冒名顶替的人次只算本班学员；任课教师的签到在“待核签到”核定。', 'invalid');

/**
 * Reports one person-time with its evidence, whoever does it: an officer, a tablet, a trainee. The same ground again
 * changes nothing.
 */
export async function raise(
  hand: CaseHand,
  classId: string,
  { signal, ...ground }: Ground & { readonly signal: SignalKind },
): Promise<{ readonly isNew: boolean } | Refused> {
  const isTrainee = await hand.tx
    .selectFrom('roster_rows')
    .select('id')
    .where('class_id', '=', classId)
    .where('id', '=', ground.rowId)
    .executeTakeFirst();
  if (!isTrainee) return notATrainee;
  const found = await holdCase(hand, classId);
  if (isRefused(found)) return found;
  const { rowId: traineeId, lessonId, title, digest, pages, facts } = ground;
  const known = found.of.personTimes[personTimeKey({ traineeId, lessonId })];
  const same = await sameEvidence(hand, classId, digest);
  if (same && known?.signals.includes(signal) && known.evidenceIds.includes(same.id)) return { isNew: false };
  const evidenceId = same?.id ?? (await keepEvidence(hand, found, { title, digest, pages, facts }));
  const actor = { id: hand.actor.userId ?? hand.actor.role, role: hand.actor.role };
  const event = { kind: 'report', actor, traineeId, lessonId, signal, evidenceIds: [evidenceId] } as const;
  const outcome = await record(hand, found, event);
  return outcome.outcome === 'refused' ? outcome : { isNew: true };
}
