import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { startEmbedded } from '../database/embedded';
import { migrate } from '../database/migrate';
import { openPool } from '../database/pool';
import { inScope } from '../database/scope';
import { newFolder, testSource } from '../database/testing-folder';
import { nextLine, runProcess } from '../database/testing-process';
import { installQueue } from './install';
import { enqueue } from './job';
import { startJobs } from './runner';
import { jobState } from './runs';
import { inSystem, messages, platformWithQueue, quickly, sender, stateOf } from './testing';

/** A process that begins the job, writes, and never ends it. */
const hangingProcess = (database: object) => `
  const { startJobs } = await import('../jobs/runner');
  const { job } = await import('../jobs/job');
  const { z } = await import('zod');
  const { openPool } = await import('./pool');
  const { systemClock } = await import('../clock');
  const database = ${JSON.stringify(database)};
  const platform = { pool: openPool(database), clock: systemClock, services: {}, signIn: {}, whyNoWrites: async () => undefined };
  const told = job({ name: 'told', title: '', input: z.object({ word: z.string() }), async run({ word }, { tx }) {
    await tx.insertInto('messages').values({ id: crypto.randomUUID(), region_code: '410822', audience: 'county',
      subject_type: 'test', subject_id: word, text: word, sent_at: new Date().toISOString(), key: word }).execute();
    console.log('begun');
    await new Promise(() => undefined);
  } });
  startJobs({ platform, database, jobs: [told], schedule: [], warn: console.log, leaseSeconds: 1, pollMilliseconds: 50 });`;

describe('background jobs after a crash', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mingxun-jobs-'));
  const platform = await platformWithQueue();
  afterAll(async () => {
    await platform.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('of the process that worked on one are finished by another, with one effect', async () => {
    const { job: told, seen } = sender('told');
    await inSystem(platform, (tx) => enqueue(tx, told, { word: 'survives' }));
    const killed = runProcess(folder, hangingProcess(platform.database.app));
    expect(await nextLine(killed)).toBe('begun');
    const other = quickly(platform, [told]);
    await wait(1_500);
    expect(seen.begun).toBe(0);
    killed.child.kill('SIGKILL');
    await vi.waitFor(async () => expect((await stateOf(platform)).runningCount).toBe(0), { timeout: 10_000 });
    await vi.waitFor(async () => expect((await stateOf(platform)).waitingCount).toBe(0));
    await other.stop();
    expect(seen.begun).toBe(1);
    expect(await messages(platform)).toEqual(['survives']);
  });
});

describe('background jobs and a database that goes away', () => {
  it('wait for it, say so once, and go on; a stop does not wait for it', async () => {
    const place = newFolder();
    let server = await startEmbedded(place, { source: testSource });
    await migrate(server.owner, resolve('migrations'));
    await installQueue(server.owner);
    const pool = openPool(server.app);
    const warned: string[] = [];
    const { job: told } = sender('told');
    const base = await platformWithQueue();
    const jobs = startJobs({
      platform: { ...base, pool },
      database: server.app,
      jobs: [told],
      schedule: [],
      warn: (sentence) => warned.push(sentence),
      pollMilliseconds: 50,
      retryMilliseconds: 100,
    });
    const send = (word: string) => inScope(pool, { reach: 'system' }, (tx) => enqueue(tx, told, { word }));
    const untilIdle = () =>
      vi.waitFor(
        async () => {
          const state = await inScope(pool, { reach: 'system' }, jobState);
          expect(state.waitingCount + state.runningCount).toBe(0);
          expect(state.jobs[0]?.doneAt).toBeDefined();
        },
        { timeout: 20_000 },
      );
    await send('before');
    await untilIdle();
    await server.stop();
    await wait(1_000);
    server = await startEmbedded(place);
    await send('after');
    await untilIdle();
    const { rows } = await inScope(pool, { reach: 'system' }, (_tx, client) =>
      client.query('select text from messages order by sent_at'),
    );
    expect(rows).toEqual([{ text: 'before' }, { text: 'after' }]);
    await server.stop();
    await jobs.stop();
    expect(new Set(warned).size).toBe(warned.length);
    await pool.end();
    await base.close();
  });
});
