import type { PoolClient } from 'pg';
import type { Delivery } from './delivery';
import { type ChainEnd, emptyChain } from './links';

export type Refused = { readonly kind: 'closed' } | { readonly kind: 'superseded' };

interface Found {
  readonly id: string;
  readonly key_version: number;
  readonly epoch: number;
  readonly chain_number: number | null;
  readonly chain_link: Buffer | null;
}

const statement = `select d.id, d.key_version, d.epoch, p.chain_number, p.chain_link from devices d
  left join lateral (select chain_number, chain_link from device_payloads p
    where p.device_id = d.id and p.chain_number is not null order by p.chain_number desc limit 1) p on true
  where d.id = any($1::uuid[]) and d.state = 'active'`;

/**
 * The statements of the door are few and always the same: planned once, as they are right for a table of years, even if
 * the table was empty when the connection first met them.
 */
export const planOnce = {
  plan_cache_mode: 'force_generic_plan',
  enable_nestloop: 'off',
  enable_seqscan: 'off',
  enable_bitmapscan: 'off',
  enable_sort: 'off',
} as const;

/** Asks again, within the transaction, whether each device may still speak with the key it used, and where its chain ends. */
export async function readStanding(client: Pick<PoolClient, 'query'>, deliveries: readonly Delivery[]) {
  const ids = [...new Set(deliveries.map(({ device }) => device.id))];
  const { rows } = await client.query<Found>({ name: 'device-standing', text: statement, values: [ids] });
  const active = new Map(rows.map((row) => [row.id, row]));
  const refusals = deliveries.map(({ device, epoch }): Refused | undefined => {
    const found = active.get(device.id);
    if (!found || found.key_version !== device.keyVersion) return { kind: 'closed' };
    return epoch !== undefined && epoch !== found.epoch ? { kind: 'superseded' } : undefined;
  });
  const ends = new Map<string, ChainEnd>(
    rows.map(({ id, chain_number, chain_link }) => [
      id,
      chain_number === null || chain_link === null
        ? emptyChain
        : { number: chain_number, link: chain_link.toString('hex') },
    ]),
  );
  return { refusals, ends };
}
