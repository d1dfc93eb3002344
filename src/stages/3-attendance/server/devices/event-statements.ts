import type { PoolClient } from 'pg';
import { arrayLiteral, bytesLiteral } from './array-literal';
import type { Delivery, EventRow } from './delivery';
import type { Link } from './links';

/** An event with the delivery that brought it. */
export interface Held {
  readonly delivery: Delivery;
  readonly row: EventRow;
}

export interface Linked {
  readonly delivery: Delivery;
  readonly payload: NonNullable<Delivery['payload']>;
  readonly link: Link;
}

const payloadPart = `insert into device_payloads (region_code, device_id, digest, institution_id, transport, body_sealed,
    is_packed, size, withheld_bytes, event_count, unread_count, received_at, nonce, chain_number, chain_rows, chain_link)
  select * from unnest($1::text[], $2::uuid[], $3::bytea[], $4::uuid[], $5::text[], $6::bytea[], $7::boolean[],
    $8::int[], $9::int[], $10::int[], $11::int[], $12::timestamptz[], $13::text[], $14::bigint[], $15::bytea[],
    $16::bytea[])`;

const hexOf = (bytes: Buffer): string | null => bytesLiteral(bytes.toString('hex'));

const payloadValues = (linked: readonly Linked[]): string[] => [
  arrayLiteral(linked, ({ delivery }) => delivery.device.regionCode),
  arrayLiteral(linked, ({ delivery }) => delivery.device.id),
  arrayLiteral(linked, ({ payload }) => hexOf(payload.digest)),
  arrayLiteral(linked, ({ delivery }) => delivery.device.institutionId),
  arrayLiteral(linked, ({ payload }) => payload.transport),
  arrayLiteral(linked, ({ payload }) => hexOf(payload.sealed)),
  arrayLiteral(linked, ({ payload }) => (payload.isPacked ? 't' : 'f')),
  arrayLiteral(linked, ({ payload }) => payload.size),
  arrayLiteral(linked, ({ payload }) => payload.withheld),
  arrayLiteral(linked, ({ delivery }) => delivery.rows.length),
  arrayLiteral(linked, ({ payload }) => payload.unread),
  arrayLiteral(linked, ({ delivery }) => delivery.receivedAt),
  arrayLiteral(linked, ({ delivery }) => delivery.nonce ?? null),
  arrayLiteral(linked, ({ link }) => link.number),
  arrayLiteral(linked, ({ link }) => bytesLiteral(link.rows)),
  arrayLiteral(linked, ({ link }) => bytesLiteral(link.link)),
];

/** The statement that inserts events, its parameters beginning after so many others. */
const eventPart = (before: number, ending: string): string => {
  const types = [
    'text',
    'uuid',
    'uuid',
    'int',
    'timestamptz',
    'bytea',
    'text',
    'int',
    'bigint',
    'text',
    'text',
    'text',
    'bytea',
    'text',
    'float8',
    'int',
    'text',
    'text',
    'text',
    'text',
    'text',
    'bytea',
  ].map((type, at) => `$${before + at + 1}::${type}[]`);
  return `insert into device_events (region_code, device_id, series, sequence, told_key, institution_id, kind,
      person_code, person_index, told_time, happened_at, received_at, offset_ms, method, verdict, direction, detail,
      flags, picture_hash, payload_digest, content_digest)
    select d.region_code, d.device_id, d.series, e.sequence, e.told_key, d.institution_id, e.kind, e.person_code,
      e.person_index, e.told_time, to_timestamp(e.happened_ms / 1000.0), d.received_at, e.offset_ms, e.method,
      e.verdict, e.direction, e.detail, case e.flags when '' then '{}'::text[] else string_to_array(e.flags, ',') end,
      d.picture, d.payload, e.content
    from unnest(${types.slice(7).join(', ')})
      as e(at, sequence, told_key, kind, person_code, person_index, told_time, happened_ms, offset_ms, method,
        verdict, direction, detail, flags, content)
    join unnest(${types.slice(0, 7).join(', ')})
      with ordinality as d(region_code, device_id, institution_id, series, received_at, payload, picture, at)
      on d.at = e.at ${ending}`;
};

