import { spawn } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { npmBinaries, systemBinaries } from './binaries';
import { type EmbeddedConfig, findRunning, startEmbedded } from './embedded';
import { isAlive } from './postmaster-file';
import { killWithChildren, nextLine, runProcess } from './testing-process';

const root = mkdtempSync(join(tmpdir(), 'mx-'));
chmodSync(root, 0o755);
afterAll(() => rmSync(root, { recursive: true, force: true }));
let count = 0;
const newFolder = () => {
  count += 1;
  const folder = join(root, `d${count}`);
  mkdirSync(folder, { mode: 0o755 });
  return folder;
};

async function ask(config: EmbeddedConfig, statement: string): Promise<unknown[][]> {
  const client = new Client(config);
  await client.connect();
  try {
    return (await client.query({ text: statement, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

async function gone(pid: number): Promise<boolean> {
  for (let waited = 0; waited < 10_000 && isAlive(pid); waited += 20) await new Promise((r) => setTimeout(r, 20));
  return !isAlive(pid);
}

const source = process.env['MINGXUN_POSTGRES'] ?? 'npm';
const available = [...npmBinaries(), ...systemBinaries().slice(0, 1)];
const isRoot = process.getuid?.() === 0;
const nobody = { uid: 65534, gid: 65534 };
const isOpenToAll = () => (statSync(join(import.meta.dirname, '../../..')).mode & 0o005) === 0o005;

describe('the embedded server', () => {
  it.each(available)('starts from the programs of $source, keeps what it was given, and stops', async (from) => {
    const folder = newFolder();
    const first = await startEmbedded(folder, { source: from.source });
    expect(first).toMatchObject({ source: from.source, major: from.major });
    await ask(first.owner, 'create table kept (n int); insert into kept values (7)');
    await first.stop();
    expect(await gone(first.pid)).toBe(true);
    const second = await startEmbedded(folder);
    expect(second.major).toBe(first.major);
    expect(await ask(second.owner, 'select n from kept')).toEqual([[7]]);
    await second.stop();
  });

  it('syncs every commit, sorts by code point, and listens to no network', async () => {
    const server = await startEmbedded(newFolder(), { source });
    const settings = `select current_setting('fsync'), current_setting('full_page_writes'),
      current_setting('synchronous_commit'), current_setting('listen_addresses'), current_setting('data_checksums'),
      (select datcollate from pg_database where datname = current_database())`;
    expect(await ask(server.app, settings)).toEqual([['on', 'on', 'on', '', 'on', 'C.UTF-8']]);
    expect(statSync(server.app.host).mode & 0o077).toBe(0);
    await server.stop();
  });

  it('gives requests a role that owns nothing and may change no structure', async () => {
    const server = await startEmbedded(newFolder(), { source });
    await expect(ask(server.app, 'create table public.mine (n int)')).rejects.toThrow(/permission denied/);
    await server.stop();
  });

  it('does not keep personal data of failed statements in its log', async () => {
    const folder = newFolder();
    const server = await startEmbedded(folder, { source });
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
    const server = await startEmbedded(folder, { source });
    expect(server.app.host.startsWith(folder)).toBe(false);
    await server.stop();
    const again = await startEmbedded(folder);
    expect(again.app.host).toBe(server.app.host);
    await again.stop();
    rmSync(server.app.host, { recursive: true });
  });

  it.runIf(isRoot)('runs for root as a user without rights where namespaces are forbidden', async () => {
    const folder = newFolder();
    const server = await startEmbedded(folder, { source, account: 'user' });
    expect(statSync(`/proc/${server.pid}`).uid).toBe(nobody.uid);
    await server.stop();
    const again = await startEmbedded(folder);
    expect(statSync(`/proc/${again.pid}`).uid).toBe(nobody.uid);
    await again.stop();
  });

  it.runIf(isRoot && isOpenToAll())('runs for an ordinary user, and for root on that user’s folder', async () => {
    const folder = newFolder();
    chownSync(folder, nobody.uid, nobody.gid);
    const lines = `const { startEmbedded } = await import('./embedded'); const s = await startEmbedded('${folder}/data', { source: '${source}' });
      console.log(s.pid); await s.stop();`;
    const made = runProcess(newFolder(), lines, nobody);
    expect(Number(await nextLine(made))).toBeGreaterThan(0);
    await new Promise((resolve) => made.child.once('exit', resolve));
    const server = await startEmbedded(join(folder, 'data'));
    expect(statSync(`/proc/${server.pid}`).uid).toBe(nobody.uid);
    await server.stop();
  });
});

describe('a crash', () => {
  it('of the server and all its processes loses nothing it acknowledged', async () => {
    const folder = newFolder();
    const server = await startEmbedded(folder, { source });
    await ask(server.owner, 'create table written (n bigint primary key)');
    const acknowledged: number[] = [];
    const write = async (from: number) => {
      const client = new Client(server.owner);
      client.on('error', () => undefined);
      await client.connect();
      for (let n = from; ; n += 3) {
        await client.query('insert into written values ($1)', [n]);
        acknowledged.push(n);
      }
    };
    const writers = [0, 1, 2].map((from) => write(from).catch(() => undefined));
    while (acknowledged.length < 300) await new Promise((resolve) => setTimeout(resolve, 10));
    killWithChildren(server.pid);
    await Promise.all(writers);
    await server.exited;
    const again = await startEmbedded(folder);
    const kept = new Set((await ask(again.owner, 'select n::int from written')).map(([n]) => n));
    expect(acknowledged.filter((n) => !kept.has(n))).toEqual([]);
    await again.stop();
  });

  it('of our own process takes the server down with it', async () => {
    const folder = newFolder();
    const made = runProcess(
      newFolder(),
      `const { startEmbedded } = await import('./embedded');
       const s = await startEmbedded('${folder}', { source: '${source}' });
       console.log(s.pid); setInterval(() => undefined, 1000);`,
    );
    const pid = Number(await nextLine(made));
    expect(isAlive(pid)).toBe(true);
    made.child.kill('SIGKILL');
    expect(await gone(pid)).toBe(true);
    const again = await startEmbedded(folder);
    await again.stop();
  });

  it('leaves a lock file that does no harm, even when its number has become another process', async () => {
    const folder = newFolder();
    const server = await startEmbedded(folder, { source });
    const lock = join(folder, 'postgres', 'postmaster.pid');
    const [, ...rest] = readFileSync(lock, 'utf8').split('\n');
    killWithChildren(server.pid);
    await server.exited;
    const stranger = spawn('sleep', ['60']);
    writeFileSync(lock, [String(stranger.pid), ...rest].join('\n'));
    const again = await startEmbedded(folder);
    expect(await ask(again.app, 'select 1')).toEqual([[1]]);
    await again.stop();
    stranger.kill();
  });

  it('in the middle of the first start leaves no half-made database behind', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'postgres.new-999999999'));
    const server = await startEmbedded(folder, { source });
    await server.stop();
    expect(() => accessSync(join(folder, 'postgres.new-999999999'))).toThrow();
  });
});

describe('a data folder', () => {
  it('serves one launcher at a time, and lets commands join it', async () => {
    const folder = newFolder();
    expect(await findRunning(folder)).toBeUndefined();
    const server = await startEmbedded(folder, { source });
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

  it.runIf(isRoot && isOpenToAll())('of another user is refused to an ordinary one, with the way out', async () => {
    const folder = newFolder();
    chownSync(folder, nobody.uid, nobody.gid);
    mkdirSync(join(folder, 'postgres'));
    const made = runProcess(
      newFolder(),
      `const { startEmbedded } = await import('./embedded');
       await startEmbedded('${folder}', { source: '${source}' }).catch((error) => console.log(error.message));`,
      nobody,
    );
    expect(await nextLine(made)).toContain('属于另一个用户');
  });
});
