import { sql } from 'kysely';
import { z } from 'zod';
import type { PlainDate } from '#kernel/plain-date';
import type { Reading } from '#platform/operation';
import { type TruthReviewState, truthReviewStates } from '../../domain/doubt/lifecycle';
import { signalKeys, signalTitles } from '../../domain/truth-score/signal';

export const storedReviewState = (state: string): TruthReviewState => {
  const known = truthReviewStates.find((each) => each === state);
  if (!known) throw new Error(`unknown state of a review: ${state}`);
  return known;
};

const keysForm = z.array(z.enum(signalKeys)).catch([]);

/** The reviews of a class, the newest first, its score day by day, and how many person-times stand in its case. */
export async function reviewsOf({ tx }: Pick<Reading, 'tx'>, classId: string) {
  const reviews = await tx
    .selectFrom('truth_reviews')
    .selectAll()
    .where('class_id', '=', classId)
    .orderBy('opened_at', 'desc')
    .execute();
  const { rows: trend } = await sql<{ day: PlainDate; doubt: number }>`
    select day, doubt from truth_score_days where class_id = ${classId} order by day desc limit 30`.execute(tx);
  const held = await tx
    .selectFrom('impersonation_cases')
    .select(['suspected', 'confirmed'])
    .where('class_id', '=', classId)
    .executeTakeFirst();
  return {
    reviews: reviews.map((row) => ({
      id: row.id,
      state: storedReviewState(row.state),
      version: row.version,
      openedAt: row.opened_at,
      openedDoubt: row.opened_doubt,
      reasons: keysForm.parse(row.reasons).map((key) => signalTitles[key]),
      closedDoubt: row.closed_doubt ?? undefined,
      closedBy: row.closed_by_name ?? undefined,
      closedAt: row.closed_at ?? undefined,
      finding: row.finding,
    })),
    trend: trend.toReversed(),
    personTimes: { suspected: held?.suspected ?? 0, confirmed: held?.confirmed ?? 0 },
  };
}
