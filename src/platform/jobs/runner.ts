import { EventEmitter } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { type Runner, run, type TaskList } from 'graphile-worker';
import type { ClientConfig, Pool } from 'pg';
import { codeOf } from '../database/refusal';
import { inScope } from '../database/scope';
import type { Platform } from '../run-operation';
import { cronItems } from './cron-items';
import { queuePool, queueSchema, silent } from './install';
import type { Job } from './job';
import { keepLease } from './lease';
import { runJob } from './run-job';
import { isQueueInstalled, registerJobs } from './runs';
import type { Scheduled } from './schedule';

export interface JobsChoices {
  readonly platform: Platform;
  /** The role that serves requests: jobs do no more than it may. */
  readonly database: ClientConfig;
  readonly jobs: readonly Job[];
  readonly schedule: readonly Scheduled[];
  /** Told in a sentence what an operator should know; never twice the same in a row. */
  readonly warn: (sentence: string) => void;
  /** How long a silent process keeps its jobs. */
  readonly leaseSeconds?: number;
  readonly pollMilliseconds?: number;
  /** Between attempts to begin while the database is away or has no queue. */
  readonly retryMilliseconds?: number;
}

export interface RunningJobs {
  /** Lets the job in hand end, or breaks it off after a few seconds; it is taken up again at the next start. */
  stop(): Promise<void>;
}

const graceMilliseconds = 3_000;
/** However stuck the database is, a stop takes no longer. */
const stopMilliseconds = 8_000;

const words = {
  missing:
    '后台任务没有运行：数据库里还没有任务队列。请用属主连接（DATABASE_OWNER_URL）运行一次 mingxun migrate；其余功能照常。',
  outdated: '后台任务没有运行：任务队列的结构旧于本程序。请用属主连接运行一次 mingxun migrate；其余功能照常。',
  away: (error: unknown) =>
    `后台任务暂停，稍后自动重试：${error instanceof Error ? error.message || codeOf(error) : String(error)}`,
};

const heard = () => undefined;

/** Says a sentence only when it differs from the one before. */
function sayingOnce(say: (sentence: string) => void) {
  let last: string | undefined;
  return {
    say(sentence: string) {
      if (sentence !== last) say(sentence);
      last = sentence;
    },
    forget() {
      last = undefined;
    },
  };
}

function tasksOf({ platform, jobs, warn }: JobsChoices, signal: AbortSignal): TaskList {
  const tasks = jobs.map((job) => [
    job.name,
    async (
      payload: unknown,
      helpers: { readonly job: { readonly attempts: number; readonly max_attempts: number } },
    ) => {
      try {
        await runJob(platform, job, payload, { signal, warn });
      } catch (error) {
        const { attempts, max_attempts: limit } = helpers.job;
        if (attempts >= limit && error instanceof Error) {
          warn(`后台任务“${job.title}”试了 ${attempts} 次没有办成，已放下：${error.message}`);
        }
        throw error;
      }
    },
  ]);
  return Object.fromEntries(tasks);
}

/** Begins work on the queue; the lease is kept as long as the work goes on. */
async function begin(choices: JobsChoices, pool: Pool, signal: AbortSignal): Promise<Runner> {
  const { jobs, schedule, platform, leaseSeconds = 60, pollMilliseconds = 2_000 } = choices;
  await registerJobs(platform.pool, jobs);
  let holder = '';
  const events = new EventEmitter();
  events.on('pool:create', ({ workerPool }: { readonly workerPool: { readonly id: string } }) => {
    holder = workerPool.id;
  });
  const runner = await run({
    pgPool: pool,
    schema: queueSchema,
    taskList: tasksOf(choices, signal),
    parsedCronItems: cronItems(schedule),
    concurrency: 1,
    pollInterval: pollMilliseconds,
    noHandleSignals: true,
    // Without a batch, a job that cannot be marked as done while the database is away is a rejection nobody hears.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    logger: silent,
    events,
  });
  const endLease = keepLease(pool, () => holder, leaseSeconds);
  runner.promise.catch(heard).finally(endLease);
  return runner;
}

/**
 * Works the queue as long as the process lives; any number of processes may. A database that is away or has no queue
 * is asked again and again, and never ends the process.
 */
export function startJobs(choices: JobsChoices): RunningJobs {
  const { platform, database, retryMilliseconds = 10_000 } = choices;
  const stopping = new AbortController();
  const breaking = new AbortController();
  const teller = sayingOnce(choices.warn);
  const stopped = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()));

  const workOnce = async () => {
    const isInstalled = await inScope(platform.pool, { reach: 'system' }, isQueueInstalled);
    if (!isInstalled) return teller.say(words.missing);
    const pool = queuePool(database, 3);
    try {
      const runner = await begin(choices, pool, breaking.signal);
      teller.forget();
      await Promise.race([runner.promise, stopped]);
      if (stopping.signal.aborted) await runner.stop();
    } finally {
      void pool.end().catch(heard);
    }
  };
  const work = async () => {
    while (!stopping.signal.aborted) {
      try {
        await workOnce();
      } catch (error) {
        teller.say(codeOf(error) === '42501' ? words.outdated : words.away(error));
      }
      await wait(retryMilliseconds, undefined, { signal: stopping.signal }).catch(heard);
    }
  };
  const working = work();
  return {
    async stop() {
      stopping.abort();
      const grace = setTimeout(() => breaking.abort(), graceMilliseconds);
      const limit = new AbortController();
      await Promise.race([working, wait(stopMilliseconds, undefined, { signal: limit.signal }).catch(heard)]);
      limit.abort();
      clearTimeout(grace);
    },
  };
}
