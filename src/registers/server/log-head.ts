import { sql } from 'kysely';
import { z } from 'zod';
import type { Instant } from '#platform/clock';
import { done, query } from '#platform/operation';
import { logReaders } from './log-list';

/** 最新树头：多少条、根是什么、何时编成 */
export const showLogHead = query({
  name: 'log.head',
  path: '/log/head',
  title: '留痕树头',
  by: [...logReaders, 'systemAdministrator'],
  input: z.object({}),
  async handle(_input, context) {
    const { found, jobs } = await context.acrossRegions(async () => ({
      found: await sql<{ size: number; root: Buffer; made_at: Instant; waiting: number }>`
        select size, root, made_at, (select count(*)::int from log_waiting) as waiting
        from log_heads order by size desc limit 1`.execute(context.tx),
      jobs: await context.tx.selectFrom('job_runs').select(['name', 'title']).execute(),
    }));
    const [head] = found.rows;
    return done({
      head: head && { size: head.size, root: head.root.toString('hex'), madeAt: head.made_at },
      waitingCount: head?.waiting ?? 0,
      /** How the entries of background jobs are called. */
      jobTitles: jobs.map((job) => ({ action: `job.${job.name}`, title: job.title })),
    });
  },
});
