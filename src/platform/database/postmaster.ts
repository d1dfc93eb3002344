import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { type Account, launchAs } from './account';
import type { Binaries } from './binaries';
import { type Places, serverEnvironment } from './directory';
import { readPostmasterFile, reusedPid } from './postmaster-file';
import { DatabaseRefusal } from './refusal';

/** Everything a statement or an error may carry about a person stays out of the server's log. */
const discretion = {
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
};

/** A week of logs, one file a weekday. */
const logging = {
  logging_collector: 'on',
  log_filename: 'postgres-%a.log',
  log_file_mode: '0600',
  log_rotation_age: '1d',
  log_rotation_size: '0',
  log_truncate_on_rotation: 'on',
  log_timezone: 'Asia/Shanghai',
  log_line_prefix: '%m [%p] ',
};

/** Reachable by no network; every commit on the disk before it is acknowledged. */
const settingsOf = (places: Places, socket: string): Record<string, string> => ({
  listen_addresses: '',
  unix_socket_directories: socket,
  unix_socket_permissions: '0700',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  timezone: 'UTC',
  max_connections: '100',
  shared_buffers: '256MB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '2GB',
  jit: 'off',
  log_directory: places.log,
  ...logging,
  ...discretion,
});

const argumentsOf = (places: Places, socket: string) => [
  '-D',
  places.database,
  ...Object.entries(settingsOf(places, socket)).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
];

/** Causes of a failed start a person can do something about. */
const knownCauses: readonly (readonly [RegExp, string])[] = [
  [/No space left on device|could not write|Disk quota/, '磁盘空间不足，请清理后重试'],
  [/could not (?:map|create|resize).*shared memory/, '可用内存不足，请关闭其他程序后重试'],
  [/incompatible with server|was initialized/, '数据目录与本机 PostgreSQL 的版本不符，请换用建立它的版本'],
  [
    /[Pp]ermission denied|has wrong ownership|invalid permissions/,
    '数据目录的属主或权限不对，请交还给启动本系统的用户',
  ],
  [/could not locate a valid checkpoint|invalid data in|PANIC/, '数据文件已损坏，请从备份恢复'],
];

const saidAtStart = (places: Places) => (existsSync(places.startLog) ? readFileSync(places.startLog, 'utf8') : '');

const inUse = (places: Places) => {
  const pid = readPostmasterFile(places.database)?.pid;
  return new DatabaseRefusal(
    `数据目录正被另一个进程使用（${places.database}${pid ? `，进程号 ${pid}` : ''}）。同一目录只能启动一个本系统：` +
      `请先停止另一个再启动；若它是上次异常退出留下的，可执行 kill -INT ${pid ?? '进程号'} 后重试。`,
  );
};

function failure(places: Places): DatabaseRefusal {
  const cause = knownCauses.find(([pattern]) => pattern.test(saidAtStart(places)));
  return new DatabaseRefusal(
    `数据库没有启动起来${cause ? `：${cause[1]}` : ''}。详细原因见 ${places.startLog} 与 ${places.log} 下的记录。`,
  );
}

const isLocked = (said: string) =>
  /lock file ".*" (?:already exists|is empty)|pre-existing shared memory block/.test(said);

export interface Postmaster {
  readonly child: ChildProcess;
  /** Settles when the server process is gone, for whatever reason. */
  readonly exited: Promise<void>;
}

/** Starts the server once; gives undefined where another one still holds the directory. */
async function launchOnce(
  places: Places,
  binaries: Binaries,
  account: Account,
  socket: string,
): Promise<Postmaster | undefined> {
  const program = join(binaries.folder, 'postgres');
  const { command, args, identity } = launchAs(account, program, argumentsOf(places, socket), true);
  const rival = reusedPid(places.database);
  const output = openSync(places.startLog, 'w', 0o600);
  const child = spawn(command, args, {
    cwd: places.data,
    env: { ...serverEnvironment(), ...(rival === undefined ? {} : { PG_GRANDPARENT_PID: String(rival) }) },
    stdio: ['ignore', output, output],
    detached: true,
    ...identity,
  });
  closeSync(output);
  const exited = once(child, 'exit').then(() => undefined);
  exited.catch(() => undefined);
  if (await becomesReady(child, places, socket)) return { child, exited };
  if (isLocked(saidAtStart(places))) return undefined;
  throw failure(places);
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

/** Waits until our own server answers; another server behind the same socket does not count. */
async function becomesReady(child: ChildProcess, places: Places, socket: string): Promise<boolean> {
  let failed = false;
  child.once('error', () => {
    failed = true;
  });
  while (!failed && !hasEnded(child)) {
    if (readPostmasterFile(places.database)?.pid === child.pid && (await answers(socket))) return true;
    await wait(15);
  }
  return false;
}

export async function answers(socket: string): Promise<boolean> {
  const client = new Client({ host: socket, port: 5432, user: 'postgres', database: 'postgres' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

const patience = { running: 5_000, stopping: 60_000 };

/** Starts the server, waiting a little for one that is just going down. */
export async function launch(
  places: Places,
  binaries: Binaries,
  account: Account,
  socket: string,
): Promise<Postmaster> {
  for (let waited = 0; ; waited += 250) {
    const postmaster = await launchOnce(places, binaries, account, socket);
    if (postmaster) return postmaster;
    const isStopping = readPostmasterFile(places.database)?.status === 'stopping';
    if (waited >= (isStopping ? patience.stopping : patience.running)) throw inUse(places);
    await wait(250);
  }
}

/** Ends the server: at once for its clients, with a checkpoint; without one where it does not obey. */
export async function stopPostmaster({ child, exited }: Postmaster): Promise<void> {
  if (hasEnded(child)) return;
  child.kill('SIGINT');
  const last = setTimeout(() => child.kill('SIGQUIT'), 60_000);
  await exited;
  clearTimeout(last);
}
