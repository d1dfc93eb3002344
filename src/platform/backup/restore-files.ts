import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { codeOf } from '../database/refusal';
import { keyOf } from '../files/store';
import type { ReadEntry } from './archive-reader';
import { BackupRefusal } from './refusal';

/** Whether nothing is stored in the folder yet. */
export async function isFolderEmpty(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return true;
    throw error;
  }
}

async function isThere(path: string, size: number): Promise<boolean> {
  try {
    return (await stat(path)).size === size;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Puts one file in its place, whole or not at all; one an earlier attempt has put there is left. */
export async function restoreFile(root: string, hash: string, entry: ReadEntry): Promise<void> {
  const path = join(root, keyOf(hash));
  if (await isThere(path, entry.size)) return;
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomBytes(4).toString('hex')}.part`;
  const digest = createHash('sha256');
  try {
    await pipeline(
      entry.bytes,
      async function* (source: AsyncIterable<Buffer>) {
        for await (const piece of source) {
          digest.update(piece);
          yield piece;
        }
      },
      createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true }),
    );
    if (digest.digest('hex') !== hash)
      throw new BackupRefusal(`备份文件在恢复过程中被改动（文件 ${hash}）。请重新运行。`);
    await rename(draft, path);
    await syncFolder(folder);
  } finally {
    await rm(draft, { force: true });
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
