import { chmod, type FileHandle, mkdir, open, rename, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';

/** Where recordings lie: large files that never pass through memory, each under its own id. */
export interface RecordingFolder {
  readonly folder: string;
  /** Makes an empty file to write into where there is none yet. */
  begin(key: string): Promise<void>;
  pathOf(key: string): string;
  /** Bytes stored so far; undefined where there is no file. */
  sizeOf(key: string): Promise<number | undefined>;
  /** On the disk and closed to writing, before anybody is told that it was received. */
  seal(key: string): Promise<void>;
  /** One block, for a proof or a copy; shorter at the end, empty beyond it. */
  readBlock(key: string, index: number, blockBytes: number): Promise<Buffer>;
  /**
   * Gets a recording ready to be mended: one of the wrong length, or none, is put together beside its place, so that
   * under its name there is never half a file.
   */
  beginMending(key: string, byteLength: number): Promise<void>;
  /** The same as `readBlock`, of the file that is being mended. */
  readMended(key: string, index: number, blockBytes: number): Promise<Buffer>;
  /** Puts a block that was found bad on the disk; the caller has held it against its digest. */
  writeBlock(key: string, index: number, blockBytes: number, bytes: Uint8Array): Promise<void>;
  mendedPath(key: string): Promise<string>;
  /** Gives a mended file its name; done again after a crash it finds nothing left to do. */
  endMending(key: string): Promise<void>;
  /** Where what a browser can play of a recording lies; it can be made again at any time. */
  previewPath(key: string): string;
  /** Where it is written until it is whole. */
  previewDraftPath(key: string): string;
  /** Gives a finished draft its name. */
  keepPreview(key: string): Promise<void>;
  removePreview(key: string): Promise<void>;
  /** With all that was made of it: for an upload that was given up, or a purge at the end of the retention period. */
  remove(key: string): Promise<void>;
}

const keyForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';

async function synced(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function readFrom(path: string, index: number, blockBytes: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const block = Buffer.alloc(blockBytes);
    let filled = 0;
    while (filled < blockBytes) {
      const { bytesRead } = await file.read(block, filled, blockBytes - filled, index * blockBytes + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return block.subarray(0, filled);
  } finally {
    await file.close();
  }
}

async function writeAt(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, at + written);
    written += bytesWritten;
  }
  await file.sync();
}

async function sizeAt(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Recordings in a folder; anything but an id is refused, so no name can leave it. */
export function openRecordingFolder(folder: string): RecordingFolder {
  const pathOf = (key: string): string => {
    if (!keyForm.test(key)) throw new RangeError(`not the key of a recording: ${key.slice(0, 80)}`);
    return join(folder, key);
  };
  const besideOf = (key: string) => `${pathOf(key)}.mending`;
  const previewPath = (key: string) => `${pathOf(key)}.preview`;
  const removePreview = async (key: string): Promise<void> => {
    for (const path of [previewPath(key), `${previewPath(key)}.part`]) await rm(path, { force: true });
  };
  const mendedPath = async (key: string) => ((await sizeAt(besideOf(key))) === undefined ? pathOf(key) : besideOf(key));
  return {
    folder,
    pathOf,
    async begin(key) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await (await open(pathOf(key), 'a', 0o600)).close();
    },
    sizeOf: (key) => sizeAt(pathOf(key)),
    async seal(key) {
      await synced(pathOf(key));
      await chmod(pathOf(key), 0o400);
      await synced(folder);
    },
    readBlock: (key, index, blockBytes) => readFrom(pathOf(key), index, blockBytes),
    async beginMending(key, byteLength) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const [own, beside] = [pathOf(key), besideOf(key)];
      const size = await sizeAt(own);
      if (size === byteLength) return rm(beside, { force: true });
      if (size !== undefined && (await sizeAt(beside)) === undefined) await rename(own, beside);
      await (await open(beside, 'a', 0o600)).close();
      await chmod(beside, 0o600);
      await truncate(beside, byteLength);
    },
    readMended: async (key, index, blockBytes) => readFrom(await mendedPath(key), index, blockBytes),
    async writeBlock(key, index, blockBytes, bytes) {
      const path = await mendedPath(key);
      await chmod(path, 0o600);
      const file = await open(path, 'r+');
      try {
        await writeAt(file, bytes, index * blockBytes);
      } finally {
        await file.close();
        await chmod(path, 0o400);
      }
    },
    mendedPath,
    async endMending(key) {
      if ((await sizeAt(besideOf(key))) === undefined) return;
      await synced(besideOf(key));
      await chmod(besideOf(key), 0o400);
      await rename(besideOf(key), pathOf(key));
      await synced(folder);
    },
    previewPath,
    previewDraftPath: (key) => `${previewPath(key)}.part`,
    async keepPreview(key) {
      await synced(`${previewPath(key)}.part`);
      await chmod(`${previewPath(key)}.part`, 0o400);
      await rename(`${previewPath(key)}.part`, previewPath(key));
    },
    removePreview,
    async remove(key) {
      for (const path of [pathOf(key), besideOf(key)]) await rm(path, { force: true });
      await removePreview(key);
    },
  };
}
