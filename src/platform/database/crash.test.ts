import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { startEmbedded } from './embedded';
import { isAlive } from './postmaster-file';
import { ask, ends, newFolder, testSource } from './testing-folder';
import { killWithChildren, nextLine, runProcess } from './testing-process';

describe('a crash', () => {
  it('of the server and all its processes loses nothing it acknowledged', async () => {
    const folder = newFolder();
    const server = await startEmbedded(folder, { source: testSource });
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
       const s = await startEmbedded('${folder}', { source: '${testSource}' });
       console.log(s.pid); setInterval(() => undefined, 1000);`,
    );
    const pid = Number(await nextLine(made));
    expect(isAlive(pid)).toBe(true);
    made.child.kill('SIGKILL');
    expect(await ends(pid)).toBe(true);
    const again = await startEmbedded(folder);
    await again.stop();
  });

  it('leaves a lock file that does no harm, even when its number has become another process', async () => {
    const folder = newFolder();
    const server = await startEmbedded(folder, { source: testSource });
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
    const server = await startEmbedded(folder, { source: testSource });
    await server.stop();
    expect(existsSync(join(folder, 'postgres.new-999999999'))).toBe(false);
  });
});
