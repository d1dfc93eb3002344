import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import { type FigureReader, figuresOn } from '#law/figures';
import { dayOf } from '#platform/clock';
import type { Context, Reading, Refused, Transaction } from '#platform/operation';
import { impersonationStages } from '../../domain/lifecycle';
import { isHeldByCase } from '../../domain/retention/hold';
import { type KeptClass, keptUntil, type LegalHold } from '../../domain/retention/retention';
import { isRefused, type TaughtClass, taughtClass } from '../check-in/taught-class';

/** A class with what decides how long its evidence is kept. */
export interface ClassKept {
  readonly held: TaughtClass;
  /** The last day of the class, or of its last check-in or recording where that is later. */
  readonly lastDay: PlainDate;
  readonly keptUntil: PlainDate;
  readonly kept: KeptClass;
  readonly figure: FigureReader;
}

/** What a hold is called that an open case places by itself. */
export const caseReason = '冒名顶替案件未结';

async function caseHold(
  { tx, today }: Pick<Reading, 'tx' | 'today'>,
  classId: string,
  figure: FigureReader,
): Promise<LegalHold[]> {
  const found = await tx
    .selectFrom('impersonation_cases')
    .select(['stage', 'suspected', 'has_open_appeal', 'changed_at'])
    .where('class_id', '=', classId)
    .executeTakeFirst();
  const stage = impersonationStages.find((each) => each === found?.stage);
  if (!found || !stage) return [];
  const standing = { stage, suspected: found.suspected, hasOpenAppeal: found.has_open_appeal };
  const changedOn = dayOf(found.changed_at);
  if (!isHeldByCase({ ...standing, changedOn }, today, figure)) return [];
  return [{ reason: caseReason, from: changedOn <= today ? changedOn : today, liftedOn: undefined }];
}

const placedHolds = async (tx: Transaction, classId: string): Promise<LegalHold[]> =>
  (
    await tx
      .selectFrom('evidence_holds')
      .select(['reason', 'from_on', 'lifted_at'])
      .where('class_id', '=', classId)
      .execute()
  ).map(({ reason, from_on, lifted_at }) => ({
    reason,
    from: from_on,
    liftedOn: lifted_at ? dayOf(lifted_at) : undefined,
  }));

/** What a class is kept by; holds of every bench count, whoever asks. */
export async function keptOf(reading: Reading, held: TaughtClass): Promise<ClassKept> {
  const { tx, today, laterFigures } = reading;
  const { rows } = await sql<{ last: PlainDate }>`select evidence_last_day(${held.id}) as last`.execute(tx);
  const lastDay = rows[0]?.last ?? held.endsOn;
  const figure = figuresOn(lastDay, laterFigures);
  const holds = await reading.acrossRegions(async () => [
    ...(await placedHolds(tx, held.id)),
    ...(await caseHold(reading, held.id, figure)),
  ]);
  const endedOn = lastDay < today ? lastDay : undefined;
  return { held, lastDay, keptUntil: keptUntil(lastDay, figure), kept: { endedOn, holds }, figure };
}

export async function keptClass(reading: Reading, classId: string): Promise<ClassKept | Refused> {
  const held = await taughtClass(reading, classId);
  return isRefused(held) ? held : keptOf(reading, held);
}

/** One at a time for what is kept of a class: a hold waits for a purge in hand, and a purge for a hold. */
export const lockKeeping = ({ tx }: Pick<Context, 'tx'>, classId: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`keeping/${classId}`}, 0))`.execute(tx);
