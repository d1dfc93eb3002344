import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { npmBinaries, systemBinaries } from './binaries';
import { findRunning, startEmbedded } from './embedded';
import { ask, ends, isReadableByNobody, isRoot, newFolder, nobody, testSource } from './testing-folder';
import { nextLine, runProcess } from './testing-process';

const available = [...npmBinaries(), ...systemBinaries().slice(0, 1)];

describe('the embedded server', () => {
  it.each(available)('starts from the programs of $source, keeps what it was given, and stops', async (from) => {
    const folder = newFolder();
    const first = await startEmbedded(folder, { source: from.source });
    expect(first).toMatchObject({ source: from.source, major: from.major });
    await ask(first.owner, 'create table kept (n int); insert into kept values (7)');
    await first.stop();
    expect(await ends(first.pid)).toBe(true);
    const second = await startEmbedded(folder);
    expect(second.major).toBe(first.major);
    expect(await ask(second.owner, 'select n from kept')).toEqual([[7]]);
    await second.stop();
  });

  it('syncs every commit, sorts by code point, and listens to no network', async () => {
    const server = await startEmbedded(newFolder(), { source: testSource });
    const settings = `select current_setting('fsync'), current_setting('full_page_writes'),
      current_setting('synchronous_commit'), current_setting('listen_addresses'), current_setting('data_checksums'),
      (select datcollate from pg_database where datname = current_database())`;
    expect(await ask(server.app, settings)).toEqual([['on', 'on', 'on', '', 'on', 'C.UTF-8']]);
    expect(statSync(server.app.host).mode & 0o077).toBe(0);
    await server.stop();
  });

  it('gives requests a role that owns nothing and may change no structure', async () => {
    const server = await startEmbedded(newFolder(), { source: testSource });
    await expect(ask(server.app, 'create table public.mine (n int)')).rejects.toThrow(/permission denied/);
    await server.stop();
  });

  it('does not keep personal data of failed statements in its log', async () => {
    const folder = newFolder();
    const server = await startEmbedded(folder, { source: testSource });
    await ask(
      server.owner,
      `create table people (id text primary key); insert into people values ('410811199001011234')`,
    );
    await expect(ask(server.owner, `insert into people values ('410811199001011234')`)).rejects.toThrow();
    await server.stop();
    const log = join(folder, 'log', 'postgres');
    const written = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
      .map((day) => join(log, `postgres-${day}.log`))
      .filter((file) => existsSync(file))
      .map((file) => readFileSync(file, 'utf8'))
      .join('');
    expect(written).toContain('duplicate key');
    expect(written).not.toContain('410811199001011234');
  });

  it('takes a short path of its own for the socket where the data folder lies too deep', async () => {
    const folder = join(newFolder(), '很长的目录名'.repeat(6));
    const server = await startEmbedded(folder, { source: testSource });
    expect(server.app.host.startsWith(folder)).toBe(false);
    await server.stop();
    const again = await startEmbedded(folder);
    expect(again.app.host).toBe(server.app.host);
    await again.stop();
    rmSync(server.app.host, { recursive: true });
  });

  it.runIf(isRoot)('runs for root as a user without rights where namespaces are forbidden', async () => {
    const folder = newFolder();
    const server = await startEmbedded(folder, { source: testSource, account: 'user' });
    expect(statSync(`/proc/${server.pid}`).uid).toBe(nobody.uid);
    await server.stop();
    const again = await startEmbedded(folder);
    expect(statSync(`/proc/${again.pid}`).uid).toBe(nobody.uid);
    await again.stop();
  });

  it.runIf(isReadableByNobody)('runs for an ordinary user, and for root on that user’s folder', async () => {
    const folder = newFolder();
    chownSync(folder, nobody.uid, nobody.gid);
    const lines = `const { startEmbedded } = await import('./embedded'); const s = await startEmbedded('${folder}/data', { source: '${testSource}' });
      console.log(s.pid); await s.stop();`;
    const made = runProcess(newFolder(), lines, nobody);
    expect(Number(await nextLine(made))).toBeGreaterThan(0);
    await new Promise((resolve) => made.child.once('exit', resolve));
    const server = await startEmbedded(join(folder, 'data'));
    expect(statSync(`/proc/${server.pid}`).uid).toBe(nobody.uid);
    await server.stop();
  });
});

describe('a data folder', () => {
  it('serves one launcher at a time, and lets commands join it', async () => {
    const folder = newFolder();
    expect(await findRunning(folder)).toBeUndefined();
    const server = await startEmbedded(folder, { source: testSource });
    await expect(startEmbedded(folder)).rejects.toThrow('数据目录正被另一个进程使用');
    const joined = await findRunning(folder);
    expect(joined?.app).toEqual(server.app);
    expect(await ask(server.app, 'select 1')).toEqual([[1]]);
    await server.stop();
    expect(await findRunning(folder)).toBeUndefined();
  });

  it('made by a version the machine lacks is refused, with the version to install', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'postgres'));
    writeFileSync(join(folder, 'postgres', 'PG_VERSION'), '12\n');
    await expect(startEmbedded(folder)).rejects.toThrow('请安装 postgresql-12');
  });

  it.runIf(isReadableByNobody)('of another user is refused to an ordinary one, with the way out', async () => {
    const folder = newFolder();
    chownSync(folder, nobody.uid, nobody.gid);
    mkdirSync(join(folder, 'postgres'));
    const made = runProcess(
      newFolder(),
      `const { startEmbedded } = await import('./embedded');
       await startEmbedded('${folder}', { source: '${testSource}' }).catch((error) => console.log(error.message));`,
      nobody,
    );
    expect(await nextLine(made)).toContain('属于另一个用户');
  });
});
