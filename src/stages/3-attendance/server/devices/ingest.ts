import { codeOf } from '#platform/database/refusal';
import { inScope } from '#platform/database/scope';
import type { Delivery } from './delivery';
import { planOnce } from './device-standing';
import type { DevicePlatform } from './known-devices';
import { type Manner, type Outcome, writeDeliveries } from './write-deliveries';

/** Takes what devices send and answers once it is committed. */
export interface Ingest {
  keep(delivery: Delivery): Promise<Outcome>;
}

/** Why nothing is written now; devices keep what they have and try again. */
export class IngestPaused extends Error {
  override name = 'IngestPaused';
}

/** Transactions on their way at once; a device is in one at a time, since each link of its chain follows the one before. */
const mostAtOnce = 2;
/** A second is begun beside the first only for so many events: fewer are cheaper together in the next. */
const worthAnother = 32;
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

interface Picked {
  readonly batch: readonly Waiting[];
  readonly rest: Waiting[];
  readonly events: number;
}

/** What waits in front of devices that are not being written, and no more than one transaction should hold. */
function pick(queue: readonly Waiting[], busy: ReadonlySet<string>): Picked {
  const [batch, rest]: [Waiting[], Waiting[]] = [[], []];
  let events = 0;
  let isFull = false;
  for (const waiting of queue) {
    const { device, rows } = waiting.delivery;
    isFull ||= batch.length > 0 && (events + rows.length > mostEvents || batch.length >= mostDeliveries);
    if (isFull || busy.has(device.id)) rest.push(waiting);
    else {
      batch.push(waiting);
      events += rows.length;
    }
  }
  return { batch, rest, events };
}

/**
 * Group commit for devices: while one transaction is on its way to the disk, what arrives meanwhile becomes the next. A
 * lonely event waits for nobody; under load thousands share one commit. Nothing is acknowledged before its commit.
 */
export function openIngest(platform: DevicePlatform): Ingest {
  let queue: Waiting[] = [];
  const busy = new Set<string>();
  let [waitingEvents, running, isGathering] = [0, 0, false];
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

  const begin = (): void => {
    isGathering = false;
    while (running === 0 || (running < mostAtOnce && waitingEvents >= worthAnother)) {
      const { batch, rest, events } = pick(queue, busy);
      if (batch.length === 0 || (running > 0 && events < worthAnother)) return;
      queue = rest;
      waitingEvents -= events;
      running += 1;
      const devices = new Set(batch.map(({ delivery }) => delivery.device.id));
      for (const id of devices) busy.add(id);
      void writeBatch(batch).then(() => {
        for (const id of devices) busy.delete(id);
        running -= 1;
        begin();
      });
    }
  };

  return {
    keep(delivery) {
      if (queue.length >= mostWaiting) {
        return Promise.reject(new IngestPaused('现在送来的记录太多，请稍后补传。'));
      }
      return new Promise<Outcome>((resolve, reject) => {
        queue.push({ delivery, resolve, reject });
        waitingEvents += delivery.rows.length;
        // What this turn of the loop still reads from its sockets belongs to the same commit.
        if (!isGathering) setImmediate(begin);
        isGathering = true;
      });
    },
  };
}
