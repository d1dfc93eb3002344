import { sql } from 'kysely';
import type { Pool } from 'pg';
import type { Instant } from '../clock';
import { inScope } from '../database/scope';
import { type EventRow, leafTextOfRow } from './leaf';
import type { StoredHead } from './tree-check';

export interface NumberedRow {
  readonly position: number;
  readonly eventId: string;
  readonly numbered: Buffer;
  /** What would be hashed for the entry as it is now; absent when the entry is gone. */
  readonly text: string | undefined;
}

export interface HeadRow extends StoredHead {
  readonly madeAt: string;
}

export interface LogBatch {
  readonly rows: readonly NumberedRow[];
  /** Heads up to the last row, in order. */
  readonly heads: readonly HeadRow[];
}

interface PositionRow extends EventRow {
  readonly position: number;
  readonly event_id: string;
  readonly leaf_hash: Buffer;
  readonly is_missing: boolean;
}

const batchSize = 5000;

const readBatch = (pool: Pool, from: number, until: number): Promise<LogBatch> =>
  inScope(pool, { reach: 'system' }, async (tx) => {
    const { rows } = await sql<PositionRow>`
      select p.position, p.event_id, p.leaf_hash, e.id is null as is_missing, e.id, e.happened_at, e.actor_id,
        e.actor_name, e.role, e.action, e.outcome, e.subject_type, e.subject_id, e.region_code, e.institution_id,
        e.command_id, e.detail::text as detail_text
      from log_positions p left join log_events e on e.id = p.event_id
      where p.position >= ${from} and p.position < ${until} order by p.position limit ${batchSize}`.execute(tx);
    const last = rows.at(-1);
    const heads = await tx
      .selectFrom('log_heads')
      .select(['size', 'root', 'frontier', 'made_at as madeAt'])
      .where('size', '>', from)
      .where('size', '<=', last ? last.position + 1 : until)
      .orderBy('size')
      .execute();
    const numbered = rows.map((row) => ({
      position: row.position,
      eventId: row.event_id,
      numbered: row.leaf_hash,
      text: row.is_missing ? undefined : leafTextOfRow(row),
    }));
    return { rows: numbered, heads };
  });

/** The log up to `until`, batch by batch, each in a short transaction of its own. */
export async function* readLog(pool: Pool, until: number, first = 0): AsyncGenerator<LogBatch> {
  for (let from = first; from < until; ) {
    const batch = await readBatch(pool, from, until);
    yield batch;
    const last = batch.rows.at(-1);
    if (!last) return;
    from = last.position + 1;
  }
}

/** The last head made before a moment. */
export const headBefore = (pool: Pool, moment: Instant): Promise<StoredHead | undefined> =>
  inScope(pool, { reach: 'system' }, (tx) =>
    tx
      .selectFrom('log_heads')
      .select(['size', 'root', 'frontier'])
      .where('made_at', '<', moment)
      .orderBy('size', 'desc')
      .limit(1)
      .executeTakeFirst(),
  );

/** How far the log goes, seen in one moment: what is numbered, what is headed, what waits. */
export interface LogState {
  readonly size: number;
  readonly headSize: number;
  readonly root: Buffer | null;
  readonly waitingCount: number;
  readonly oldestWaitingAt: string | null;
}

export const readLogState = (pool: Pool): Promise<LogState> =>
  inScope(pool, { reach: 'system' }, async (tx) => {
    const { rows } = await sql<LogState>`
      select coalesce((select max(position) + 1 from log_positions), 0) as size,
        coalesce((select max(size) from log_heads), 0) as "headSize",
        (select root from log_heads order by size desc limit 1) as root,
        (select count(*) from log_waiting) as "waitingCount",
        (select min(e.happened_at) from log_waiting w join log_events e on e.id = w.event_id) as "oldestWaitingAt"
      `.execute(tx);
    return rows[0] ?? { size: 0, headSize: 0, root: null, waitingCount: 0, oldestWaitingAt: null };
  });
