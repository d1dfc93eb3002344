import { Client, type ClientConfig } from 'pg';
import { z } from 'zod';
import { type Migration, readMigrations } from './migration-files';
import { DatabaseRefusal } from './refusal';

/** One lock for all processes that might migrate the same database. */
const migrationLock = 7_216_483_001;

const ledger = `
  create table if not exists schema_migrations (
    number integer primary key,
    name text not null,
    checksum text not null,
    applied_at timestamptz not null default now()
  );
  comment on table schema_migrations is '已执行的结构迁移';
  do $$ begin
    if exists (select from pg_roles where rolname = 'mingxun_app') then
      grant select on schema_migrations to mingxun_app;
    end if;
  end $$`;

const applied = z.array(z.object({ number: z.number(), name: z.string(), checksum: z.string() }));

const fileOf = ({ number, name }: { number: number; name: string }) => `${String(number).padStart(4, '0')}-${name}.sql`;

/** Refuses a database whose history is not the beginning of ours. */
function pendingAfter(done: z.infer<typeof applied>, migrations: readonly Migration[]): Migration[] {
  done.forEach((past, index) => {
    const known = migrations[past.number - 1];
    if (past.number !== index + 1) {
      throw new DatabaseRefusal(`数据库的迁移记录不连续：缺少序号 ${index + 1}。请从备份恢复，不要手工修改迁移记录。`);
    }
    if (!known) {
      throw new DatabaseRefusal(
        `数据库比程序新：库内已有迁移 ${fileOf(past)}，程序只到 ${migrations.length} 号。请升级程序后再启动。`,
      );
    }
    if (known.checksum !== past.checksum) {
      throw new DatabaseRefusal(
        `迁移 ${fileOf(known)} 在执行之后被改动过。已执行的迁移不能修改：请恢复原文件，另写一个新迁移。`,
      );
    }
  });
  return migrations.slice(done.length);
}

async function readApplied(client: Client) {
  const { rows } = await client.query('select number, name, checksum from schema_migrations order by number');
  return applied.parse(rows);
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

async function apply(client: Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query('insert into schema_migrations (number, name, checksum) values ($1, $2, $3)', [
      migration.number,
      migration.name,
      migration.checksum,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new DatabaseRefusal(
      `迁移 ${fileOf(migration)} 执行失败，整个文件已撤回，数据库保持原样。数据库说：${messageOf(error)}`,
      { cause: error },
    );
  }
}

/**
 * Brings a database up to the folder's last migration, or to the one a restore asks for, as the owner; several
 * processes at once take turns.
 */
export async function migrate(owner: ClientConfig, folder: string, until = Number.MAX_SAFE_INTEGER) {
  const migrations = readMigrations(folder);
  const client = new Client(owner);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await client.query(ledger);
    const pending = pendingAfter(await readApplied(client), migrations).filter(({ number }) => number <= until);
    for (const migration of pending) await apply(client, migration);
    return pending;
  } finally {
    await client.end();
  }
}

/** What is still to be applied, asked by any role that may read the ledger; refuses what `migrate` would refuse. */
export async function pendingMigrations(config: ClientConfig, folder: string): Promise<Migration[]> {
  const migrations = readMigrations(folder);
  const client = new Client(config);
  await client.connect();
  try {
    const { rows } = await client.query(`select to_regclass('schema_migrations') is not null as present`);
    const { present } = z.object({ present: z.boolean() }).parse(rows[0]);
    return pendingAfter(present ? await readApplied(client) : [], migrations);
  } finally {
    await client.end();
  }
}