function eventValues(deliveries: readonly Delivery[], held: readonly Held[]): string[] {
  const place = new Map(deliveries.map((delivery, at) => [delivery, at + 1]));
  return [
    arrayLiteral(deliveries, ({ device }) => device.regionCode),
    arrayLiteral(deliveries, ({ device }) => device.id),
    arrayLiteral(deliveries, ({ device }) => device.institutionId),
    arrayLiteral(deliveries, ({ device }) => device.series),
    arrayLiteral(deliveries, ({ receivedAt }) => receivedAt),
    arrayLiteral(deliveries, ({ payload }) => (payload ? hexOf(payload.digest) : bytesLiteral(''))),
    arrayLiteral(deliveries, ({ pictureHash }) => pictureHash ?? null),
    arrayLiteral(held, ({ delivery }) => place.get(delivery) ?? 0),
    arrayLiteral(held, ({ row }) => row.key.sequence),
    arrayLiteral(held, ({ row }) => row.key.toldKey),
    arrayLiteral(held, ({ row }) => row.event.kind),
    arrayLiteral(held, ({ row }) => row.personCode),
    arrayLiteral(held, ({ row }) => bytesLiteral(row.personIndex?.toString('hex') ?? null)),
    arrayLiteral(held, ({ row }) => row.event.time.told),
    arrayLiteral(held, ({ row }) => row.event.time.at ?? null),
    arrayLiteral(held, ({ row }) => row.offset),
    arrayLiteral(held, ({ row }) => row.event.method),
    arrayLiteral(held, ({ row }) => row.event.verdict),
    arrayLiteral(held, ({ row }) => row.event.direction),
    arrayLiteral(held, ({ row }) => row.event.detail),
    arrayLiteral(held, ({ row }) => row.flags),
    arrayLiteral(held, ({ row }) => bytesLiteral(row.content)),
  ];
}

const together = `with received as (${payloadPart}) ${eventPart(16, '')}`;

/** What came, and what it means, in one statement: fails where any of it is stored already. */
export async function insertAll(
  client: PoolClient,
  linked: readonly Linked[],
  deliveries: readonly Delivery[],
  held: readonly Held[],
): Promise<void> {
  const values = [...payloadValues(linked), ...eventValues(deliveries, held)];
  await client.query({ name: 'device-all', text: together, values });
}

/** Only what came. */
export async function insertPayloads(client: PoolClient, linked: readonly Linked[]): Promise<void> {
  if (linked.length === 0) return;
  await client.query({ name: 'device-payloads', text: payloadPart, values: payloadValues(linked) });
}

const newEvents = eventPart(0, 'on conflict do nothing returning device_id, series, sequence, told_key');

/** Inserts what is not stored yet; gives that. */
export async function insertNewEvents(
  client: PoolClient,
  deliveries: readonly Delivery[],
  held: readonly Held[],
): Promise<Held[]> {
  if (held.length === 0) return [];
  const { rows } = await client.query<{ device_id: string; series: number; sequence: number; told_key: string }>({
    name: 'device-events',
    text: newEvents,
    values: eventValues(deliveries, held),
  });
  const stored = new Set(rows.map((row) => `${row.device_id}/${row.series}/${row.sequence}/${row.told_key}`));
  return held.filter(({ delivery: { device }, row: { key } }) =>
    stored.has(`${device.id}/${device.series}/${key.sequence}/${key.toldKey}`),
  );
}

const otherContent = `select k.at::int as at from unnest($1::text[], $2::uuid[], $3::int[], $4::bigint[], $5::text[],
    $6::bytea[]) with ordinality as k(region_code, device_id, series, sequence, told_key, content, at)
  join device_events e on e.region_code = k.region_code and e.device_id = k.device_id and e.series = k.series
    and e.sequence = k.sequence and e.told_key = k.told_key
  where e.content_digest <> k.content`;

/** Which of these keys are already stored with another content. */
export async function findRewritten(client: PoolClient, held: readonly Held[]): Promise<Held[]> {
  const values = [
    arrayLiteral(held, ({ delivery }) => delivery.device.regionCode),
    arrayLiteral(held, ({ delivery }) => delivery.device.id),
    arrayLiteral(held, ({ delivery }) => delivery.device.series),
    arrayLiteral(held, ({ row }) => row.key.sequence),
    arrayLiteral(held, ({ row }) => row.key.toldKey),
    arrayLiteral(held, ({ row }) => bytesLiteral(row.content)),
  ];
  const { rows } = await client.query<{ at: number }>({ name: 'device-rewritten', text: otherContent, values });
  return rows.flatMap(({ at }) => held[at - 1] ?? []);
}
