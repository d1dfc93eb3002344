import { existsSync, readFileSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, type ClientConfig } from 'pg';
import { z } from 'zod';
import { BackupRefusal } from './refusal';

const noteName = 'restore-unfinished.json';
const note = z.object({ archive: z.string(), digest: z.string(), startedAt: z.string() });

/** What a restore leaves in the data folder until it is finished. */
export type RestoreNote = z.infer<typeof note>;

export function readNote(dataFolder: string): RestoreNote | undefined {
  const path = join(dataFolder, noteName);
  if (!existsSync(path)) return undefined;
  try {
    return note.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return { archive: '', digest: '', startedAt: '' };
  }
}

/** Why nothing may start on this data folder, where a restore into it was cut short; what to do stands in it. */
export function whyRestoreIsUnfinished(dataFolder: string): string | undefined {
  const found = readNote(dataFolder);
  if (!found) return undefined;
  return (
    `上次恢复没有做完（备份文件 ${found.archive || '不明'}），数据不完整，不能启动。` +
    `请重新运行同一条 restore 命令，会从中断处接着做；或清空 ${dataFolder} 后从头恢复。`
  );
}

export async function writeNote(dataFolder: string, content: RestoreNote): Promise<void> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const path = join(dataFolder, noteName);
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(content, null, 1)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}

export const removeNote = (dataFolder: string): Promise<void> => rm(join(dataFolder, noteName), { force: true });

const markTable = 'public.unfinished_restore';

/** How far the database has come: nothing in it, begun with this backup, or all rows loaded. */
export type DatabaseStage = 'empty' | 'begun' | 'loaded';

const state = z.object({ marked: z.boolean(), relations: z.coerce.number() });
const mark = z.array(z.object({ digest: z.string(), isLoaded: z.boolean() }));

export async function withClient<Result>(config: ClientConfig, work: (client: Client) => Promise<Result>) {
  const client = new Client(config);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Refuses a database that holds anything but the beginning of this very restore. */
export async function databaseStage(client: Client, digest: string): Promise<DatabaseStage> {
  const { rows } = await client.query(
    `select to_regclass('${markTable}') is not null as marked, (select count(*) from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S', 'f')) as relations`,
  );
  const { marked, relations } = state.parse(rows[0]);
  if (!marked) {
    if (relations === 0) return 'empty';
    throw new BackupRefusal(
      '数据库里已有内容，不能在上面恢复，什么也没有改动。请用 --into 新目录 恢复到别处，或换一个空的数据目录（空库）。',
    );
  }
  const [found] = mark.parse((await client.query(`select digest, is_loaded as "isLoaded" from ${markTable}`)).rows);
  if (found?.digest !== digest) {
    throw new BackupRefusal(
      '这里有另一份备份没有恢复完，不能接着用这一份。请用原来的备份文件重新运行 restore，或换一个空的数据目录（空库）。',
    );
  }
  return found.isLoaded ? 'loaded' : 'begun';
}

/** Marks an empty database before anything else is written into it. */
export async function markDatabase(client: Client, digest: string): Promise<void> {
  await client.query('begin');
  await client.query(`create table ${markTable} (digest text not null, is_loaded boolean not null)`);
  await client.query(`insert into ${markTable} values ($1, false)`, [digest]);
  await client.query('commit');
}

/** In the transaction that loads the rows, so that both hold or neither. */
export const markLoaded = (client: Client) => client.query(`update ${markTable} set is_loaded = true`);

export const unmarkDatabase = (client: Client) => client.query(`drop table ${markTable}`);
