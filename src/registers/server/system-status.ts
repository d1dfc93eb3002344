import { sql } from 'kysely';
import { z } from 'zod';
import type { Instant } from '#platform/clock';
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

/** 系统状态：版本、数据库、磁盘、留痕编号 */
export const showSystemStatus = query({
  name: 'system.status',
  path: '/system',
  title: '系统状态',
  by: ['systemAdministrator', 'auditAdministrator'],
  input: z.object({}),
  async handle(_input, context) {
    const { services } = context;
    const { database, log } = await context.acrossRegions(async () => ({
      database: await databaseFacts(context),
      log: await logFacts(context),
    }));
    return done({
      version,
      runtime: process.version,
      isDemo: services.isDemo,
      readAt: context.now,
      database,
      log,
      disk: await services.diskSpace?.(),
    });
  },
});
