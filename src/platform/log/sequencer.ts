import { type Kysely, sql } from 'kysely';
import type { Pool } from 'pg';
import type { Instant } from '../clock';
import { inScope } from '../database/scope';
import type { Tables } from '../database/tables';
import { addLeaf, emptyFrontier, type Frontier, frontierBytes, frontierFrom, rootOf } from './merkle';

const usualBatch = 2000;

async function latestFrontier(tx: Kysely<Tables>): Promise<Frontier> {
  const head = await tx.selectFrom('log_heads').selectAll().orderBy('size', 'desc').limit(1).executeTakeFirst();
  if (!head) return emptyFrontier();
  const frontier = frontierFrom(head.size, head.frontier);
  if (!frontier || !rootOf(frontier).equals(head.root)) {
    throw new Error(`留痕的第 ${head.size} 条树头被改动过，已停止编号。请运行 verify-log 核对，并报告纪检监察组。`);
  }
  return frontier;
}

interface Waiting {
  readonly event_id: string;
  readonly leaf_hash: Buffer;
}

/** What waits and has no number yet, oldest first. */
const nextWaiting = (tx: Kysely<Tables>, batch: number) =>
  sql<Waiting>`select w.event_id, e.leaf_hash from log_waiting w join log_events e on e.id = w.event_id
    where not exists (select from log_positions p where p.event_id = w.event_id)
    order by e.happened_at, e.id limit ${batch}`.execute(tx);

async function writeNumbers(tx: Kysely<Tables>, waiting: readonly Waiting[], first: number): Promise<void> {
  const events = waiting.map(({ event_id }) => event_id);
  const leaves = waiting.map(({ leaf_hash }) => leaf_hash);
  await sql`insert into log_positions (position, event_id, leaf_hash)
    select ${first}::bigint + row.place - 1, row.event_id, row.leaf_hash
    from unnest(${events}::uuid[], ${leaves}::bytea[]) with ordinality as row (event_id, leaf_hash, place)`.execute(tx);
  await sql`delete from log_waiting where event_id = any(${events}::uuid[])`.execute(tx);
}

/**
 * Numbers one batch of waiting leaves and stores the head over them, all or nothing; gives how many. A lock lets one
 * process at a time do it, so that any number of them may run.
 */
export const numberWaiting = (pool: Pool, now: Instant, batch = usualBatch): Promise<number> =>
  inScope(pool, { reach: 'system' }, async (tx) => {
    const first = await sql`select 1 from log_waiting limit 1`.execute(tx);
    if (first.rows.length === 0) return 0;
    await sql`select pg_advisory_xact_lock(hashtextextended('mingxun.log.sequencer', 0))`.execute(tx);
    const { rows: waiting } = await nextWaiting(tx, batch);
    if (waiting.length === 0) return 0;
    const frontier = await latestFrontier(tx);
    await writeNumbers(tx, waiting, frontier.size);
    for (const { leaf_hash } of waiting) addLeaf(frontier, leaf_hash);
    await tx
      .insertInto('log_heads')
      .values({ size: frontier.size, root: rootOf(frontier), frontier: frontierBytes(frontier), made_at: now })
      .execute();
    return waiting.length;
  });

export interface SequencerChoices {
  readonly everyMs: number;
  readonly now: () => Instant;
  /** Told of a batch that failed; the next one is tried all the same. */
  readonly onFault: (error: unknown) => void;
}

export interface Sequencer {
  /** Numbers what waits, then stops. */
  stop(): Promise<void>;
}

/** Numbers waiting leaves as long as the process lives. */
export function startSequencer(pool: Pool, { everyMs, now, onFault }: SequencerChoices): Sequencer {
  let isStopping = false;
  let wake = () => {};
  const drain = async () => {
    try {
      while ((await numberWaiting(pool, now())) === usualBatch) if (isStopping) return;
    } catch (error) {
      onFault(error);
    }
  };
  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, everyMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async () => {
    while (!isStopping) {
      await drain();
      if (!isStopping) await pause();
    }
    await drain();
  };
  const running = run();
  return {
    stop() {
      isStopping = true;
      wake();
      return running;
    },
  };
}
