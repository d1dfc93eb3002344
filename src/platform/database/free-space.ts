import { statfs } from 'node:fs/promises';

export interface Space {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

const megabyte = 1024 * 1024;
const defaultMinimum = { megabytes: 512, share: 0.02 };

/** The free bytes below which nothing is written; an operator's own figure replaces both defaults. */
export function minimumFree({ totalBytes }: Space, setting: string | undefined): number {
  const own = Number(setting);
  if (setting && Number.isFinite(own) && own >= 0) return own * megabyte;
  return Math.max(defaultMinimum.megabytes * megabyte, totalBytes * defaultMinimum.share);
}

const inMegabytes = (bytes: number) => Math.floor(bytes / megabyte).toLocaleString('zh-CN');

/** Why writing is stopped, or undefined where there is room. */
export function spaceShortage(space: Space, setting: string | undefined): string | undefined {
  const minimum = minimumFree(space, setting);
  if (space.freeBytes >= minimum) return undefined;
  return (
    `磁盘剩余空间不足（剩 ${inMegabytes(space.freeBytes)} MB，至少需 ${inMegabytes(minimum)} MB），` +
    '已暂停写入，读取不受影响。请系统管理员清理磁盘或扩容，空间恢复后自动继续。'
  );
}

export interface SpaceWatch {
  writesAllowed(): Promise<boolean>;
  /** The sentence to show where writing is stopped. */
  shortage(): Promise<string | undefined>;
}

/** How much room there is on the disk of a folder. */
export async function readSpace(folder: string): Promise<Space> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

const cacheMilliseconds = 5_000;

/** Watches the disk of the data folder: a full disk is met by refusing writes early, never by a half-written one. */
export function watchSpace(folder: string, setting: string | undefined): SpaceWatch {
  let known: Promise<string | undefined> | undefined;
  let askedAt = 0;
  const look = async () => spaceShortage(await readSpace(folder), setting);
  const shortage = () => {
    const now = performance.now();
    if (!known || now - askedAt >= cacheMilliseconds) {
      askedAt = now;
      known = look();
    }
    return known;
  };
  return { shortage, writesAllowed: async () => (await shortage()) === undefined };
}
