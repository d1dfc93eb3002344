import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { jobs, schedule } from './jobs';
import { inScope } from './platform/database/scope';
import { freshDatabase } from './platform/database/testing';
import { newFolder, testSource } from './platform/database/testing-folder';
import { installQueue } from './platform/jobs/install';
import { jobState } from './platform/jobs/runs';
import { openProduct, type Product } from './product';

const open = (folder: string, environment: Record<string, string>, said: string[]) =>
  openProduct({
    dataFolder: folder,
    migrationsFolder: resolve('migrations'),
    environment,
    startsAsDemo: false,
    say: (line) => said.push(line),
  });

const work = (product: Product, warned: string[]) =>
  product.work({ jobs, schedule, warn: (sentence) => warned.push(sentence), retryMilliseconds: 100 });

const stateOf = (product: Product) => inScope(product.pool, { reach: 'system' }, jobState);

describe('the product', () => {
  it('works behind the desk from its start to its end, and ends', async () => {
    const folder = newFolder();
    const warned: string[] = [];
    const product = await open(folder, { MINGXUN_POSTGRES: testSource }, []);
    work(product, warned);
    await vi.waitFor(
      async () => {
        const state = await stateOf(product);
        expect(state).toMatchObject({ isInstalled: true, failedCount: 0 });
        expect(state.jobs.map((job) => job.name)).toEqual(jobs.map((job) => job.name).toSorted());
      },
      { timeout: 10_000 },
    );
    await product.close();
    expect(warned).toEqual([]);
  });

  it('goes on without the queue where it is not given the owner, says so once, and begins when it is there', async () => {
    const database = await freshDatabase();
    const folder = join(newFolder(), 'data');
    mkdirSync(folder);
    const { host, port, user, database: name } = database.app;
    const address = `postgres://${user}@/${name}?host=${encodeURIComponent(host)}&port=${port}`;
    const said: string[] = [];
    const warned: string[] = [];
    const product = await open(folder, { DATABASE_URL: address.replace('@/', '@localhost/') }, said);
    work(product, warned);
    await vi.waitFor(() => expect(warned).toHaveLength(1));
    expect(warned[0]).toMatch(/^后台任务没有运行：数据库里还没有任务队列。.*mingxun migrate/);
    await new Promise((resolved) => setTimeout(resolved, 400));
    expect(warned).toHaveLength(1);
    await installQueue(database.owner);
    await vi.waitFor(async () => expect((await stateOf(product)).jobs).toHaveLength(jobs.length), { timeout: 10_000 });
    await product.close();
    await database.drop();
  });
});
