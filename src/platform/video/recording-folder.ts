import { chmod, mkdir, open, rm, stat } from 'node:fs/promises';
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
  /** For an upload that was given up, or a purge at the end of the retention period. */
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

/** Recordings in a folder; anything but an id is refused, so no name can leave it. */
export function openRecordingFolder(folder: string): RecordingFolder {
  const pathOf = (key: string): string => {
    if (!keyForm.test(key)) throw new RangeError(`not the key of a recording: ${key.slice(0, 80)}`);
    return join(folder, key);
  };
  return {
    folder,
    pathOf,
    async begin(key) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await (await open(pathOf(key), 'a', 0o600)).close();
    },
    async sizeOf(key) {
      try {
        return (await stat(pathOf(key))).size;
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async seal(key) {
      await synced(pathOf(key));
      await chmod(pathOf(key), 0o400);
      await synced(folder);
    },
    async readBlock(key, index, blockBytes) {
      const file = await open(pathOf(key), 'r');
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
    },
    async remove(key) {
      await rm(pathOf(key), { force: true });
    },
  };
}
