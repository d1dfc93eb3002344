import { sql } from 'kysely';
import { inScope } from '../database/scope';
import { appendLog } from '../log/log';
import type { Transaction } from '../operation';
import type { Platform } from '../run-operation';
import { readStanding } from '../standing';
import { enqueue, type Job, type JobContext } from './job';
import { noteDone, noteFailed } from './runs';

export interface RunChoices {
  /** Ends the job when the product stops. */
  readonly signal: AbortSignal;
  readonly warn: (sentence: string) => void;
}

/** Whose hand it is in the log. */
const actor = { userId: null, name: '后台任务', role: 'system' };
const heard = () => undefined;

async function contextFor(platform: Platform, tx: Transaction, choices: RunChoices): Promise<JobContext> {
  const now = platform.clock.now();
  const { calendar, laterFigures } = await readStanding(tx);
  return {
    tx,
    pool: platform.pool,
    now,
    today: platform.clock.today(),
    calendar,
    laterFigures,
    services: platform.services,
    signIn: platform.signIn,
    signal: choices.signal,
    acrossRegions: (work) => work(),
    log: (entry) => appendLog(tx, { ...entry, actor, outcome: 'done', happenedAt: now }),
    enqueue: (job, input, enqueueChoices) => enqueue(tx, job, input, enqueueChoices),
    warn: choices.warn,
  };
}

/** Breaks off the statement in hand when the signal comes, so that no lock is waited for longer than allowed. */
async function untilAborted<T>(platform: Platform, tx: Transaction, signal: AbortSignal, work: () => Promise<T>) {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
  let cancelling: Promise<unknown> | undefined;
  const cancel = () => {
    cancelling = platform.pool.query('select pg_cancel_backend($1)', [rows[0]?.pid]).catch(heard);
  };
  signal.addEventListener('abort', cancel, { once: true });
  try {
    signal.throwIfAborted();
    const result = await work();
    signal.throwIfAborted();
    return result;
  } finally {
    signal.removeEventListener('abort', cancel);
    await cancelling;
  }
}

const inOneTransaction = (platform: Platform, job: Job, input: Record<string, unknown>, choices: RunChoices) =>
  inScope(platform.pool, { reach: 'system' }, (tx) =>
    untilAborted(platform, tx, choices.signal, async () => {
      const outcome = await job.run(input, await contextFor(platform, tx, choices));
      await noteDone(tx, job, platform.clock.now(), outcome);
      return outcome;
    }),
  );

/** Gives up waiting when the signal comes, whatever the work is doing. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
}

function wordsOf(error: unknown, job: Job, timeLimit: AbortSignal): string {
  if (timeLimit.aborted) return `超过时限 ${job.timeLimitSeconds} 秒，已撤回。`;
  return error instanceof Error ? error.message : String(error);
}

/**
 * Runs a job once: all of it, with its log entries and the note that it was done, or nothing. Throws when it failed
 * or ran out of time; what failed is noted by itself.
 */
export async function runJob(platform: Platform, job: Job, input: unknown, choices: RunChoices): Promise<string> {
  const timeLimit = AbortSignal.timeout(job.timeLimitSeconds * 1000);
  const signal = AbortSignal.any([choices.signal, timeLimit]);
  try {
    const why = await platform.whyNoWrites();
    if (why) throw new Error(why);
    return await orAborted(inOneTransaction(platform, job, job.input.parse(input), { ...choices, signal }), signal);
  } catch (error) {
    if (choices.signal.aborted) throw new Error('程序停止，已撤回，下次启动后接着办。', { cause: error });
    const words = wordsOf(error, job, timeLimit);
    await noteFailed(platform.pool, job, platform.clock.now(), words).catch(heard);
    throw new Error(words, { cause: error });
  }
}
