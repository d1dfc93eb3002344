import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface StoredFile {
  /** SHA-256 of the bytes, in hex: the file's only name. */
  readonly hash: string;
  readonly size: number;
}

/** Files by what they contain: the same bytes are kept once, and a changed byte is found on reading. */
export interface FileStore {
  put(bytes: Uint8Array): Promise<StoredFile>;
  /** The bytes, checked against their name; throws `FileLost` or `FileDamaged`. */
  get(hash: string): Promise<Buffer>;
  has(hash: string): Promise<boolean>;
  /** For a purge at the end of a retention period only. */
  remove(hash: string): Promise<void>;
}

export class FileLost extends Error {
  readonly hash: string;
  constructor(hash: string) {
    super(`文件库中没有这份文件（摘要 ${hash.slice(0, 12)}…），请联系管理员从备份恢复。`);
    this.name = 'FileLost';
    this.hash = hash;
  }
}

export class FileDamaged extends Error {
  readonly hash: string;
  constructor(hash: string) {
    super(`文件库中的文件与其摘要不符（${hash.slice(0, 12)}…），内容已损坏或被改动，请联系管理员从备份恢复。`);
    this.name = 'FileDamaged';
    this.hash = hash;
  }
}

export const digestOf = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
export const hashOf = (bytes: Uint8Array): string => digestOf(bytes).toString('hex');

/** aa/bb/aabb…: 65,536 folders keep each small; anything but a hash is refused, so no name can leave the folder. */
export function keyOf(hash: string): string {
  if (!/^[0-9a-f]{64}$/.test(hash)) throw new RangeError(`not a file hash: ${hash.slice(0, 80)}`);
  return `${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}`;
}

export function verified(bytes: Buffer, hash: string): Buffer {
  if (hashOf(bytes) !== hash) throw new FileDamaged(hash);
  return bytes;
}

/** A store in a folder; a file appears whole or not at all, and is on the disk before it is acknowledged. */
export function folderStore(root: string): FileStore {
  const pathOf = (hash: string) => join(root, keyOf(hash));
  const has = async (hash: string) => (await sizeOf(pathOf(hash))) !== undefined;
  return {
    has,
    async put(bytes) {
      const hash = hashOf(bytes);
      const path = pathOf(hash);
      if (!(await isWhole(path, hash))) await writeWhole(path, bytes);
      return { hash, size: bytes.byteLength };
    },
    async get(hash) {
      const path = pathOf(hash);
      if (!(await has(hash))) throw new FileLost(hash);
      return verified(await readFile(path), hash);
    },
    async remove(hash) {
      await rm(pathOf(hash), { force: true });
    },
  };
}

/** A copy that has been damaged since is written anew. */
const isWhole = async (path: string, hash: string) =>
  (await sizeOf(path)) !== undefined && hashOf(await readFile(path)) === hash;

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

let drafts = 0;

async function writeWhole(path: string, bytes: Uint8Array) {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  drafts += 1;
  const draft = `${path}.${process.pid}.${drafts}.part`;
  try {
    const file = await open(draft, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
    await syncFolder(folder);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function syncFolder(folder: string) {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
