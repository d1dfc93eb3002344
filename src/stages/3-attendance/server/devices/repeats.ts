import type { PoolClient } from 'pg';
import { arrayLiteral, bytesArray } from './array-literal';
import type { Delivery } from './delivery';
import type { KnownDevice } from './known-devices';

const known = `select device_id, digest, nonce from device_payloads
  where (region_code, device_id, digest) in (select * from unnest($1::text[], $2::uuid[], $3::bytea[]))`;

const use = `insert into device_nonces (region_code, institution_id, device_id, nonce, used_at)
  select * from unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[])
  on conflict do nothing returning device_id, nonce`;

export const payloadName = ({ device, payload }: Delivery): string => `${device.id}/${payload?.digest.toString('hex')}`;

/** The payloads among these that are stored already, with the nonce each came with. */
export async function findKnownPayloads(client: PoolClient, deliveries: readonly Delivery[]) {
  const held = deliveries.filter(({ payload }) => payload);
  if (held.length === 0) return new Map<string, string | null>();
  const { rows } = await client.query<{ device_id: string; digest: Buffer; nonce: string | null }>({
    name: 'device-known-payloads',
    text: known,
    values: [
      arrayLiteral(held, ({ device }) => device.regionCode),
      arrayLiteral(held, ({ device }) => device.id),
      bytesArray(held, ({ payload }) => payload?.digest ?? ''),
    ],
  });
  return new Map(rows.map(({ device_id, digest, nonce }) => [`${device_id}/${digest.toString('hex')}`, nonce]));
}

/**
 * Uses up the nonces of what has no new payload to carry them; gives those whose nonce was used before. The payload’s own
 * row remembers the nonce it came with, so that no ordinary push costs a row here.
 */
export async function useNonces(client: PoolClient, deliveries: readonly Delivery[]): Promise<Set<Delivery>> {
  const named = deliveries.filter(({ nonce }) => nonce !== undefined);
  const fresh = await insertNonces(client, named);
  return new Set(named.filter(({ device, nonce }) => !fresh.has(`${device.id}/${nonce}`)));
}

type Named = Pick<Delivery, 'device' | 'nonce' | 'receivedAt'>;

/** Those that were new, by device and nonce. */
async function insertNonces(client: PoolClient, named: readonly Named[]): Promise<Set<string>> {
  if (named.length === 0) return new Set();
  const { rows } = await client.query<{ device_id: string; nonce: string }>({
    name: 'device-nonces',
    text: use,
    values: [
      arrayLiteral(named, ({ device }) => device.regionCode),
      arrayLiteral(named, ({ device }) => device.institutionId),
      arrayLiteral(named, ({ device }) => device.id),
      arrayLiteral(named, ({ nonce }) => nonce ?? null),
      arrayLiteral(named, ({ receivedAt }) => receivedAt),
    ],
  });
  return new Set(rows.map(({ device_id, nonce }) => `${device_id}/${nonce}`));
}

/** False where the number was used before. */
export const useNonce = async (client: PoolClient, device: KnownDevice, nonce: string, receivedAt: string) =>
  (await insertNonces(client, [{ device, nonce, receivedAt }])).size > 0;
