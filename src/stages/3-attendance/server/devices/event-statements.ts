import { sql } from 'kysely';
import type { PoolClient } from 'pg';
import type { Transaction } from '#platform/operation';
import type { Delivery, EventRow } from './delivery';

/** An event with the delivery that brought it. */
export interface Held {
  readonly delivery: Delivery;
  readonly row: EventRow;
}

const hex = (bytes: Buffer): string => `\\x${bytes.toString('hex')}`;

const payloadStatement = `insert into device_payloads (region_code, device_id, digest, institution_id, transport,
    body_sealed, size, withheld_bytes, event_count, unread_count, received_at)
  select * from unnest($1::text[], $2::uuid[], $3::bytea[], $4::uuid[], $5::text[], $6::bytea[], $7::int[], $8::int[],
    $9::int[], $10::int[], $11::timestamptz[]) on conflict do nothing`;

/** What came, before what it means. */
export async function insertPayloads(client: PoolClient, deliveries: readonly Delivery[]): Promise<void> {
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
export async function insertEvents(client: PoolClient, deliveries: readonly Delivery[], held: readonly Held[]) {
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
export async function findRewritten(tx: Transaction, held: readonly Held[]): Promise<Held[]> {
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
