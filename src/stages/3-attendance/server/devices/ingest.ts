import { setImmediate as nextTurn } from 'node:timers/promises';
import { codeOf } from '#platform/database/refusal';
import { inScope } from '#platform/database/scope';
import type { Delivery } from './delivery';
import { planOnce } from './device-standing';
import type { DevicePlatform } from './known-devices';
import { type Manner, type Outcome, writeDeliveries } from './write-deliveries';

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

/** Transactions on their way at once; a device always has the same, since each link of its chain follows the one before. */
const lanes = 2;
const mostEvents = 4000;
const mostDeliveries = 400;
/** Beyond this a device is told to come back rather than kept waiting. */
const mostWaiting = 5000;
const seenEvery = 15_000;
/** A device that sent something twice is likely to send more of it. */
const repeatsFor = 60_000;
const uniqueViolation = '23505';
const attempts = 4;

interface Waiting {
  readonly delivery: Delivery;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

/** Some of what waits in front, and no more than one transaction should hold. */
function take(queue: Waiting[]): Waiting[] {
  let events = 0;
  let count = 0;
  for (const { delivery } of queue) {
    if (count > 0 && (events + delivery.rows.length > mostEvents || count >= mostDeliveries)) break;
    events += delivery.rows.length;
    count += 1;
  }
  return queue.splice(0, count);
}

interface Lane {
  readonly queue: Waiting[];
  isBusy: boolean;
}

const laneOf = ({ device }: Delivery): number => device.id.charCodeAt(device.id.length - 1) % lanes;

/**
 * Group commit for devices: while one transaction is on its way to the disk, what arrives meanwhile becomes the next. A
 * lonely event waits for nobody; under load thousands share one commit. Nothing is acknowledged before its commit.
 */
export function openIngest(platform: DevicePlatform): Ingest {
  const byDevice = Array.from({ length: lanes }, (): Lane => ({ queue: [], isBusy: false }));
  const seenAt = new Map<string, number>();
  const repeatsUntil = new Map<string, number>();

  const isSeenDue = ({ device, isHeartbeat, receivedAt }: Delivery): boolean => {
    const name = `${device.id}/${isHeartbeat ? 'beat' : 'event'}`;
    const at = Date.parse(receivedAt);
    if (at - (seenAt.get(name) ?? Number.NEGATIVE_INFINITY) < seenEvery) return false;
    seenAt.set(name, at);
    return true;
  };

  const writeIn = (manner: Manner, deliveries: readonly Delivery[], seen: readonly Delivery[]): Promise<Outcome[]> =>
    inScope(platform.pool, { reach: 'ingest', settings: planOnce }, (tx, client) =>
      writeDeliveries(tx, client, deliveries, seen, platform.clock.now(), manner),
    );

  /** First as if all were new; where something is stored already, or another process was quicker, looking first. */
  const write = async (deliveries: readonly Delivery[]): Promise<Outcome[]> => {
    const seen = deliveries.filter(isSeenDue);
    const now = performance.now();
    const mayRepeat = deliveries.some(({ device }) => now < (repeatsUntil.get(device.id) ?? 0));
    for (let attempt = mayRepeat ? 2 : 1; ; attempt += 1) {
      try {
        const outcomes = await writeIn(attempt === 1 ? 'allNew' : 'mayRepeat', deliveries, seen);
        for (const [at, outcome] of outcomes.entries()) {
          const delivery = deliveries[at];
          const isRepeat = delivery?.payload && outcome.kind === 'kept' && outcome.known > 0;
          if (isRepeat) repeatsUntil.set(delivery.device.id, now + repeatsFor);
        }
        return outcomes;
      } catch (error) {
        if (attempt > attempts || codeOf(error) !== uniqueViolation) throw error;
      }
    }
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

  const work = async (lane: Lane): Promise<void> => {
    lane.isBusy = true;
    try {
      // What this turn of the loop still reads from its sockets belongs to the same commit.
      await nextTurn();
      for (let batch = take(lane.queue); batch.length > 0; batch = take(lane.queue)) await writeBatch(batch);
    } finally {
      lane.isBusy = false;
    }
  };

  return {
    pending: () => byDevice.reduce((sum, { queue, isBusy }) => sum + queue.length + (isBusy ? 1 : 0), 0),
    keep(delivery) {
      const lane = byDevice[laneOf(delivery)];
      if (!lane || lane.queue.length >= mostWaiting) {
        return Promise.reject(new IngestPaused('现在送来的记录太多，请稍后补传。'));
      }
      return new Promise<Outcome>((resolve, reject) => {
        lane.queue.push({ delivery, resolve, reject });
        if (!lane.isBusy) void work(lane);
      });
    },
  };
}
