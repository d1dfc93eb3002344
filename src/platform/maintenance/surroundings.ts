import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ClientConfig } from 'pg';
import { BackupRefusal } from '../backup/refusal';
import { whyRestoreIsUnfinished } from '../backup/restore-state';
import type { ExitCode, Terminal } from '../command-line/command';
import { type OpenDatabase, openDatabase } from '../database/open';
import { DatabaseRefusal } from '../database/refusal';
import { KeyFileRefused } from '../secrets/key-file';

/** What operators’ commands on the whole installation work with. */
export interface Surroundings {
  readonly environment: NodeJS.ProcessEnv;
  readonly now: () => string;
  /** Where the programme was called; the data folder lies in it unless the environment names another. */
  readonly root: string;
}

export const dataFolderOf = ({ environment, root }: Surroundings): string =>
  resolve(root, environment['MINGXUN_DATA'] || 'data');

export const migrationsFolderOf = ({ root }: Surroundings): string => join(root, 'migrations');
export const filesFolderOf = (dataFolder: string): string => join(dataFolder, 'files');

/** Refuses to look for a database where none was ever made: opening one would make it. */
export function requireInstallation({ environment }: Surroundings, dataFolder: string): void {
  if (environment['DATABASE_URL'] || existsSync(join(dataFolder, 'postgres'))) return;
  throw new BackupRefusal(`${dataFolder} 里没有数据库。请在安装目录下运行，或用环境变量 MINGXUN_DATA 指明数据目录。`);
}

export interface OwnedDatabase extends OpenDatabase {
  readonly owner: ClientConfig;
}

/** Opens the database for work on the whole of it, beside a running server where there is one. */
export async function withOwnedDatabase<Result>(
  surroundings: Surroundings,
  work: (database: OwnedDatabase, dataFolder: string) => Promise<Result>,
): Promise<Result> {
  const dataFolder = dataFolderOf(surroundings);
  const unfinished = whyRestoreIsUnfinished(dataFolder);
  if (unfinished) throw new BackupRefusal(unfinished);
  return withDatabaseIn(dataFolder, surroundings.environment, true, work);
}

export async function withDatabaseIn<Result>(
  dataFolder: string,
  environment: NodeJS.ProcessEnv,
  joinRunning: boolean,
  work: (database: OwnedDatabase, dataFolder: string) => Promise<Result>,
): Promise<Result> {
  const database = await openDatabase(dataFolder, environment, { joinRunning });
  try {
    const { owner } = database;
    if (!owner) {
      throw new DatabaseRefusal(
        '这项工作需要数据表属主的连接。请设置环境变量 DATABASE_OWNER_URL（形如 postgres://属主:口令@主机:5432/库名）。',
      );
    }
    return await work({ ...database, owner }, dataFolder);
  } finally {
    await database.stop();
  }
}

const isRefusal = (error: unknown): error is Error =>
  error instanceof BackupRefusal || error instanceof DatabaseRefusal || error instanceof KeyFileRefused;

/** Says why the work was refused, in a sentence and for programs; anything unforeseen goes on to the frame. */
export async function sayingRefusals(
  terminal: Terminal,
  isJson: boolean,
  refusedAs: ExitCode,
  work: () => Promise<ExitCode>,
): Promise<ExitCode> {
  try {
    return await work();
  } catch (error) {
    const words = connectionWords(error) ?? (isRefusal(error) ? error.message : undefined);
    if (words === undefined) throw error;
    if (isJson) terminal.print(JSON.stringify({ refused: words }));
    terminal.tell(words);
    return refusedAs;
  }
}

/** The database could not be reached, or did not let us in. */
function connectionWords(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'ETIMEDOUT') {
    return `连不上数据库（${code}）。请核对 DATABASE_URL 与 DATABASE_OWNER_URL，以及数据库是否在运行。`;
  }
  if (code === '28P01' || code === '28000')
    return '数据库拒绝了用户名或口令。请核对 DATABASE_URL 与 DATABASE_OWNER_URL。';
  return undefined;
}
