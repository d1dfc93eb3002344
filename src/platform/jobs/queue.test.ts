import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { inScope } from '../database/scope';
import { command, done, refused } from '../operation';
import { addUser, run } from '../testing-platform';
import { installQueue } from './install';
import { enqueue, type Job, job } from './job';
import type { RunningJobs } from './runner';
import { inSystem, messages, platformWithQueue, quickly, sender, stateOf } from './testing';

describe('background jobs', async () => {
  const platform = await platformWithQueue();
  const running: RunningJobs[] = [];
  const begin = (...jobs: Job[]) => {
    const begun = quickly(platform, jobs);
    running.push(begun);
    return begun;
  };
  const untilDone = (name: string) =>
    vi.waitFor(
      async () => {
        const { jobs } = await stateOf(platform);
        expect(jobs.find((each) => each.name === name)?.doneAt).toBeDefined();
      },
      { timeout: 20_000 },
    );
  /** Lets a failed try be repeated at once instead of in seconds. */
  const hurry = () =>
    inSystem(platform, (tx) => sql`update graphile_worker._private_jobs set run_at = now()`.execute(tx));
  afterEach(async () => {
    await Promise.all(running.splice(0).map((each) => each.stop()));
    await inSystem(platform, (tx) => sql`delete from graphile_worker._private_jobs`.execute(tx));
  });
  afterAll(() => platform.close());

  it('run what a committed transaction enqueued, once', async () => {
    const { job: greet, seen } = sender('greet');
    await inScope(platform.pool, { reach: 'county', regionCode: '410822' }, (tx) =>
      enqueue(tx, greet, { word: 'once' }),
    );
    begin(greet);
    await untilDone('greet');
    await vi.waitFor(async () => expect((await stateOf(platform)).waitingCount).toBe(0));
    expect(await messages(platform)).toContain('once');
    expect(seen.begun).toBe(1);
  });

  it('run nothing of a transaction that was undone', async () => {
    const { job: undone, seen } = sender('undone');
    const work = inSystem(platform, async (tx) => {
      await enqueue(tx, undone, { word: 'never' });
      throw new Error('undone');
    });
    await expect(work).rejects.toThrow('undone');
    begin(undone);
    await wait(300);
    expect(seen.begun).toBe(0);
    expect((await stateOf(platform)).waitingCount).toBe(0);
  });

  it('are enqueued by a command that is done, and by none that is refused', async () => {
    const { job: told } = sender('told');
    const declared = command({
      name: 'test.tell',
      path: '/test/tell',
      title: '测试',
      by: ['countyOfficer'],
      input: z.object({ word: z.string(), isRefused: z.boolean() }),
      async handle(input, context) {
        await context.enqueue(told, { word: input.word });
        return input.isRefused ? refused('不办') : done(null);
      },
    });
    const officer = await addUser(platform, { role: 'countyOfficer', regionCode: '410822' });
    const commandId = randomUUID();
    await run(platform, declared, officer, { word: 'kept', isRefused: false }, { commandId });
    await run(platform, declared, officer, { word: 'dropped', isRefused: true });
    begin(told);
    await untilDone('told');
    expect(await messages(platform)).toContain('kept');
    expect(await messages(platform)).not.toContain('dropped');
  });

  it('are tried again after a failure, with nothing left of the failed try', async () => {
    let tries = 0;
    const flaky = job({
      name: 'flaky',
      title: '先败后成',
      input: z.object({}),
      async run(_input, { tx, now }) {
        tries += 1;
        await sql`insert into messages (id, region_code, audience, subject_type, subject_id, text, sent_at)
          values (${randomUUID()}, '410822', 'county', 'test', 'x', ${`try ${tries}`}, ${now})`.execute(tx);
        if (tries === 1) throw new Error('证号 410822199001011234 不成');
        return '第二次办成';
      },
    });
    await inSystem(platform, (tx) => enqueue(tx, flaky, {}));
    begin(flaky);
    await vi.waitFor(() => expect(tries).toBe(1), { timeout: 10_000 });
    await vi.waitFor(async () => {
      const failed = (await stateOf(platform)).jobs.find((each) => each.name === 'flaky');
      expect(failed?.fault).toBe('证号 〔已隐去〕 不成');
    });
    await wait(200);
    await hurry();
    await untilDone('flaky');
    expect((await messages(platform)).filter((text) => text.startsWith('try'))).toEqual(['try 2']);
  });

  it('are given up after their last try, and counted', async () => {
    const warned: string[] = [];
    const hopeless = job({
      name: 'hopeless',
      title: '办不成的事',
      input: z.object({}),
      attempts: 1,
      run: () => Promise.reject(new Error('办不成')),
    });
    await inSystem(platform, (tx) => enqueue(tx, hopeless, {}));
    running.push(quickly(platform, [hopeless], { warn: (sentence) => warned.push(sentence) }));
    await vi.waitFor(async () => expect((await stateOf(platform)).failedCount).toBe(1), { timeout: 10_000 });
    expect(warned).toEqual(['后台任务“办不成的事”试了 1 次没有办成，已放下：办不成']);
  });

  it('are broken off at their time limit even while they wait for a lock', async () => {
    const blocker = new Client(platform.database.superuser);
    await blocker.connect();
    await blocker.query('begin; lock table regions in access exclusive mode');
    const stuck = job({
      name: 'stuck',
      title: '等锁',
      input: z.object({}),
      timeLimitSeconds: 1,
      async run(_input, { tx }) {
        await sql`select code from regions limit 1`.execute(tx);
        return '没有等';
      },
    });
    await inSystem(platform, (tx) => enqueue(tx, stuck, {}));
    begin(stuck);
    try {
      await vi.waitFor(
        async () => {
          const { jobs } = await stateOf(platform);
          expect(jobs.find((each) => each.name === 'stuck')?.fault).toBe('超过时限 1 秒，已撤回。');
          const { rows } = await blocker.query(`select count(*)::int as waiting from pg_locks where not granted`);
          expect(rows).toEqual([{ waiting: 0 }]);
        },
        { timeout: 10_000 },
      );
    } finally {
      await blocker.end();
    }
  });

  it('that wait under one key are one', async () => {
    const { job: keyed, seen } = sender('keyed');
    await inSystem(platform, async (tx) => {
      await enqueue(tx, keyed, { word: 'first' }, { key: 'k' });
      await enqueue(tx, keyed, { word: 'second' }, { key: 'k' });
    });
    begin(keyed);
    await untilDone('keyed');
    expect(seen.begun).toBe(1);
    expect(await messages(platform)).not.toContain('first');
  });

  it('are shared by processes without any being done twice', async () => {
    const { job: shared, seen } = sender('shared');
    await inSystem(platform, async (tx) => {
      for (let n = 0; n < 40; n += 1) await enqueue(tx, shared, { word: `shared ${n}` });
    });
    begin(shared);
    begin(shared);
    begin(shared);
    await vi.waitFor(async () => expect((await stateOf(platform)).waitingCount).toBe(0), { timeout: 20_000 });
    await vi.waitFor(async () => expect((await stateOf(platform)).runningCount).toBe(0));
    expect(seen.begun).toBe(40);
    expect((await messages(platform)).filter((text) => text.startsWith('shared'))).toHaveLength(40);
  });

  it('keep what they were given out of sight of requests', async () => {
    const { job: hidden } = sender('hidden');
    await inSystem(platform, (tx) => enqueue(tx, hidden, { word: 'hidden' }));
    const seen = await inScope(platform.pool, { reach: 'county', regionCode: '410822' }, (tx) =>
      sql`select id from graphile_worker._private_jobs`.execute(tx),
    );
    expect(seen.rows).toEqual([]);
  });

  it('cannot be enqueued without a scope', async () => {
    await expect(platform.pool.query(`select enqueue_job('x', '{}', null, null, 1, 0)`)).rejects.toThrow('没有范围');
  });

  it('are set up by several processes at once, and again, without harm', async () => {
    const { owner } = platform.database;
    expect(await Promise.all([installQueue(owner), installQueue(owner), installQueue(owner)])).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
