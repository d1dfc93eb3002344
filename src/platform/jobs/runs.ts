import { sql } from 'kysely';
import type { Pool } from 'pg';
import type { Instant } from '../clock';
import { inScope } from '../database/scope';
import { withoutPersonalNumbers } from '../log/personal-data';
import type { Transaction } from '../operation';
import type { Job } from './job';

/** Makes every job of the product known before its first run. */
export const registerJobs = (pool: Pool, jobs: readonly Job[]): Promise<unknown> =>
  inScope(pool, { reach: 'system' }, (tx) =>
    sql`insert into job_runs (name, title)
      select * from unnest(${jobs.map(({ name }) => name)}::text[], ${jobs.map(({ title }) => title)}::text[])
      on conflict (name) do update set title = excluded.title where job_runs.title <> excluded.title`.execute(tx),
  );

/** Notes a run in its own transaction, so that the note and the effect stand or fall together. */
export const noteDone = (tx: Transaction, { name, title }: Job, now: Instant, outcome: string): Promise<unknown> =>
  sql`insert into job_runs (name, title, done_at, outcome)
    values (${name}, ${title}, ${now}, ${withoutPersonalNumbers(outcome)})
    on conflict (name) do update set done_at = excluded.done_at, outcome = excluded.outcome`.execute(tx);

export const noteFailed = (pool: Pool, { name, title }: Job, now: Instant, fault: string): Promise<unknown> =>
  inScope(pool, { reach: 'system' }, (tx) =>
    sql`insert into job_runs (name, title, failed_at, fault)
      values (${name}, ${title}, ${now}, ${withoutPersonalNumbers(fault).slice(0, 500)})
      on conflict (name) do update set failed_at = excluded.failed_at, fault = excluded.fault`.execute(tx),
  );

export interface JobRun {
  readonly name: string;
  readonly title: string;
  /** The last run that was done, and what it did. */
  readonly doneAt: Instant | undefined;
  readonly outcome: string | undefined;
  /** The last run that failed, and why; older than `doneAt` when it has been made good since. */
  readonly failedAt: Instant | undefined;
  readonly fault: string | undefined;
}

/** How the background work stands; counts and sentences only, never what a job was given. */
export interface JobState {
  /** False where no queue has been set up: then nothing runs. */
  readonly isInstalled: boolean;
  readonly waitingCount: number;
  readonly runningCount: number;
  /** Given up after all tries. */
  readonly failedCount: number;
  readonly jobs: readonly JobRun[];
}

/** Whether the queue is there and open to this role. */
export async function isQueueInstalled(tx: Transaction): Promise<boolean> {
  const { rows } = await sql<{ present: boolean }>`select exists (
    select from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'graphile_worker' and c.relname = '_private_jobs'
      and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'update')) as present`.execute(tx);
  return rows[0]?.present ?? false;
}

type Counts = Pick<JobState, 'waitingCount' | 'runningCount' | 'failedCount'>;

async function queueCounts(tx: Transaction): Promise<Counts> {
  const { rows } = await sql<Counts>`select
      (count(*) filter (where locked_at is null and attempts < max_attempts))::int as "waitingCount",
      (count(*) filter (where locked_at is not null))::int as "runningCount",
      (count(*) filter (where locked_at is null and attempts >= max_attempts))::int as "failedCount"
    from graphile_worker._private_jobs`.execute(tx);
  return rows[0] ?? { waitingCount: 0, runningCount: 0, failedCount: 0 };
}

/** Asked in system scope: `context.acrossRegions(() => jobState(context.tx))`. */
export async function jobState(tx: Transaction): Promise<JobState> {
  const isInstalled = await isQueueInstalled(tx);
  const counts = isInstalled ? await queueCounts(tx) : { waitingCount: 0, runningCount: 0, failedCount: 0 };
  const runs = await tx.selectFrom('job_runs').selectAll().orderBy('name').execute();
  return {
    isInstalled,
    ...counts,
    jobs: runs.map((row) => ({
      name: row.name,
      title: row.title,
      doneAt: row.done_at ?? undefined,
      outcome: row.outcome ?? undefined,
      failedAt: row.failed_at ?? undefined,
      fault: row.fault ?? undefined,
    })),
  };
}
