import { sql } from 'kysely';
import { z } from 'zod';
import { inScope } from '../database/scope';
import { freshDatabase } from '../database/testing';
import { newId } from '../identifiers';
import type { Transaction } from '../operation';
import { type TestPlatform, testPlatform, type TestPlatformChoices } from '../testing-platform';
import { installQueue } from './install';
import { type Job, job } from './job';
import { runJob } from './run-job';
import { type JobsChoices, type RunningJobs, startJobs } from './runner';
import { jobState, type JobState } from './runs';

/** A platform with a queue of its own. */
export async function platformWithQueue(choices: TestPlatformChoices = {}): Promise<TestPlatform> {
  const database = await freshDatabase();
  const fault = await installQueue(database.owner);
  if (fault) throw new Error(fault);
  return testPlatform(database, choices);
}

export const inSystem = <T>(platform: TestPlatform, work: (tx: Transaction) => Promise<T>): Promise<T> =>
  inScope(platform.pool, { reach: 'system' }, work);

export const stateOf = (platform: TestPlatform): Promise<JobState> => inSystem(platform, jobState);

/** Works the queue quickly: asks often, takes over from the silent after a second. */
export const quickly = (platform: TestPlatform, jobs: readonly Job[], more: Partial<JobsChoices> = {}): RunningJobs =>
  startJobs({
    platform,
    database: platform.database.app,
    jobs,
    schedule: [],
    warn: () => undefined,
    leaseSeconds: 1,
    pollMilliseconds: 50,
    retryMilliseconds: 100,
    ...more,
  });

/** Runs a job once, without the queue; gives what it says of itself. */
export const runNow = <Input extends z.ZodObject>(
  platform: TestPlatform,
  declared: Job<string, Input>,
  input: z.input<Input>,
  warn: (sentence: string) => void = () => undefined,
): Promise<string> => runJob(platform, declared, input, { signal: new AbortController().signal, warn });

export const word = z.object({ word: z.string() });

/** Sends one message per word and counts how often it was begun. */
export function sender(name: string, before: () => Promise<void> | void = () => undefined) {
  const seen = { begun: 0 };
  const declared = job({
    name,
    title: '发一条消息',
    input: word,
    async run(input, { tx, now }) {
      seen.begun += 1;
      await before();
      await sql`insert into messages (id, region_code, audience, subject_type, subject_id, text, sent_at, key)
        values (${newId()}, '410822', 'county', 'test', ${input.word}, ${input.word}, ${now}, ${input.word})
        on conflict (region_code, key) do nothing`.execute(tx);
      return `已发 ${input.word}`;
    },
  });
  return { job: declared, seen };
}

export const messages = (platform: TestPlatform): Promise<string[]> =>
  inSystem(platform, async (tx) => {
    const rows = await tx.selectFrom('messages').select('text').orderBy('sent_at').execute();
    return rows.map(({ text }) => text);
  });
