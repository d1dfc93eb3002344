import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../database/testing';
import { nextLine, runProcess } from '../database/testing-process';
import { folderStore } from '../files/store';
import { whyRestoreIsUnfinished } from './restore-state';
import { ask, backupOf, emptyTarget, everything, productMigrations, restoreTo, testFolder } from './testing';

const folder = testFolder();
const dropped: TestDatabase[] = [];
const archives = { first: '', second: '' };
let source: TestDatabase;

beforeAll(async () => {
  source = await freshDatabase();
  dropped.push(source);
  archives.second = (await backupOf(source.owner, folder.next())).path;
  await ask(
    source.owner,
    `insert into people (id, person_index, id_sealed, tail_index, name, pinyin, initials, name_pairs, sex, birth,
      first_seen_at) select gen_random_uuid(), decode(md5(n::text), 'hex'), decode(md5('s' || n), 'hex'),
      decode(md5('t' || n), 'hex'), '学员' || n, 'xueyuan', 'xy', array['学员'], '女', '1990-01-01', now()
      from generate_series(1, 60000) n`,
  );
  const filesFolder = folder.next();
  const store = folderStore(filesFolder);
  for (let n = 0; n < 60; n += 1) await store.put(randomBytes(50_000));
  archives.first = (await backupOf(source.owner, folder.next(), undefined, filesFolder)).path;
});
afterAll(async () => {
  for (const database of dropped) await database.drop();
  folder.clear();
});

type Target = Awaited<ReturnType<typeof emptyTarget>>;

async function target(): Promise<Target> {
  const made = await emptyTarget(folder.next());
  dropped.push(made.database);
  return made;
}

/** A restore in a process of its own, which prints each step. */
const restoring = ({ owner, dataFolder, filesFolder }: Target) =>
  runProcess(
    folder.next(),
    `
    const { inspectBackup } = await import('../backup/inspect');
    const { restoreBackup } = await import('../backup/restore');
    const path = ${JSON.stringify(archives.first)};
    const inspected = await inspectBackup(path);
    await restoreBackup(path, inspected, ${JSON.stringify({ owner, dataFolder, filesFolder })}, {
      migrationsFolder: ${JSON.stringify(productMigrations)}, now: () => new Date().toISOString(),
      onStep: (sentence) => process.stdout.write(sentence + '\\n'),
    });
    process.stdout.write('done\\n');`,
  );

async function killedAfter(made: Target, step: RegExp, milliseconds: number): Promise<void> {
  const running = restoring(made);
  while (!step.test(await nextLine(running)));
  const over = once(running.child, 'exit');
  await wait(milliseconds);
  running.child.kill('SIGKILL');
  await over;
}

/** Waits until the server has noticed that the killed one is gone. */
async function quiet({ owner }: Target): Promise<void> {
  const others = `select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
    and backend_type = 'client backend'`;
  while ((await ask(owner, others))[0]?.[0] !== '0') await wait(20);
}

describe('a restore that is killed', () => {
  it('while it loads rows leaves none of them, says so, and the same call finishes it', async () => {
    const made = await target();
    await killedAfter(made, /装入数据表/, 120);
    await quiet(made);
    expect(whyRestoreIsUnfinished(made.dataFolder)).toMatch(/上次恢复没有做完.*请重新运行同一条 restore 命令/);
    expect(await ask(made.owner, 'select is_loaded from unfinished_restore')).toEqual([[false]]);
    expect(await ask(made.owner, 'select count(*) from people')).toEqual([['0']]);
    await expect(restoreTo(made.owner, made.dataFolder, archives.second)).rejects.toThrow('另一份备份没有恢复完');
    expect(await restoreTo(made.owner, made.dataFolder, archives.first)).toMatchObject({ isContinued: true });
    expect(whyRestoreIsUnfinished(made.dataFolder)).toBeUndefined();
    expect((await everything(made.owner))['people']).toEqual((await everything(source.superuser))['people']);
  });

  it('again and again, at any moment, still comes to the same end', async () => {
    const made = await target();
    for (const milliseconds of [0, 30, 300, 900, 1500]) {
      await killedAfter(made, /装入|接着/, milliseconds);
      await quiet(made);
      const isDone = whyRestoreIsUnfinished(made.dataFolder) === undefined;
      expect([['0'], ['60000']]).toContainEqual((await ask(made.owner, 'select count(*) from people'))[0]);
      if (isDone) break;
    }
    if (whyRestoreIsUnfinished(made.dataFolder)) await restoreTo(made.owner, made.dataFolder, archives.first);
    expect((await everything(made.owner))['people']).toEqual((await everything(source.superuser))['people']);
    const stored = readdirSync(made.filesFolder, { recursive: true, encoding: 'utf8' });
    expect(stored.filter((name) => /[0-9a-f]{64}$/.test(name))).toHaveLength(60);
  });
});
