import type { PoolClient } from 'pg';
import type { Secrets } from '#platform/secrets/secrets';
import { arrayLiteral, bytesArray, plainArray, type Value } from './array-literal';
import { type Delivery, payloadSeal } from './delivery';
import type { Link } from './links';

/** A payload with its place in the chain of its device. */
export interface Linked {
  readonly delivery: Delivery;
  readonly payload: NonNullable<Delivery['payload']>;
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

const sealed = (linked: readonly Linked[], secrets: Secrets): Buffer[] =>
  secrets.sealMany(
    'devicePayload',
    linked.map(({ delivery: { device }, payload: { digest, body } }) => ({
      rowId: payloadSeal(device.id, digest),
      plain: body,
    })),
  );

export const payloadValues = (linked: readonly Linked[], secrets: Secrets): Value[] => [
  plainArray(linked, ({ delivery }) => delivery.device.regionCode),
  plainArray(linked, ({ delivery }) => delivery.device.id),
  bytesArray(linked, ({ payload }) => payload.digest),
  plainArray(linked, ({ delivery }) => delivery.device.institutionId),
  plainArray(linked, ({ payload }) => payload.transport),
  bytesArray(sealed(linked, secrets), (body) => body),
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

/** Only what came. */
export async function insertPayloads(client: PoolClient, linked: readonly Linked[], secrets: Secrets): Promise<void> {
  if (linked.length === 0) return;
  await client.query({ name: 'device-payloads', text: payloadPart(0, ''), values: payloadValues(linked, secrets) });
}
