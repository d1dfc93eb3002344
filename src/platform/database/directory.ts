import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Account, handOver, launchAs } from './account';
import type { Binaries } from './binaries';
import { codeOf, DatabaseRefusal } from './refusal';

/** Where the parts of an embedded database lie in the data folder. */
export interface Places {
  readonly data: string;
  readonly database: string;
  readonly run: string;
  readonly log: string;
  /** What the server says before its own log begins. */
  readonly startLog: string;
}

export function placesIn(dataFolder: string): Places {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const data = realpathSync(dataFolder);
  const log = join(data, 'log', 'postgres');
  return { data, database: join(data, 'postgres'), run: join(data, 'run'), log, startLog: join(log, 'start.log') };
}

/** Whose the database directory is, where it exists. */
export function ownerOf(places: Places): { uid: number; gid: number } | undefined {
  const found = lstatSync(places.database, { throwIfNoEntry: false });
  return found && { uid: found.uid, gid: found.gid };
}

/** Makes the folders the server writes to, and gives them to its account. */
export function prepareFolders(places: Places, account: Account): void {
  mkdirSync(join(places.data, 'log'), { recursive: true, mode: 0o755 });
  for (const folder of [places.run, places.log]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    handOver(folder, account);
  }
  if (existsSync(places.database)) handOver(places.database, account);
}

/** The environment of the server: nothing of ours that could steer it. */
export const serverEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'] ?? '/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
});

const initArguments = [
  '--username=postgres',
  '--auth-local=trust',
  '--auth-host=reject',
  '--encoding=UTF8',
  '--locale=C.UTF-8',
  '--lc-messages=C',
  '--data-checksums',
  '--no-instructions',
];

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

/** Makes the database directory under another name first, so that an interrupted start leaves no half of one. */
export function createDatabaseDirectory(places: Places, binaries: Binaries, account: Account): void {
  if (existsSync(places.database)) return;
  const fresh = `${places.database}.new-${process.pid}`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  handOver(fresh, account);
  const { command, args, identity } = launchAs(account, join(binaries.folder, 'initdb'), [
    ...initArguments,
    '-D',
    fresh,
  ]);
  const made = spawnSync(command, args, { cwd: places.data, encoding: 'utf8', env: serverEnvironment(), ...identity });
  if (made.status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    writeFileSync(places.startLog, `${made.stdout ?? ''}${made.stderr ?? ''}${made.error?.message ?? ''}`);
    throw new DatabaseRefusal(`建立数据库目录失败，原因记录在 ${places.startLog}。请检查磁盘空间与目录权限后重试。`);
  }
  try {
    renameSync(fresh, places.database);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!['ENOTEMPTY', 'EEXIST'].includes(codeOf(error))) throw error;
  }
  syncFolder(places.data);
  for (const name of readdirSync(places.data)) {
    if (name.startsWith('postgres.new-')) removeAbandoned(places.data, name);
  }
}

/** Removes a half-made directory whose maker is gone. */
function removeAbandoned(data: string, name: string): void {
  const maker = Number(name.slice('postgres.new-'.length));
  if (existsSync(`/proc/${maker}`)) return;
  rmSync(join(data, name), { recursive: true, force: true });
}

const longestSocketPath = 107;
const fits = (folder: string) => Buffer.byteLength(join(folder, '.s.PGSQL.5432')) <= longestSocketPath;

const isPrivate = (folder: string, account: Account) => {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  const uid = account.kind === 'user' ? account.uid : process.getuid?.();
  return found?.isDirectory() === true && found.uid === uid && (found.mode & 0o077) === 0;
};

/** The folder of the socket: beside the data, or under a short path the data folder remembers where its own is too long. */
export function socketFolder(places: Places, account: Account, temporary: string = tmpdir()): string {
  if (fits(places.run)) {
    chmodSync(places.run, 0o700);
    return places.run;
  }
  const note = join(places.run, 'socket-folder');
  const remembered = existsSync(note) ? readFileSync(note, 'utf8').trim() : '';
  if (remembered && fits(remembered) && isPrivate(remembered, account)) return remembered;
  const made = mkdtempSync(join(temporary, 'mingxun-'));
  if (!fits(made)) {
    throw new DatabaseRefusal(
      `数据目录与临时目录的路径都太长（套接字路径最多 ${longestSocketPath} 字节），请换较短的目录。`,
    );
  }
  handOver(made, account);
  writeFileSync(note, `${made}\n`);
  return made;
}
