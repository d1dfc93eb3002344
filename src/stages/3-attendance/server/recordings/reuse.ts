import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import { figuresOn } from '#law/figures';
import type { JobContext } from '#platform/jobs/job';
import { findLikeness, type Signature } from '../../domain/recordings/likeness';
import type { TaughtClass } from '../check-in/taught-class';
import { noteCopy } from './copies-found';

/** Recordings one is held against: those of the same institution first, then of the county, then the newest. */
const mostCompared = 3_000;
const batch = 20;
/** The same minutes shown again within one recording lie at least so far apart. */
export const loopApart = 120_000;
/** Shorter stretches in common prove nothing. */
const leastCommon = 120_000;

export const likenessWish = (held: TaughtClass, context: Pick<JobContext, 'laterFigures'>) => ({
  leastMs: leastCommon,
  threshold: figuresOn(held.startsOn, context.laterFigures)('recordingLikeness') / 100,
});

const signatureOf = (bytes: Buffer, stepMs: number): Signature => ({
  stepMs,
  cells: new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength),
});

interface Candidate {
  readonly recording_id: string;
  readonly step_ms: number;
  readonly signature: Buffer;
}

async function candidateIds({ tx }: JobContext, held: TaughtClass, id: string, stepMs: number): Promise<string[]> {
  const { rows } = await sql<{ recording_id: string }>`
    select recording_id from recording_signatures where recording_id <> ${id} and step_ms = ${stepMs}
    order by institution_id = ${held.institutionId} desc, region_code = ${held.regionCode} desc, made_at desc
    limit ${mostCompared}`.execute(tx);
  return rows.map(({ recording_id }) => recording_id);
}

/** Holds a new recording against the others of the city; gives against how many, and in how many its footage is. */
export async function findReuse(
  context: JobContext,
  held: TaughtClass,
  id: string,
  one: Signature,
): Promise<{ readonly compared: number; readonly copies: number }> {
  const { tx, now, signal } = context;
  const wish = likenessWish(held, context);
  const ids = await candidateIds(context, held, id, one.stepMs);
  let copies = 0;
  for (let from = 0; from < ids.length; from += batch) {
    signal.throwIfAborted();
    const { rows } = await sql<Candidate>`select recording_id, step_ms, signature from recording_signatures
      where recording_id = any(${ids.slice(from, from + batch)}::uuid[])`.execute(tx);
    for (const row of rows) {
      // The comparison runs in the process that also answers people.
      await setImmediate();
      const found = findLikeness(one, signatureOf(row.signature, row.step_ms), wish);
      if (!found) continue;
      await noteCopy(tx, id, row.recording_id, { kind: 'sameFrames', ...found }, now);
      copies += 1;
    }
  }
  return { compared: ids.length, copies };
}
