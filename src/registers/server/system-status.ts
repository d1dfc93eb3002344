import { sql } from 'kysely';
import { z } from 'zod';
import type { Instant } from '#platform/clock';
import { jobState } from '#platform/jobs/runs';
import { type Context, done, query } from '#platform/operation';
import { version } from '../../../package.json';

interface DatabaseFacts {
  readonly serverVersion: string;
  readonly bytes: number;
  readonly fileCount: number;
  readonly fileBytes: number;
  readonly sessionCount: number;
  readonly accountCount: number;
}

/** Sizes and counts only: nothing of what the records say. */
async function databaseFacts({ tx, now }: Context): Promise<DatabaseFacts> {
  const found = await sql<DatabaseFacts>`
    select current_setting('server_version') as "serverVersion",
      pg_database_size(current_database()) as bytes,
      (select count(*)::int from files) as "fileCount",
      (select coalesce(sum(size), 0)::bigint from files) as "fileBytes",
      (select count(*)::int from sessions where ended_at is null and ends_at > ${now}::timestamptz) as "sessionCount",
      (select count(*)::int from users where disabled_at is null) as "accountCount"`.execute(tx);
  const [facts] = found.rows;
  if (!facts) throw new Error('the database told nothing of itself');
  return facts;
}

interface LogFacts {
  readonly size: number;
  readonly root: string | undefined;
  readonly madeAt: Instant | undefined;
  readonly waitingCount: number;
  readonly oldestWaitingAt: Instant | undefined;
}

async function logFacts({ tx }: Context): Promise<LogFacts> {
  const head = await tx.selectFrom('log_heads').selectAll().orderBy('size', 'desc').limit(1).executeTakeFirst();
  const waiting = await sql<{ count: number; oldest: Instant | null }>`
    select count(*)::int as count, min(e.happened_at) as oldest
    from log_waiting w join log_events e on e.id = w.event_id`.execute(tx);
  return {
    size: head?.size ?? 0,
    root: head?.root.toString('hex'),
    madeAt: head?.made_at,
    waitingCount: waiting.rows[0]?.count ?? 0,
    oldestWaitingAt: waiting.rows[0]?.oldest ?? undefined,
  };
}

/** When data was last taken out by the backup command, as the log tells it. */
async function lastBackup({
  tx,
}: Context): Promise<{ readonly madeAt: Instant; readonly isSealed: boolean } | undefined> {
  const found = await sql<{ happened_at: Instant; sealed: boolean | null }>`
    select happened_at, (detail->>'isSealed')::boolean as sealed from log_events
    where action = 'backup.made' order by happened_at desc limit 1`.execute(tx);
  const [row] = found.rows;
  return row && { madeAt: row.happened_at, isSealed: row.sealed ?? false };
}

/** 系统状态：版本、数据库、磁盘、留痕编号、备份、后台任务 */
export const showSystemStatus = query({
  name: 'system.status',
  path: '/system',
  title: '系统状态',
  by: ['systemAdministrator', 'auditAdministrator'],
  input: z.object({}),
  async handle(_input, context) {
    const { services } = context;
    const facts = await context.acrossRegions(async () => ({
      database: await databaseFacts(context),
      log: await logFacts(context),
      backup: await lastBackup(context),
      background: await jobState(context.tx),
    }));
    return done({
      version,
      runtime: process.version,
      isDemo: services.isDemo,
      readAt: context.now,
      ...facts,
      disk: await services.diskSpace?.(),
    });
  },
});
