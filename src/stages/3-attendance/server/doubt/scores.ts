import { sql } from 'kysely';
import { newId } from '#platform/identifiers';
import type { Reading } from '#platform/operation';
import { truthReviewLifecycle } from '../../domain/doubt/lifecycle';
import { asksForReview, type LastReview } from '../../domain/doubt/review';
import { isForReview, type TruthScore, truthScore } from '../../domain/truth-score/truth-score';
import type { TaughtClass } from '../check-in/taught-class';
import { type HeadCounts, recordedHeads } from './trace-queries';
import { readTraces, type TracedClass } from './traces';

/** The way scores are worked out; a change of it makes every stored one old. */
export const formula = 2;

/** What a score was worked out from, so that an old one is known by it. */
export interface ScoreInputs {
  readonly formula: number;
  readonly lessons: number;
  readonly trainees: number;
  readonly checkIns: number;
  readonly lastReceivedAt: string | null;
  readonly headCounts: number;
  readonly peopleChanges: number;
  readonly badDays: number;
}

export interface ScoredClass extends TracedClass {
  readonly score: TruthScore;
  readonly inputs: ScoreInputs;
}

const inputsOf = ({ trace }: TracedClass): ScoreInputs => ({
  formula,
  lessons: trace.lessons.length,
  trainees: trace.traineeIds.length,
  checkIns: trace.checkIns.length,
  lastReceivedAt: trace.checkIns.reduce<string | null>(
    (last, { receivedAt }) => (last === null || receivedAt > last ? receivedAt : last),
    null,
  ),
  headCounts: trace.headCounts.length,
  peopleChanges: trace.peopleChanges.length,
  badDays: trace.badDays.size,
});

type ScoreReading = Pick<Reading, 'tx' | 'now' | 'today' | 'calendar' | 'laterFigures'>;

/** Works out the scores of classes as their records stand now. */
export async function scoresOf(
  reading: ScoreReading,
  ids: readonly string[],
  headCounts: HeadCounts = recordedHeads,
): Promise<ScoredClass[]> {
  return (await readTraces(reading, ids, headCounts)).map((traced) => ({
    ...traced,
    score: truthScore(traced.trace, traced.figure),
    inputs: inputsOf(traced),
  }));
}

/** A reason as it is kept: the records to look at first, and how strong it is in single lessons. */
const keptReasons = ({ reasons }: TruthScore) =>
  reasons.map(({ key, points, sentence, evidence, lessons }) => ({
    key,
    points,
    sentence,
    evidence: evidence.slice(0, 500),
    lessons: [...lessons.keys()],
  }));

/** Keeps scores, one a class, and each day’s last. */
export async function storeScores({ tx, now, today }: ScoreReading, scored: readonly ScoredClass[]): Promise<void> {
  const rows = scored.map(({ held, score, figure, inputs }) => ({
    region: held.regionCode,
    institution: held.institutionId,
    class: held.id,
    doubt: score.doubt,
    review: isForReview(score, figure),
    reasons: keptReasons(score),
    lessons: score.lessons.filter(({ doubt }) => doubt > 0),
    inputs,
  }));
  await sql`insert into truth_scores (region_code, institution_id, class_id, doubt, is_for_review, reasons, lessons,
      inputs, computed_at)
    select s.region, s.institution, s.class, s.doubt, s.review, s.reasons, s.lessons, s.inputs, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s(region text, institution uuid, class uuid, doubt int,
      review boolean, reasons jsonb, lessons jsonb, inputs jsonb)
    on conflict (class_id) do update set doubt = excluded.doubt, is_for_review = excluded.is_for_review,
      reasons = excluded.reasons, lessons = excluded.lessons, inputs = excluded.inputs,
      computed_at = excluded.computed_at`.execute(tx);
  await sql`insert into truth_score_days (region_code, class_id, day, doubt)
    select s.region, s.class, ${today}::date, s.doubt
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s(region text, class uuid, doubt int)
    on conflict (class_id, day) do update set doubt = excluded.doubt`.execute(tx);
}

/** The last review of each class, open or closed. */
async function lastReviews({ tx }: Pick<Reading, 'tx'>, ids: readonly string[]): Promise<Map<string, LastReview>> {
  const { rows } = await sql<{ class_id: string; state: string; doubt: number; reasons: string[] }>`
    select distinct on (class_id) class_id, state, coalesce(closed_doubt, opened_doubt) as doubt, reasons
    from truth_reviews where class_id = any(${ids}::uuid[]) order by class_id, opened_at desc`.execute(tx);
  return new Map(
    rows.map(({ class_id, state, doubt, reasons }) => [
      class_id,
      { isOpen: state === truthReviewLifecycle.start, doubt, reasons },
    ]),
  );
}

/** Puts classes into the queue that ask to be looked at; gives those that were not in it before. */
export async function openReviews(reading: ScoreReading, scored: readonly ScoredClass[]): Promise<TaughtClass[]> {
  const last = await lastReviews(
    reading,
    scored.map(({ held }) => held.id),
  );
  const asking = scored.filter(({ held, score, figure }) => asksForReview(score, last.get(held.id), figure));
  if (asking.length === 0) return [];
  const added = await reading.tx
    .insertInto('truth_reviews')
    .values(
      asking.map(({ held, score }) => ({
        region_code: held.regionCode,
        institution_id: held.institutionId,
        class_id: held.id,
        id: newId(),
        state: truthReviewLifecycle.start,
        opened_at: reading.now,
        opened_doubt: score.doubt,
        reasons: score.reasons.map(({ key }) => key),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('class_id')
    .execute();
  const opened = new Set(added.map(({ class_id }) => class_id));
  return asking.flatMap(({ held }) => (opened.has(held.id) ? [held] : []));
}
