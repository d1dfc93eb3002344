import { existsSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/** What a running server says of itself in its lock file. */
export interface PostmasterFile {
  readonly pid: number;
  readonly socketFolder: string;
  readonly status: string;
}

export function readPostmasterFile(database: string): PostmasterFile | undefined {
  const file = join(database, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Math.abs(Number.parseInt(lines[0] ?? '', 10));
  if (!Number.isSafeInteger(pid) || pid === 0) return undefined;
  return { pid, socketFolder: lines[4]?.trim() ?? '', status: lines[7]?.trim() ?? '' };
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Whether the process works in the directory, as a PostgreSQL server of that directory does. */
export function worksIn(pid: number, database: string): boolean {
  if (!isAlive(pid)) return false;
  if (!existsSync('/proc/self')) return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(database);
  } catch {
    return false;
  }
}

/**
 * The number in a lock file left by a crash, when it now belongs to somebody else's process. PostgreSQL would take that
 * process for a running server and refuse to start; told the number is no rival, it still checks its shared memory.
 */
export function reusedPid(database: string): number | undefined {
  const file = readPostmasterFile(database);
  return file && isAlive(file.pid) && !worksIn(file.pid, database) ? file.pid : undefined;
}
