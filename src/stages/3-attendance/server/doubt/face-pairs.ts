import { sql } from 'kysely';
import type { FaceEngine } from '#platform/faces/engine';
import { newId } from '#platform/identifiers';
import type { JobContext } from '#platform/jobs/job';
import { facePairLifecycle } from '../../domain/doubt/lifecycle';
import type { KnownPerson } from '../check-in/face-register';

/** Two people whose faces are alike: told in one order, whichever was found first. */
export interface FoundPair {
  readonly kind: 'enrolment' | 'probe';
  readonly one: KnownPerson;
  readonly other: KnownPerson;
  readonly score: number;
  readonly checkId?: string | undefined;
  readonly otherCheckId?: string | undefined;
}

/** The figure from which two records are put before an officer: the engine’s own, higher than that at the door. */
export const reviewThreshold = ({ manifest }: Pick<FaceEngine, 'manifest'>): number =>
  manifest.thresholds.find(({ purpose }) => purpose === 'duplicates')?.value ?? manifest.threshold;

const ordered = (pair: FoundPair): FoundPair =>
  pair.one.person < pair.other.person
    ? pair
    : { ...pair, one: pair.other, other: pair.one, checkId: pair.otherCheckId, otherCheckId: pair.checkId };

/** Rows of one statement. */
const together = 500;

/** Keeps pairs for an officer to look at; two people who were asked about once are never asked about again. */
export async function keepPairs(
  { tx, now }: Pick<JobContext, 'tx' | 'now'>,
  engine: FaceEngine,
  found: readonly FoundPair[],
): Promise<number> {
  if (found.length === 0) return 0;
  const best = new Map<string, FoundPair>();
  for (const pair of found.map(ordered)) {
    const key = `${pair.one.person}/${pair.other.person}`;
    if (pair.score > (best.get(key)?.score ?? -1)) best.set(key, pair);
  }
  const rows = [...best.values()].map(({ kind, one, other, score, checkId, otherCheckId }) => ({
    id: newId(),
    kind,
    region_code: one.regionCode,
    class_id: one.classId,
    row_id: one.rowId,
    ...(one.kind === 'teacher' ? { teacher_id: one.rowId } : { trainee_row: one.rowId }),
    person_index: Buffer.from(one.person, 'hex'),
    other_region_code: other.regionCode,
    other_class_id: other.classId,
    other_row_id: other.rowId,
    ...(other.kind === 'teacher' ? { other_teacher_id: other.rowId } : { other_trainee_row: other.rowId }),
    other_person_index: Buffer.from(other.person, 'hex'),
    check_id: checkId ?? null,
    other_check_id: otherCheckId ?? null,
    engine_id: engine.manifest.id,
    score,
    threshold: reviewThreshold(engine),
    found_at: now,
    state: facePairLifecycle.start,
  }));
  let added = 0;
  for (let from = 0; from < rows.length; from += together) {
    const part = rows.slice(from, from + together);
    const kept = tx
      .insertInto('face_pairs')
      .values(part)
      .onConflict((conflict) => conflict.doNothing());
    added += (await kept.returning('id').execute()).length;
  }
  return added;
}

/** Marks enrolments as compared with every other, in the form in which they were. */
export async function markCompared(
  { tx, now }: Pick<JobContext, 'tx' | 'now'>,
  engineId: string,
  people: readonly KnownPerson[],
): Promise<void> {
  const rows = JSON.stringify(
    people.map(({ regionCode, classId, rowId, version }) => ({ r: regionCode, c: classId, t: rowId, v: version })),
  );
  await sql`insert into face_comparisons (region_code, class_id, row_id, version, engine_id, compared_at)
    select k.r, k.c, k.t, k.v, ${engineId}, ${now}
    from jsonb_to_recordset(${rows}::jsonb) as k(r text, c uuid, t text, v int)
    on conflict (region_code, class_id, row_id) do update set version = excluded.version,
      engine_id = excluded.engine_id, compared_at = excluded.compared_at`.execute(tx);
}
