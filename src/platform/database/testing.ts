import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client, type Pool } from 'pg';
import { inject } from 'vitest';
import { z } from 'zod';
import type { EmbeddedConfig } from './embedded';
import { openPool } from './pool';
import { appRole, ownerRole } from './roles';
import { readyFile, templateName, wantedFile } from './testing-server';

const config = z.object({ host: z.string(), port: z.number(), user: z.string(), database: z.string() });
const answerForm = z.union([z.object({ postgres: config }), z.object({ problem: z.string() })]);

/** The test server's superuser, once the server is up. */
async function testServer(): Promise<EmbeddedConfig> {
  const folder = inject('databaseFolder');
  const ready = join(folder, readyFile);
  if (!existsSync(ready)) writeFileSync(join(folder, 'ask', wantedFile), '');
  while (!existsSync(ready)) await wait(20);
  const answer = answerForm.parse(JSON.parse(readFileSync(ready, 'utf8')));
  if ('problem' in answer) throw new Error(answer.problem);
  return answer.postgres;
}

/** A database of one test's own, migrated, with the product's two roles. */
export interface TestDatabase {
  readonly app: EmbeddedConfig;
  readonly owner: EmbeddedConfig;
  /** The superuser in this database, for looking past every policy. */
  readonly superuser: EmbeddedConfig;
  /** Connections as the role that serves requests. */
  readonly pool: Pool;
  drop(): Promise<void>;
}

async function asSuperuser(server: EmbeddedConfig, statement: string): Promise<void> {
  const client = new Client(server);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function createDatabase(template: string): Promise<TestDatabase> {
  const server = await testServer();
  const database = `test_${randomUUID().replaceAll('-', '')}`;
  await asSuperuser(server, `create database ${database} owner ${ownerRole} template ${template} encoding 'UTF8'`);
  const as = (user: string): EmbeddedConfig => ({ ...server, user, database });
  const pool = openPool(as(appRole));
  return {
    app: as(appRole),
    owner: as(ownerRole),
    superuser: as('postgres'),
    pool,
    async drop() {
      await pool.end();
      await asSuperuser(server, `drop database ${database} with (force)`);
    },
  };
}

/** A clone of the migrated database; drop it when the test is done. */
export const freshDatabase = (): Promise<TestDatabase> => createDatabase(templateName);

/** A database with nothing in it, for tests that bring their own tables. */
export const emptyDatabase = (): Promise<TestDatabase> => createDatabase('template0');
