import { sql } from 'kysely';
import type { PoolClient } from 'pg';
import type { Transaction } from '#platform/operation';
import { raiseAlarms } from './alarm-store';
import type { Delivery, EventRow } from './delivery';
import { readStanding, type Refused } from './device-standing';
import { alarmFor, alarmsIn, twoPlaces } from './event-alarms';
import { findRewritten, type Held, insertAll, insertNewEvents, insertPayloads, type Linked } from './event-statements';
import { type ChainEnd, emptyChain, linkAfter } from './links';
import { findKnownPayloads, payloadName, useNonces } from './repeats';

/** What became of one delivery. */
export type Outcome =
  | { readonly kind: 'kept'; readonly stored: number; readonly known: number; readonly rewritten: readonly number[] }
  /** The device is not active, or its key has been changed since; another connection with the same key has begun. */
  | Refused
  /** The very request was here before. */
  | { readonly kind: 'replayed' };

async function touch(tx: Transaction, deliveries: readonly Delivery[], now: string): Promise<void> {
  if (deliveries.length === 0) return;
  const ids = deliveries.map(({ device }) => device.id);
  const beats = deliveries.filter(({ isHeartbeat }) => isHeartbeat).map(({ device }) => device.id);
  await sql`update devices set last_seen_at = greatest(last_seen_at, ${now}::timestamptz),
      last_heartbeat_at = case when id = any(${beats}::uuid[])
        then greatest(last_heartbeat_at, ${now}::timestamptz) else last_heartbeat_at end
    where id = any(${ids}::uuid[]) and state = 'active'`.execute(tx);
}

/** Every event once, the first content winning; what comes later under the same key with another content is rewritten. */
function distinct(deliveries: readonly Delivery[]) {
  const places = new Map<string, Map<number | string, Held>>();
  const held: Held[] = [];
  const rewritten: Held[] = [];
  for (const delivery of deliveries) {
    const name = `${delivery.device.id}/${delivery.device.series}`;
    const ofDevice = places.get(name) ?? new Map<number | string, Held>();
    places.set(name, ofDevice);
    for (const row of delivery.rows) {
      const place = row.key.sequence > 0 ? row.key.sequence : row.key.toldKey;
      const earlier = ofDevice.get(place);
      if (earlier) {
        if (earlier.row.content !== row.content) rewritten.push({ delivery, row });
        continue;
      }
      const each = { delivery, row };
      ofDevice.set(place, each);
      held.push(each);
    }
  }
  return { held, rewritten };
}

/** The same payload twice at once is one payload. */
function onePayloadEach(deliveries: readonly Delivery[]): Delivery[] {
  const names = new Set<string>();
  return deliveries.filter((each) => {
    if (!each.payload) return false;
    const name = payloadName(each);
    return !names.has(name) && names.add(name);
  });
}

function linked(deliveries: readonly Delivery[], stored: readonly Held[], ends: ReadonlyMap<string, ChainEnd>) {
  const rows = new Map<Delivery, EventRow[]>();
  for (const { delivery, row } of stored) {
    const known = rows.get(delivery);
    if (known) known.push(row);
    else rows.set(delivery, [row]);
  }
  const last = new Map(ends);
  return deliveries.flatMap((delivery): Linked[] => {
    const { device, payload } = delivery;
    if (!payload) return [];
    const link = linkAfter(last.get(device.id) ?? emptyChain, delivery, payload.digest, rows.get(delivery) ?? []);
    last.set(device.id, link);
    return [{ delivery, payload, link }];
  });
}

/** How deliveries are written: as if all of it were new, which fails when it is not, or looking first. */
export type Manner = 'allNew' | 'mayRepeat';

interface Written {
  readonly stored: readonly Held[];
  readonly changed: readonly Held[];
  readonly replayed: ReadonlySet<Delivery>;
}

async function writeNew(
  client: PoolClient,
  deliveries: readonly Delivery[],
  ends: ReadonlyMap<string, ChainEnd>,
): Promise<Written> {
  // A heartbeat is kept once in five minutes, so that those in between are no surprise.
  const beats = deliveries.filter(({ payload }) => !payload);
  const replayed = await useNonces(client, beats);
  const alive = distinct(beats.filter((each) => !replayed.has(each))).held;
  const beaten = await insertNewEvents(client, alive);
  const brought = beats.length === 0 ? deliveries : deliveries.filter(({ payload }) => payload);
  const { held, rewritten } = distinct(brought);
  if (brought.length > 0) await insertAll(client, linked(onePayloadEach(brought), held, ends), held);
  return { stored: [...beaten, ...held], changed: rewritten, replayed };
}

async function writeRepeated(
  client: PoolClient,
  deliveries: readonly Delivery[],
  ends: ReadonlyMap<string, ChainEnd>,
): Promise<Written> {
  const known = await findKnownPayloads(client, deliveries);
  const firsts = new Set(onePayloadEach(deliveries).filter((each) => !known.has(payloadName(each))));
  const again = deliveries.filter((each) => !firsts.has(each));
  const replayed = await useNonces(client, again);
  for (const each of again) {
    if (each.nonce !== undefined && known.get(payloadName(each)) === each.nonce) replayed.add(each);
  }
  const heard = deliveries.filter((each) => !replayed.has(each));
  const { held, rewritten } = distinct(heard);
  const stored = await insertNewEvents(client, held);
  await insertPayloads(client, linked([...firsts], stored, ends));
  const changed = stored.length < held.length ? await findRewritten(client, held) : [];
  return { stored, changed: [...rewritten, ...changed], replayed };
}

/**
 * Keeps what several requests brought, in one transaction: payloads, events, alarms. `seen` are those whose last contact
 * is due to be written. Gives what became of each, in order.
 */
export async function writeDeliveries(
  tx: Transaction,
  client: PoolClient,
  deliveries: readonly Delivery[],
  seen: readonly Delivery[],
  now: string,
  manner: Manner = 'mayRepeat',
): Promise<Outcome[]> {
  const { refusals, ends } = await readStanding(client, deliveries);
  const kept = deliveries.filter((_each, at) => refusals[at] === undefined);
  const superseded = deliveries.filter((_each, at) => refusals[at]?.kind === 'superseded');
  const write = manner === 'allNew' ? writeNew : writeRepeated;
  const { stored, changed, replayed } = await write(client, kept, ends);
  const alarms = [
    ...alarmsIn(stored),
    ...changed.map((each) => alarmFor(each, 'rewritten')),
    ...superseded.map(twoPlaces),
  ];
  if (alarms.length > 0) await raiseAlarms(tx, alarms, now);
  const alive = new Set(kept.filter((each) => !replayed.has(each)));
  await touch(
    tx,
    seen.filter((each) => alive.has(each)),
    now,
  );
  const counts = new Map<Delivery, number>();
  for (const { delivery } of stored) counts.set(delivery, (counts.get(delivery) ?? 0) + 1);
  return deliveries.map((delivery, at): Outcome => {
    const refusal = refusals[at];
    if (refusal) return refusal;
    if (replayed.has(delivery)) return { kind: 'replayed' };
    const count = counts.get(delivery) ?? 0;
    const of = changed.filter((each) => each.delivery === delivery).map(({ row }) => row.key.sequence);
    return { kind: 'kept', stored: count, known: delivery.rows.length - count - of.length, rewritten: of };
  });
}
