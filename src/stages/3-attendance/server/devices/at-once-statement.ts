import type { Pool, PoolClient } from 'pg';
import type { Secrets } from '#platform/secrets/secrets';
import { plainArray } from './array-literal';
import type { Delivery } from './delivery';
import { eventPart, eventValues, type Held } from './event-statements';
import { type Linked, payloadPart, payloadTypes, payloadValues } from './payload-statements';

/** Notes when devices were last heard; the parameters are their ids, those that told they are well, and when. */
const touchPart = (before: number, ending: string): string => `update devices set
    last_seen_at = greatest(last_seen_at, $${before + 3}::timestamptz),
    last_heartbeat_at = case when id = any($${before + 2}::uuid[])
      then greatest(last_heartbeat_at, $${before + 3}::timestamptz) else last_heartbeat_at end
  where id = any($${before + 1}::uuid[]) and state = 'active' ${ending}`;

const idsOf = (deliveries: readonly Delivery[]): string => plainArray(deliveries, ({ device }) => device.id);

const touchValues = (seen: readonly Delivery[], now: string): string[] => [
  idsOf(seen),
  idsOf(seen.filter(({ isHeartbeat }) => isHeartbeat)),
  now,
];

export async function touch(client: PoolClient, seen: readonly Delivery[], now: string): Promise<void> {
  if (seen.length === 0) return;
  await client.query({ name: 'device-touch', text: touchPart(0, ''), values: touchValues(seen, now) });
}

/** Each device once: active, with the key and over the connection that were used. */
const standingPart = `select count(*) from devices d where d.id = any($1::uuid[]) and d.state = 'active'
    and d.key_version = ($2::int[])[array_position($1::uuid[], d.id)]
    and d.epoch = coalesce(($3::int[])[array_position($1::uuid[], d.id)], d.epoch)`;
const allStand = '(select count from standing) = cardinality($1::uuid[])';
const beforeTouch = 3;
const beforePayloads = beforeTouch + 3;
const beforeEvents = beforePayloads + payloadTypes.length;

const together = `with standing as (${standingPart}),
    seen as (${touchPart(beforeTouch, `and ${allStand}`)}),
    received as (${payloadPart(beforePayloads, `where ${allStand}`)})
  ${eventPart(beforeEvents, `where ${allStand}`)}`;

/** What is written in one statement. */
export interface AllNew {
  readonly linked: readonly Linked[];
  readonly held: readonly Held[];
  readonly seen: readonly Delivery[];
  readonly now: string;
}

/**
 * What came, what it means and who was heard, in one statement that is its own transaction; nothing where a device may
 * not speak, and a failure where any of it is stored already. Gives how many events were stored.
 */
export async function insertAtOnce(pool: Pool, { linked, held, seen, now }: AllNew, secrets: Secrets): Promise<number> {
  const devices = [...new Map(linked.map(({ delivery }) => [delivery.device.id, delivery])).values()];
  const values = [
    idsOf(devices),
    plainArray(devices, ({ device }) => device.keyVersion),
    plainArray(devices, ({ epoch }) => epoch ?? null),
    ...touchValues(seen, now),
    ...payloadValues(linked, secrets),
    ...eventValues(held),
  ];
  const { rowCount } = await pool.query({ name: 'device-at-once', text: together, values });
  return rowCount ?? 0;
}
