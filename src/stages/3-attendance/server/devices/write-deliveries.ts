import { sql } from 'kysely';
import type { PoolClient } from 'pg';
import type { Transaction } from '#platform/operation';
import { dayOf } from '#platform/clock';
import { type AlarmKind, alarmOfEvent, isDaily } from '../../domain/devices/alarms';
import { type NewAlarm, raiseAlarms } from './alarm-store';
import type { Delivery, EventRow } from './delivery';

/** What became of one delivery. */
export type Outcome =
  | { readonly kind: 'kept'; readonly stored: number; readonly known: number; readonly rewritten: readonly number[] }
  /** The device is not active, or its key has been changed since. */
  | { readonly kind: 'closed' }
  /** Another connection with the same key has begun since. */
  | { readonly kind: 'superseded' };

interface Held {
  readonly delivery: Delivery;
  readonly row: EventRow;
}

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

const hex = (bytes: Buffer): string => `\\x${bytes.toString('hex')}`;

const payloadStatement = `insert into device_payloads (region_code, device_id, digest, institution_id, transport,
    body_sealed, size, withheld_bytes, event_count, unread_count, received_at)
  select * from unnest($1::text[], $2::uuid[], $3::bytea[], $4::uuid[], $5::text[], $6::bytea[], $7::int[], $8::int[],
    $9::int[], $10::int[], $11::timestamptz[]) on conflict do nothing`;

/** What came, before what it means. */
async function insertPayloads(client: PoolClient, deliveries: readonly Delivery[]): Promise<void> {
  const held = deliveries.flatMap(({ payload, ...rest }) => (payload ? [{ ...rest, payload }] : []));
  if (held.length === 0) return;
  const values = [
    held.map(({ device }) => device.regionCode),
    held.map(({ device }) => device.id),
    held.map(({ payload }) => hex(payload.digest)),
    held.map(({ device }) => device.institutionId),
    held.map(({ payload }) => payload.transport),
    held.map(({ payload }) => hex(payload.sealed)),
    held.map(({ payload }) => payload.size),
    held.map(({ payload }) => payload.withheld),
    held.map(({ rows }) => rows.length),
    held.map(({ payload }) => payload.unread),
    held.map(({ receivedAt }) => receivedAt),
  ];
  await client.query({ name: 'device-payloads', text: payloadStatement, values });
}

const eventStatement = `
  with delivered as (
    select * from unnest($1::text[], $2::uuid[], $3::uuid[], $4::int[], $5::timestamptz[], $6::bytea[], $7::text[])
      with ordinality as d(region_code, device_id, institution_id, series, received_at, payload, picture, at)
  ), added as (
    insert into device_events (region_code, device_id, series, sequence, told_key, institution_id, kind, person_code,
      person_index, told_time, happened_at, received_at, offset_ms, method, verdict, direction, detail, flags,
      picture_hash, payload_digest, content_digest)
    select d.region_code, d.device_id, d.series, e.sequence, e.told_key, d.institution_id, e.kind, e.person_code,
      e.person_index, e.told_time, to_timestamp(e.happened_ms / 1000.0), d.received_at, e.offset_ms, e.method,
      e.verdict, e.direction, e.detail, coalesce(string_to_array(nullif(e.flags, ''), ','), '{}'), d.picture,
      d.payload, e.content
    from unnest($8::int[], $9::bigint[], $10::text[], $11::text[], $12::text[], $13::bytea[], $14::text[],
      $15::float8[], $16::int[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[], $22::bytea[])
      as e(at, sequence, told_key, kind, person_code, person_index, told_time, happened_ms, offset_ms, method,
        verdict, direction, detail, flags, content)
    join delivered d on d.at = e.at
    on conflict do nothing returning device_id, payload_digest
  )
  select d.at::int as at, count(*)::int as count from added a
    join (select device_id, payload, min(at) as at from delivered group by device_id, payload) d
      on d.device_id = a.device_id and d.payload = a.payload_digest
  group by d.at`;

/** Inserts all events in one statement, in the order of their keys; gives how many were new, by delivery. */
async function insertEvents(client: PoolClient, deliveries: readonly Delivery[], held: readonly Held[]) {
  const place = new Map(deliveries.map((delivery, at) => [delivery, at + 1]));
  const each = <Value>(take: (held: Held) => Value): Value[] => held.map(take);
  const values = [
    deliveries.map(({ device }) => device.regionCode),
    deliveries.map(({ device }) => device.id),
    deliveries.map(({ device }) => device.institutionId),
    deliveries.map(({ device }) => device.series),
    deliveries.map(({ receivedAt }) => receivedAt),
    deliveries.map(({ payload }) => (payload ? hex(payload.digest) : '\\x')),
    deliveries.map(({ pictureHash }) => pictureHash ?? null),
    each(({ delivery }) => place.get(delivery) ?? 0),
    each(({ row }) => row.key.sequence),
    each(({ row }) => row.key.toldKey),
    each(({ row }) => row.event.kind),
    each(({ row }) => row.personCode),
    each(({ row }) => (row.personIndex ? hex(row.personIndex) : null)),
    each(({ row }) => row.event.time.told),
    each(({ row }) => row.event.time.at ?? null),
    each(({ row }) => row.offset),
    each(({ row }) => row.event.method),
    each(({ row }) => row.event.verdict),
    each(({ row }) => row.event.direction),
    each(({ row }) => row.event.detail),
    each(({ row }) => row.flags),
    each(({ row }) => hex(row.content)),
  ];
  const { rows } = await client.query<{ at: number; count: number }>({
    name: 'device-events',
    text: eventStatement,
    values,
  });
  return new Map(rows.map(({ at, count }) => [deliveries[at - 1], count]));
}

/** Which of these keys are already stored with another content. */
async function findRewritten(tx: Transaction, held: readonly Held[]): Promise<Held[]> {
  const each = <Value>(take: (held: Held) => Value): Value[] => held.map(take);
  const { rows } = await sql<{ at: number }>`
    select k.at::int as at from unnest(${each(({ delivery }) => delivery.device.regionCode)}::text[],
      ${each(({ delivery }) => delivery.device.id)}::uuid[], ${each(({ delivery }) => delivery.device.series)}::int[],
      ${each(({ row }) => row.key.sequence)}::bigint[], ${each(({ row }) => row.key.toldKey)}::text[],
      ${each(({ row }) => hex(row.content))}::bytea[])
      with ordinality as k(region_code, device_id, series, sequence, told_key, content, at)
    join device_events e on e.region_code = k.region_code and e.device_id = k.device_id and e.series = k.series
      and e.sequence = k.sequence and e.told_key = k.told_key
    where e.content_digest <> k.content`.execute(tx);
  return rows.flatMap(({ at }) => held[at - 1] ?? []);
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
