import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client, type ClientConfig } from 'pg';
import { emptyDatabase } from '../database/testing';
import { inspectBackup } from './inspect';
import { makeBackup } from './make-backup';
import { restoreBackup } from './restore';
import type { SealedStream } from './sealing-key';

export const now = '2026-03-02T02:00:00.000Z';
export const productMigrations = resolve('migrations');

/** A folder for one test file; `clear` removes it. */
export function testFolder() {
  const root = mkdtempSync(join(tmpdir(), 'mx-'));
  let count = 0;
  return {
    root,
    next(): string {
      count += 1;
      const folder = join(root, `f${count}`);
      mkdirSync(folder);
      return folder;
    },
    clear: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** The product's migrations and one more after them. */
export function migrationsWith(folder: string, number: number, name: string, sql: string): string {
  cpSync(productMigrations, folder, { recursive: true });
  writeFileSync(join(folder, `${String(number).padStart(4, '0')}-${name}.sql`), sql);
  return folder;
}

export async function ask(config: ClientConfig, statement: string, values: unknown[] = []): Promise<unknown[][]> {
  const client = new Client(config);
  await client.connect();
  try {
    return (await client.query({ text: statement, values, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

/** Every row of every table as text, for comparing two databases. */
export async function everything(config: ClientConfig): Promise<Record<string, unknown[][]>> {
  const tables = await ask(
    config,
    `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
      and relname not in ('schema_migrations', 'unfinished_restore') order by relname`,
  );
  const all: Record<string, unknown[][]> = {};
  for (const [name] of tables) {
    const table = String(name);
    all[table] = await ask(config, `select t::text from public."${table}" t order by t::text collate "C"`);
  }
  return all;
}

export async function backupOf(owner: ClientConfig, folder: string, sealed?: SealedStream, filesFolder?: string) {
  const path = join(folder, 'a.mxbackup');
  const made = await makeBackup({ owner, filesFolder: filesFolder ?? join(folder, 'no-files') }, path, {
    madeAt: now,
    sealed,
  });
  return { path, made };
}

export interface RestoreTestChoices {
  readonly passphrase?: string;
  readonly migrationsFolder?: string;
}

export async function restoreTo(
  owner: ClientConfig,
  dataFolder: string,
  path: string,
  choices: RestoreTestChoices = {},
) {
  const { passphrase, migrationsFolder = productMigrations } = choices;
  const inspected = await inspectBackup(path, { passphrase });
  const target = { owner, dataFolder, filesFolder: join(dataFolder, 'files') };
  return restoreBackup(path, inspected, target, { passphrase, migrationsFolder, now: () => now });
}

/** A database without anything in it, and a data folder beside it. */
export async function emptyTarget(folder: string) {
  const database = await emptyDatabase();
  return { database, owner: database.owner, dataFolder: folder, filesFolder: join(folder, 'files') };
}
