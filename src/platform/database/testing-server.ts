import { existsSync, mkdtempSync, mkdirSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { type EmbeddedServer, startEmbedded } from './embedded';
import { migrate } from './migrate';
import { ownerRole } from './roles';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the test server's request and answer lie. */
    databaseFolder: string;
  }
}

export const wantedFile = 'wanted';
export const readyFile = 'ready.json';
export const templateName = 'mingxun_template';

/** Makes the migrated database that every test's own is cloned from. */
async function makeTemplate(server: EmbeddedServer): Promise<void> {
  const client = new Client(server.postgres);
  await client.connect();
  await client.query(`create database ${templateName} owner ${ownerRole} template template0 encoding 'UTF8'`);
  await client.end();
  await migrate({ ...server.owner, database: templateName }, resolve('migrations'));
}

async function startFor(folder: string): Promise<EmbeddedServer> {
  const server = await startEmbedded(join(folder, 'data'), { source: process.env['MINGXUN_POSTGRES'] ?? 'npm' });
  await makeTemplate(server);
  return server;
}

function answer(folder: string, content: object): void {
  const draft = join(folder, `${readyFile}.draft`);
  writeFileSync(draft, JSON.stringify(content));
  renameSync(draft, join(folder, readyFile));
}

/**
 * One server for all tests of a run, started by the main thread when a test first asks for a database, so that pure
 * tests wait for none.
 */
export default function setup(project: TestProject): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'mx-'));
  mkdirSync(join(folder, 'ask'));
  project.provide('databaseFolder', folder);
  let server: Promise<EmbeddedServer> | undefined;
  const watcher = watch(join(folder, 'ask'), () => {
    if (server || !existsSync(join(folder, 'ask', wantedFile))) return;
    server = startFor(folder);
    server.then(
      (started) => answer(folder, { postgres: started.postgres }),
      (error: unknown) => answer(folder, { problem: String(error) }),
    );
  });
  return async () => {
    watcher.close();
    const started = await server?.catch(() => undefined);
    await started?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
