import type { Pool, PoolClient } from 'pg';
import type { Transaction } from '#platform/operation';
import type { Secrets } from '#platform/secrets/secrets';
import { raiseAlarms } from './alarm-store';
import { type AllNew, insertAtOnce, touch } from './at-once-statement';
import type { Delivery, EventRow } from './delivery';
import { readStanding, type Refused } from './device-standing';
import { alarmFor, alarmsIn, twoPlaces } from './event-alarms';
import { findRewritten, type Held, insertNewEvents } from './event-statements';
import { type ChainEnd, emptyChain, linkAfter } from './links';
import { insertPayloads, type Linked } from './payload-statements';
import { findKnownPayloads, payloadName, useNonces } from './repeats';

/** What became of one delivery. */
export type Outcome =
  | { readonly kind: 'kept'; readonly stored: number; readonly known: number; readonly rewritten: readonly number[] }
  /** The device is not active, or its key has been changed since; another connection with the same key has begun. */
  | Refused
  /** The very request was here before. */
  | { readonly kind: 'replayed' };

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

/** Each payload with its place in the chain of its device, over those of its rows that are kept. */
function linked(
  deliveries: readonly Delivery[],
  rowsOf: (delivery: Delivery) => readonly EventRow[],
  ends: ReadonlyMap<string, ChainEnd>,
): Linked[] {
  const last = new Map<string, ChainEnd>();
  return deliveries.flatMap((delivery): Linked[] => {
    const { device, payload } = delivery;
    if (!payload) return [];
    const end = last.get(device.id) ?? ends.get(device.id) ?? emptyChain;
    const link = linkAfter(end, delivery, payload.digest, rowsOf(delivery));
    last.set(device.id, link);
    return [{ delivery, payload, link }];
  });
}

function rowsByDelivery(stored: readonly Held[]): (delivery: Delivery) => readonly EventRow[] {
  const rows = new Map<Delivery, EventRow[]>();
  for (const { delivery, row } of stored) {
    const known = rows.get(delivery);
    if (known) known.push(row);
    else rows.set(delivery, [row]);
  }
  return (delivery) => rows.get(delivery) ?? [];
}

interface Written {
  readonly stored: readonly Held[];
  readonly changed: readonly Held[];
  readonly replayed: ReadonlySet<Delivery>;
}

async function writeUnknown(
  client: PoolClient,
  deliveries: readonly Delivery[],
  ends: ReadonlyMap<string, ChainEnd>,
  secrets: Secrets,
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
  await insertPayloads(client, linked([...firsts], rowsByDelivery(stored), ends), secrets);
  const changed = stored.length < held.length ? await findRewritten(client, held) : [];
  return { stored, changed: [...rewritten, ...changed], replayed };
}

/**
 * Keeps what several requests brought in one statement, as if all of it were new: pushes of devices whose chain ends are
 * known, with nothing in them twice and nothing to alarm about. Gives the new ends; undefined, and nothing kept, where it
 * is not so.
 */
export async function writeAtOnce(
  pool: Pool,
  deliveries: readonly Delivery[],
  { ends, seen, now }: { readonly ends: ReadonlyMap<string, ChainEnd> } & Pick<AllNew, 'seen' | 'now'>,
  secrets: Secrets,
): Promise<Map<string, ChainEnd> | undefined> {
  if (!areOrdinary(deliveries, ends)) return undefined;
  const { held } = distinct(deliveries);
  const brought = onePayloadEach(deliveries);
  const events = deliveries.reduce((sum, { rows }) => sum + rows.length, 0);
  const isTwice = brought.length < deliveries.length || held.length < events;
  if (events === 0 || isTwice || alarmsIn(held).length > 0) return undefined;
  const links = linked(brought, ({ rows }) => rows, ends);
  const stored = await insertAtOnce(pool, { linked: links, held, seen, now }, secrets);
  return stored === 0 ? undefined : new Map(links.map(({ delivery, link }) => [delivery.device.id, link]));
}

/** All bring a payload, and each device speaks with one key over one connection and has a known end of its chain. */
function areOrdinary(deliveries: readonly Delivery[], ends: ReadonlyMap<string, ChainEnd>): boolean {
  const first = new Map<string, Delivery>();
  return deliveries.every((delivery) => {
    const { device, epoch, payload } = delivery;
    const earlier = first.get(device.id) ?? delivery;
    first.set(device.id, earlier);
    const isSame = earlier.epoch === epoch && earlier.device.keyVersion === device.keyVersion;
    return payload !== undefined && isSame && ends.has(device.id);
  });
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
  secrets: Secrets,
): Promise<Outcome[]> {
  const { refusals, ends } = await readStanding(client, deliveries);
  const kept = deliveries.filter((_each, at) => refusals[at] === undefined);
  const superseded = deliveries.filter((_each, at) => refusals[at]?.kind === 'superseded');
  const { stored, changed, replayed } = await writeUnknown(client, kept, ends, secrets);
  const alarms = [
    ...alarmsIn(stored),
    ...changed.map((each) => alarmFor(each, 'rewritten')),
    ...superseded.map(twoPlaces),
  ];
  if (alarms.length > 0) await raiseAlarms(tx, alarms, now);
  const alive = new Set(kept.filter((each) => !replayed.has(each)));
  await touch(
    client,
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
