import { sql } from 'kysely';
import type { Instant } from '#platform/clock';
import type { Transaction } from '#platform/operation';
import { raiseReuse } from './reuse-tasks';

/** The same footage in two recordings, as it is written down once for each of them. */
interface CopyFound {
  readonly kind: 'sameBytes' | 'sameFrames';
  readonly fromMs: number;
  readonly otherFromMs: number;
  readonly lengthMs: number;
  readonly likeness: number;
}

interface Place {
  readonly id: string;
  readonly region_code: string;
  readonly institution_id: string;
  readonly class_id: string;
}

const rowOf = (one: Place, other: Place, found: CopyFound, now: Instant) => ({
  region_code: one.region_code,
  institution_id: one.institution_id,
  class_id: one.class_id,
  recording_id: one.id,
  other_id: other.id,
  other_class_id: other.class_id,
  kind: found.kind,
  from_ms: Math.round(found.fromMs),
  other_from_ms: Math.round(found.otherFromMs),
  length_ms: Math.max(1, Math.round(found.lengthMs)),
  likeness: found.likeness,
  found_at: now,
});

const placesOf = (tx: Transaction, ids: readonly string[]): Promise<Place[]> =>
  tx
    .selectFrom('recordings')
    .select(['id', 'region_code', 'institution_id', 'class_id'])
    .where('id', 'in', [...ids])
    .execute();

/**
 * Writes down a copy on both sides and puts it before the county; the same bytes are not told again as the same pictures.
 */
export async function noteCopy(
  tx: Transaction,
  id: string,
  otherId: string,
  found: CopyFound,
  now: Instant,
): Promise<void> {
  const places = await placesOf(tx, [id, otherId]);
  const [one, other] = [places.find((each) => each.id === id), places.find((each) => each.id === otherId)];
  if (!one || !other) return;
  const mirrored = { ...found, fromMs: found.otherFromMs, otherFromMs: found.fromMs };
  await tx
    .insertInto('recording_matches')
    .values([rowOf(one, other, found, now), rowOf(other, one, mirrored, now)])
    .onConflict((conflict) =>
      conflict.columns(['recording_id', 'other_id']).doUpdateSet((each) => ({
        kind: sql<string>`case when recording_matches.kind = 'sameBytes' then 'sameBytes' else ${each.ref('excluded.kind')} end`,
        from_ms: each.ref('excluded.from_ms'),
        other_from_ms: each.ref('excluded.other_from_ms'),
        length_ms: each.ref('excluded.length_ms'),
        likeness: each.ref('excluded.likeness'),
      })),
    )
    .execute();
  await raiseReuse(tx, one, other, now);
}

/** Recordings with the very same bytes, in any class of the city; gives how many. */
export async function noteSameFile(
  tx: Transaction,
  { id, sha256, now }: { readonly id: string; readonly sha256: Buffer; readonly now: Instant },
): Promise<number> {
  const others = await tx
    .selectFrom('recordings')
    .select(['id', 'starts_at', 'ends_at'])
    .where('sha256', '=', sha256)
    .where('id', '<>', id)
    .orderBy('received_at')
    .limit(20)
    .execute();
  for (const other of others) {
    const lengthMs = other.ends_at ? Date.parse(other.ends_at) - Date.parse(other.starts_at) : 1;
    await noteCopy(tx, id, other.id, { kind: 'sameBytes', fromMs: 0, otherFromMs: 0, lengthMs, likeness: 1 }, now);
  }
  return others.length;
}
