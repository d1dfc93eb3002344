import type { PoolClient } from 'pg';
import type { Secrets } from '#platform/secrets/secrets';
import { arrayLiteral, bytesArray, plainArray, type Value } from './array-literal';
import { type Delivery, type Payload, payloadSeal } from './delivery';
import type { Link } from './links';

/** A payload with its place in the chain of its device. */
export interface Linked {
  readonly delivery: Delivery;
  readonly payload: Payload;
  readonly link: Link;
}

/** The types of its columns, in their order. */
export const payloadTypes =
  'text uuid bytea uuid text bytea boolean int int int int timestamptz text bigint bytea bytea'.split(' ');

/** The statement that inserts payloads, its parameters beginning after so many others. */
export const payloadPart = (
  before: number,
  ending: string,
): string => `insert into device_payloads (region_code, device_id, digest, institution_id, transport, body_sealed,
    is_packed, size, withheld_bytes, event_count, unread_count, received_at, nonce, chain_number, chain_rows, chain_link)
  select * from unnest(${payloadTypes.map((type, at) => `$${before + at + 1}::${type}[]`).join(', ')}) ${ending}`;

/**
 * Seals what is not sealed yet. Asked for while another statement is on its way, so that the database need not wait for
 * it; and always before the values are written.
 */
export function sealBodies(deliveries: readonly Delivery[], secrets: Secrets): void {
  const unsealed = deliveries.flatMap(({ device, payload }) =>
    payload && !payload.sealed ? [{ payload, rowId: payloadSeal(device.id, payload.digest), plain: payload.body }] : [],
  );
  for (const [at, body] of secrets.sealMany('devicePayload', unsealed).entries()) {
    const payload = unsealed[at]?.payload;
    if (payload) payload.sealed = body;
  }
}

const valuesOf = (linked: readonly Linked[]): Value[] => [
  plainArray(linked, ({ delivery }) => delivery.device.regionCode),
  plainArray(linked, ({ delivery }) => delivery.device.id),
  bytesArray(linked, ({ payload }) => payload.digest),
  plainArray(linked, ({ delivery }) => delivery.device.institutionId),
  plainArray(linked, ({ payload }) => payload.transport),
  // The column takes no null: a body that is not sealed is never written.
  bytesArray(linked, ({ payload }) => payload.sealed ?? null),
  plainArray(linked, ({ payload }) => (payload.isPacked ? 't' : 'f')),
  plainArray(linked, ({ payload }) => payload.size),
  plainArray(linked, ({ payload }) => payload.withheld),
  plainArray(linked, ({ delivery }) => delivery.rows.length),
  plainArray(linked, ({ payload }) => payload.unread),
  plainArray(linked, ({ delivery }) => delivery.receivedAt),
  arrayLiteral(linked, ({ delivery }) => delivery.nonce ?? null),
  plainArray(linked, ({ link }) => link.number),
  bytesArray(linked, ({ link }) => link.rows),
  bytesArray(linked, ({ link }) => link.link),
];

export function payloadValues(linked: readonly Linked[], secrets: Secrets): Value[] {
  sealBodies(
    linked.map(({ delivery }) => delivery),
    secrets,
  );
  return valuesOf(linked);
}

/** Only what came. */
export async function insertPayloads(client: PoolClient, linked: readonly Linked[], secrets: Secrets): Promise<void> {
  if (linked.length === 0) return;
  await client.query({ name: 'device-payloads', text: payloadPart(0, ''), values: payloadValues(linked, secrets) });
}
