import { openPoolLike } from '#platform/database/pool';
import { codeOf } from '#platform/database/refusal';
import { inScope } from '#platform/database/scope';
import type { Delivery } from './delivery';
import { planOnce, readStanding } from './device-standing';
import type { DevicePlatform } from './known-devices';
import type { ChainEnd } from './links';
import { sealBodies } from './payload-statements';
import { type Outcome, writeAtOnce, writeDeliveries } from './write-deliveries';

/** Takes what devices send and answers once it is committed. */
export interface Ingest {
  keep(delivery: Delivery): Promise<Outcome>;
  close(): Promise<void>;
}

/** Why nothing is written now; devices keep what they have and try again. */
export class IngestPaused extends Error {
  override name = 'IngestPaused';
}

/** Statements on their way at once; a device is in one at a time, since each link of its chain follows the one before. */
const mostAtOnce = 2;
/** A second is begun beside the first only for so many events: fewer are cheaper together in the next. */
const worthAnother = 500;
const mostEvents = 4000;
const mostDeliveries = 400;
/** Beyond this a device is told to come back rather than kept waiting. */
const mostWaiting = 5000;
const seenEvery = 15_000;
/** A device that sent something twice is likely to send more of it. */
const repeatsFor = 60_000;
const uniqueViolation = '23505';
/** Somebody else was quicker, or stood in the way: look first, and try again. */
const again = new Set([uniqueViolation, '40001', '40P01']);
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

/** What waits in front of devices that are not being written, and no more than one statement should hold. */
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
 * Group commit for devices: while one statement is on its way to the disk, what arrives meanwhile becomes the next. A
 * lonely event waits for nobody; under load thousands share one commit. Nothing is acknowledged before its commit.
 */
export function openIngest(platform: DevicePlatform): Ingest {
  const { secrets } = platform.services;
  const pool = openPoolLike(platform.pool, { 'mingxun.reach': 'ingest', ...planOnce }, { max: mostAtOnce });
  let queue: Waiting[] = [];
  /** What this turn of the loop brought. */
  let arrived: Delivery[] = [];
  const busy = new Set<string>();
  let [waitingEvents, running, isGathering] = [0, 0, false];
  const ends = new Map<string, ChainEnd>();
  const [heardAt, beatenAt] = [new Map<string, number>(), new Map<string, number>()];
  const repeatsUntil = new Map<string, number>();

  /** Those whose last contact is due to be written. */
  const seenAmong = (deliveries: readonly Delivery[]): readonly Delivery[] => {
    const at = Date.parse(platform.clock.now());
    return deliveries.filter(({ device: { id }, isHeartbeat }) => {
      const last = isHeartbeat ? beatenAt : heardAt;
      if (at - (last.get(id) ?? Number.NEGATIVE_INFINITY) < seenEvery) return false;
      last.set(id, at);
      return true;
    });
  };

  const forget = (deliveries: readonly Delivery[]): void => {
    for (const { device } of deliveries) ends.delete(device.id);
  };

  /** Undefined where it was not all new, or not all of it may be kept; then nothing was. */
  const writeNew = async (
    deliveries: readonly Delivery[],
    seen: readonly Delivery[],
  ): Promise<Outcome[] | undefined> => {
    const now = performance.now();
    if (deliveries.some(({ device }) => now < (repeatsUntil.get(device.id) ?? 0))) return undefined;
    const unknown = deliveries.filter(({ device }) => !ends.has(device.id));
    if (unknown.length > 0) for (const [id, end] of (await readStanding(pool, unknown)).ends) ends.set(id, end);
    try {
      const links = await writeAtOnce(pool, deliveries, { ends, seen, now: platform.clock.now() }, secrets);
      if (!links) return undefined;
      for (const [id, link] of links) ends.set(id, link);
      return deliveries.map(({ rows }) => ({ kind: 'kept', stored: rows.length, known: 0, rewritten: [] }));
    } catch (error) {
      forget(deliveries);
      if (!again.has(codeOf(error))) throw error;
      return undefined;
    }
  };

  /** Looking first at what is stored already; once more where another process was quicker. */
  const writeUnknown = async (deliveries: readonly Delivery[], seen: readonly Delivery[]): Promise<Outcome[]> => {
    forget(deliveries);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await inScope(platform.pool, { reach: 'ingest', settings: planOnce }, (tx, client) =>
          writeDeliveries(tx, client, deliveries, seen, platform.clock.now(), secrets),
        );
      } catch (error) {
        if (attempt >= attempts || codeOf(error) !== uniqueViolation) throw error;
      }
    }
  };

  const write = async (deliveries: readonly Delivery[]): Promise<Outcome[]> => {
    const seen = seenAmong(deliveries);
    const fresh = await writeNew(deliveries, seen);
    if (fresh) return fresh;
    const outcomes = await writeUnknown(deliveries, seen);
    for (const [at, outcome] of outcomes.entries()) {
      const delivery = deliveries[at];
      const isRepeat = delivery?.payload && outcome.kind === 'kept' && outcome.known > 0;
      if (isRepeat) repeatsUntil.set(delivery.device.id, performance.now() + repeatsFor);
    }
    return outcomes;
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

  const sealArrived = (): void => {
    const deliveries = arrived;
    arrived = [];
    try {
      sealBodies(deliveries, secrets);
    } catch {
      // What was not sealed is sealed with its statement, whose failure is told to those who sent it.
    }
  };

  const begin = (): void => {
    isGathering = false;
    sealArrived();
    while (queue.length > 0 && (running === 0 || (running < mostAtOnce && waitingEvents >= worthAnother))) {
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
        arrived.push(delivery);
        waitingEvents += delivery.rows.length;
        // What this turn of the loop still reads from its sockets belongs to the same statement.
        if (!isGathering) setImmediate(begin);
        isGathering = true;
      });
    },
    close: () => pool.end(),
  };
}
