import { Client, type ClientConfig } from 'pg';
import { z } from 'zod';
import { type BackupHead, backupFormat } from './contents';
import { BackupRefusal } from './refusal';
import { plainSession, readLoadOrder, type TableShape } from './schema';

/** Runs work in one read-only snapshot of the database, as the owner, whom no row policy holds back. */
export async function inSnapshot<Result>(
  owner: ClientConfig,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client(owner);
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(plainSession);
    await client.query('begin isolation level repeatable read read only');
    return await work(client);
  } finally {
    await client.end();
  }
}

const headFacts = z.object({
  serverVersion: z.string(),
  installationId: z.string().nullable(),
  isDemo: z.boolean().nullable(),
  keyCheck: z.string().nullable(),
});

const headQuery = `
  select current_setting('server_version') as "serverVersion",
    (select value #>> '{}' from settings where name = 'installationId') as "installationId",
    (select value = 'true' from settings where name = 'demo') as "isDemo",
    (select value #>> '{}' from settings where name = 'keyCheck') as "keyCheck"`;

const appliedMigrations = z.array(
  z.object({ number: z.number(), name: z.string(), checksum: z.string(), appliedAt: z.string() }),
);

const migrationsQuery = `
  select number, name, checksum, to_char(applied_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "appliedAt"
  from schema_migrations order by number`;

/** What the backup says of itself, and the tables it will hold. */
export async function readHead(client: Client, madeAt: string): Promise<BackupHead> {
  const { rows: found } = await client.query(`select to_regclass('public.settings') is not null as present`);
  if (!z.object({ present: z.boolean() }).parse(found[0]).present) {
    throw new BackupRefusal('数据库里还没有任何内容，没有可备份的。请先安装（init）或启动一次。');
  }
  const facts = headFacts.parse((await client.query(headQuery)).rows[0]);
  const migrations = appliedMigrations.parse((await client.query(migrationsQuery)).rows);
  const { tables } = await readLoadOrder(client);
  return { format: backupFormat, madeAt, ...facts, isDemo: facts.isDemo ?? false, migrations, tables: [...tables] };
}

const logHead = z.array(z.object({ size: z.coerce.number(), root: z.string() }));

export async function readLogHead(client: Client): Promise<{ size: number; root: string } | null> {
  const { rows } = await client.query(
    `select size, encode(root, 'hex') as root from log_heads order by size desc limit 1`,
  );
  return logHead.parse(rows)[0] ?? null;
}

/** Roughly how many bytes there are to write, for the progress bar. */
export async function expectedBytes(client: Client, tables: readonly TableShape[]): Promise<number> {
  const { rows } = await client.query(
    `select (select coalesce(sum(pg_relation_size(c.oid)), 0) from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relname = any($1::text[]))
      + (select coalesce(sum(size), 0) from files) as bytes`,
    [tables.map(({ name }) => name)],
  );
  return z.object({ bytes: z.coerce.number() }).parse(rows[0]).bytes;
}
