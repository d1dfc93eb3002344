import { setTimeout as wait } from 'node:timers/promises';
import type { Lock, RequestRelease } from '@tus/server';
import { sql } from 'kysely';
import type { Pool } from 'pg';
import { inScope } from '#platform/database/scope';
import { newId } from '#platform/identifiers';
import type { Transaction } from '#platform/operation';

export interface LeaseChoices {
  /** How long a server that has fallen silent keeps an upload to itself. */
  readonly leaseSeconds: number;
  /** How long somebody who wants it waits for whoever has it. */
  readonly patienceSeconds: number;
}

/** Whoever waits outlasts the lease of a server that has died. */
export const usualLease: LeaseChoices = { leaseSeconds: 10, patienceSeconds: 20 };

const asksPerSecond = 10;
/** Of a lease nobody renews, so many renewals have failed. */
const renewalsInLease = 8;

const inSystem = <Result>(pool: Pool, work: (tx: Transaction) => Promise<Result>) =>
  inScope(pool, { reach: 'system' }, work);

/** Takes the upload if nobody has it, and tells whoever has it that it is wanted. Time is the database’s, one for all. */
const take = (pool: Pool, id: string, holder: string, seconds: number): Promise<boolean> =>
  inSystem(pool, async (tx) => {
    const { rows } = await sql`insert into recording_upload_leases as l (recording_id, holder, held_until)
      values (${id}, ${holder}, clock_timestamp() + make_interval(secs => ${seconds}))
      on conflict (recording_id) do update
        set holder = excluded.holder, held_until = excluded.held_until, is_wanted = false
        where l.held_until < clock_timestamp()
      returning 1`.execute(tx);
    if (rows.length > 0) return true;
    await sql`update recording_upload_leases set is_wanted = true
      where recording_id = ${id} and not is_wanted`.execute(tx);
    return false;
  });

/** Holds on to it; `lost` when it went to somebody else meanwhile. */
const renew = (pool: Pool, id: string, holder: string, seconds: number): Promise<'held' | 'wanted' | 'lost'> =>
  inSystem(pool, async (tx) => {
    const { rows } = await sql<{ is_wanted: boolean }>`update recording_upload_leases
      set held_until = clock_timestamp() + make_interval(secs => ${seconds})
      where recording_id = ${id} and holder = ${holder} returning is_wanted`.execute(tx);
    const [row] = rows;
    if (!row) return 'lost';
    return row.is_wanted ? 'wanted' : 'held';
  });

const giveBack = (pool: Pool, id: string, holder: string): Promise<boolean> =>
  inSystem(pool, async (tx) => {
    const { rows } = await sql`delete from recording_upload_leases
      where recording_id = ${id} and holder = ${holder} returning 1`.execute(tx);
    return rows.length > 0;
  });

/** As the resumable-upload protocol tells it. */
export const uploadBusy = { status_code: 423, body: 'held elsewhere' } as const;

/**
 * The right to write the file of one upload, among all servers on one database: a lease in a row, renewed as long as its
 * holder lives, so that it survives no crash and costs no connection.
 */
export function uploadLease(pool: Pool, id: string, { leaseSeconds, patienceSeconds }: LeaseChoices): Lock {
  const holder = newId();
  let timer: NodeJS.Timeout | undefined;
  let isAsking = false;
  let failed = 0;
  const keep = async (release: RequestRelease) => {
    if (isAsking) return;
    isAsking = true;
    const told = await renew(pool, id, holder, leaseSeconds).catch(() => undefined);
    isAsking = false;
    failed = told === undefined ? failed + 1 : 0;
    if (told === 'wanted' || told === 'lost' || failed >= renewalsInLease) await release();
  };
  return {
    async lock(stopped, release) {
      for (let asked = 0; !(await take(pool, id, holder, leaseSeconds)); asked += 1) {
        if (stopped.aborted || asked >= patienceSeconds * asksPerSecond) throw uploadBusy;
        await wait(1000 / asksPerSecond);
      }
      timer = setInterval(() => void keep(release), (leaseSeconds * 1000) / renewalsInLease);
    },
    /** What was written after the lease had gone to somebody else is not acknowledged: it is asked for again. */
    async unlock() {
      clearInterval(timer);
      if (!(await giveBack(pool, id, holder))) throw uploadBusy;
    },
  };
}

/** Leases of servers that have died and whose uploads nobody went on with. */
export const dropDeadLeases = (pool: Pool): Promise<unknown> =>
  inSystem(pool, (tx) => sql`delete from recording_upload_leases where held_until < clock_timestamp()`.execute(tx));

/** Does something to the file of an upload with nobody writing it; false when whoever has it does not let go. */
export async function whileNobodyWrites(
  pool: Pool,
  id: string,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<boolean> {
  const lease = uploadLease(pool, id, usualLease);
  try {
    await lease.lock(signal, () => undefined);
    await work().finally(() => lease.unlock());
    return true;
  } catch (error) {
    if (error === uploadBusy) return false;
    throw error;
  }
}
