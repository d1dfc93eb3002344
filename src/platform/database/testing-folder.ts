import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { onTestFinished } from 'vitest';
import type { EmbeddedConfig } from './embedded';
import { isAlive } from './postmaster-file';

/** Whose programs the tests run on. */
export const testSource = process.env['MINGXUN_POSTGRES'] ?? 'npm';

export const isRoot = process.getuid?.() === 0;
/** The user without rights. */
export const nobody = { uid: 65534, gid: 65534 };
/** Whether that user may read this checkout, as the tests under its name need. */
export const isReadableByNobody = isRoot && spawnSync('test', ['-r', import.meta.filename], nobody).status === 0;

/** A folder for one test, gone when it is over. */
export function newFolder(): string {
  const top = mkdtempSync(join(tmpdir(), 'mx-'));
  chmodSync(top, 0o755);
  onTestFinished(() => rmSync(top, { recursive: true, force: true }));
  const folder = join(top, 'd');
  mkdirSync(folder, { mode: 0o755 });
  return folder;
}

/** One statement on a connection of its own. */
export async function ask(config: EmbeddedConfig, statement: string): Promise<unknown[][]> {
  const client = new Client(config);
  await client.connect();
  try {
    return (await client.query({ text: statement, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

/** Whether a process ends within ten seconds. */
export async function ends(pid: number): Promise<boolean> {
  for (let waited = 0; waited < 10_000 && isAlive(pid); waited += 20) await wait(20);
  return !isAlive(pid);
}
