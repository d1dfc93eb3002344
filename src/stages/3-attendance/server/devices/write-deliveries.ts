import { sql } from 'kysely';
import type { PoolClient } from 'pg';
import type { Transaction } from '#platform/operation';
import { dayOf } from '#platform/clock';
import { type AlarmKind, alarmOfEvent, isDaily } from '../../domain/devices/alarms';
import { type NewAlarm, raiseAlarms } from './alarm-store';
import type { Delivery, EventRow } from './delivery';
import { findRewritten, type Held, insertEvents, insertPayloads } from './event-statements';

/** What became of one delivery. */
export type Outcome =
  | { readonly kind: 'kept'; readonly stored: number; readonly known: number; readonly rewritten: readonly number[] }
  /** The device is not active, or its key has been changed since. */
  | { readonly kind: 'closed' }
  /** Another connection with the same key has begun since. */
  | { readonly kind: 'superseded' };

const placeOf = ({ device }: Delivery, { key }: EventRow): string =>
  `${device.id}/${device.series}/${key.sequence}/${key.toldKey}`;

/** Asks again, within the transaction, whether each device may still speak with the key it used. */
async function standing(client: PoolClient, deliveries: readonly Delivery[]): Promise<(Outcome | undefined)[]> {
  const ids = [...new Set(deliveries.map(({ device }) => device.id))];
  const { rows } = await client.query<{ id: string; key_version: number; epoch: number }>({
    name: 'device-standing',
    text: "select id, key_version, epoch from devices where id = any($1::uuid[]) and state = 'active'",
    values: [ids],
  });
  const active = new Map(rows.map((row) => [row.id, row]));
  return deliveries.map(({ device, epoch }) => {
    const found = active.get(device.id);
    if (!found || found.key_version !== device.keyVersion) return { kind: 'closed' };
    return epoch !== undefined && epoch !== found.epoch ? { kind: 'superseded' } : undefined;
  });
}

const alarmFor = ({ delivery, row }: Held, kind: AlarmKind): NewAlarm => ({
  deviceId: delivery.device.id,
  regionCode: delivery.device.regionCode,
  institutionId: delivery.device.institutionId,
  kind,
  key: isDaily(kind)
    ? dayOf(delivery.receivedAt)
    : `${delivery.device.series}/${row.key.sequence}/${row.key.toldKey}`.slice(0, 300),
  detail: {
    ...(row.key.sequence > 0 ? { sequence: row.key.sequence } : {}),
    ...(row.event.detail === '' ? {} : { detail: row.event.detail }),
    ...(kind === 'clockAhead' ? { seconds: Math.round(-(row.offset ?? 0) / 1000) } : {}),
  },
  payloadDigest: delivery.payload?.digest,
});

const twoPlaces = ({ device, epoch }: Delivery): NewAlarm => ({
  deviceId: device.id,
  regionCode: device.regionCode,
  institutionId: device.institutionId,
  kind: 'twoPlaces',
  key: `epoch/${device.keyVersion}/${epoch ?? 0}`,
  detail: { epoch: epoch ?? 0 },
});

/** Alarms that events are by themselves. */
const alarmsIn = (held: readonly Held[]): NewAlarm[] => {
  const found = new Map<string, NewAlarm>();
  for (const each of held) {
    const own = alarmOfEvent[each.row.event.kind];
    const kinds: readonly (AlarmKind | undefined)[] = [
      own,
      each.row.flags.includes('clockAhead') ? 'clockAhead' : undefined,
    ];
    for (const kind of kinds) {
      if (!kind) continue;
      const alarm = alarmFor(each, kind);
      found.set(`${alarm.deviceId}/${kind}/${alarm.key}`, alarm);
    }
  }
  return [...found.values()];
};

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
  const first = new Map<string, Held>();
  const rewritten: Held[] = [];
  for (const delivery of deliveries) {
    for (const row of delivery.rows) {
      const place = placeOf(delivery, row);
      const earlier = first.get(place);
      if (!earlier) first.set(place, { delivery, row });
      else if (!earlier.row.content.equals(row.content)) rewritten.push({ delivery, row });
    }
  }
  const held = [...first].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
  return { held, rewritten };
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
): Promise<Outcome[]> {
  const refusals = await standing(client, deliveries);
  const kept = deliveries.filter((_each, at) => refusals[at] === undefined);
  const superseded = deliveries.filter((_each, at) => refusals[at]?.kind === 'superseded');
  await insertPayloads(client, kept);
  const { held, rewritten } = distinct(kept);
  const stored = held.length > 0 ? await insertEvents(client, kept, held) : new Map<Delivery | undefined, number>();
  const storedCount = [...stored.values()].reduce((sum, count) => sum + count, 0);
  const changed = [...rewritten, ...(storedCount < held.length ? await findRewritten(tx, held) : [])];
  const alarms = [
    ...alarmsIn(held),
    ...changed.map((each) => alarmFor(each, 'rewritten')),
    ...superseded.map(twoPlaces),
  ];
  if (alarms.length > 0) await raiseAlarms(tx, alarms, now);
  await touch(
    tx,
    seen.filter((each) => kept.includes(each)),
    now,
  );
  return deliveries.map((delivery, at): Outcome => {
    const refusal = refusals[at];
    if (refusal) return refusal;
    const count = stored.get(delivery) ?? 0;
    const of = changed.filter((each) => each.delivery === delivery).map(({ row }) => row.key.sequence);
    return { kind: 'kept', stored: count, known: delivery.rows.length - count - of.length, rewritten: of };
  });
}
