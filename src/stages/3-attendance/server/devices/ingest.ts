import { setImmediate as nextTurn } from 'node:timers/promises';
import { inScope } from '#platform/database/scope';
import type { Delivery } from './delivery';
import type { DevicePlatform } from './known-devices';
import { type Outcome, writeDeliveries } from './write-deliveries';

/** Takes what devices send and answers once it is committed. */
export interface Ingest {
  keep(delivery: Delivery): Promise<Outcome>;
  /** What waits or is being written. */
  pending(): number;
}

/** Why nothing is written now; devices keep what they have and try again. */
export class IngestPaused extends Error {
  override name = 'IngestPaused';
}

const writers = 2;
const mostEvents = 4000;
const mostDeliveries = 400;
/** Beyond this a device is told to come back rather than kept waiting. */
const mostWaiting = 5000;
const seenEvery = 15_000;

interface Waiting {
  readonly delivery: Delivery;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit for devices: while one transaction is on its way to the disk, what arrives meanwhile becomes the next. A
 * lonely event waits for nobody; under load thousands share one commit. Nothing is acknowledged before its commit.
 */
export function openIngest(platform: DevicePlatform): Ingest {
  const queue: Waiting[] = [];
  const seenAt = new Map<string, number>();
  let busy = 0;

  const take = (): Waiting[] => {
    let events = 0;
    let count = 0;
    for (const { delivery } of queue) {
      if (count > 0 && (events + delivery.rows.length > mostEvents || count >= mostDeliveries)) break;
      events += delivery.rows.length;
      count += 1;
    }
    return queue.splice(0, count);
  };

  const isSeenDue = ({ device, isHeartbeat, receivedAt }: Delivery): boolean => {
    const name = `${device.id}/${isHeartbeat ? 'beat' : 'event'}`;
    const at = Date.parse(receivedAt);
    if (at - (seenAt.get(name) ?? Number.NEGATIVE_INFINITY) < seenEvery) return false;
    seenAt.set(name, at);
    return true;
  };

  const write = (deliveries: readonly Delivery[]): Promise<Outcome[]> => {
    const seen = deliveries.filter(isSeenDue);
    return inScope(platform.pool, { reach: 'ingest' }, (tx, client) =>
      writeDeliveries(tx, client, deliveries, seen, platform.clock.now()),
    );
  };

  /** One bad delivery must not hold up the others: after a failure each is tried alone. */
  const writeEach = async (batch: readonly Waiting[]): Promise<void> => {
    for (const { delivery, resolve, reject } of batch) {
      try {
        const [outcome] = await write([delivery]);
        if (outcome) resolve(outcome);
      } catch (error) {
        reject(error);
      }
    }
  };

  const writeBatch = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      const why = await platform.whyNoWrites();
      if (why) throw new IngestPaused(why);
      const outcomes = await write(batch.map(({ delivery }) => delivery));
      for (const [at, { resolve }] of batch.entries()) resolve(outcomes[at] ?? { kind: 'closed' });
    } catch (error) {
      if (batch.length > 1 && !(error instanceof IngestPaused)) await writeEach(batch);
      else for (const { reject } of batch) reject(error);
    }
  };

  const work = async (): Promise<void> => {
    busy += 1;
    try {
      // What this turn of the loop still reads from its sockets belongs to the same commit.
      await nextTurn();
      for (let batch = take(); batch.length > 0; batch = take()) await writeBatch(batch);
    } finally {
      busy -= 1;
    }
  };

  return {
    pending: () => queue.length + busy,
    keep(delivery) {
      if (queue.length >= mostWaiting) return Promise.reject(new IngestPaused('现在送来的记录太多，请稍后补传。'));
      return new Promise<Outcome>((resolve, reject) => {
        queue.push({ delivery, resolve, reject });
        if (busy < writers) void work();
      });
    },
  };
}
