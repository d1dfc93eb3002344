import { mkdir, open, readdir, rename, rm, statfs, truncate, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordingFolder } from '../video/recording-folder';
import { type Difference, differenceOf } from './recording-differences';
import {
  badBlock,
  blockCount,
  copyPath,
  isBlock,
  readBlock,
  type RegisteredRecording,
  sizeAt,
  type Step,
} from './registered-recordings';

/** Blocks at the beginning of an unfinished copy that are what was registered. */
async function wholeBlocks(path: string, of: RegisteredRecording): Promise<number> {
  let at = 0;
  while (at < blockCount(of) && !(await badBlock(path, of, at))) at += 1;
  return at;
}

/** Copies a recording block by block, each held against its registered digest; taken up again where it broke off. */
async function copyInto(from: string, target: string, of: RegisteredRecording, step: Step): Promise<boolean> {
  const part = `${target}.part`;
  const start = await wholeBlocks(part, of);
  const file = await open(part, 'a+', 0o600);
  await file.close();
  await truncate(part, Math.min(of.byteLength, start * of.blockBytes));
  step(Math.min(of.byteLength, start * of.blockBytes));
  const written = await open(part, 'r+');
  try {
    for (let at = start; at < blockCount(of); at += 1) {
      const bytes = await readBlock(from, of, at).catch(() => Buffer.alloc(0));
      if (!isBlock(of, at, bytes)) return false;
      await written.write(bytes, 0, bytes.length, at * of.blockBytes);
      step(bytes.length);
    }
    await written.sync();
  } finally {
    await written.close();
  }
  await rename(part, target);
  return true;
}

export interface RecordingsBackup {
  readonly copied: number;
  readonly copiedBytes: number;
  readonly present: number;
  /** Copies of recordings that have been purged: taken away here as well. */
  readonly removed: number;
  /** Whose bytes in the data folder are not those registered; a copy made earlier stays. */
  readonly damaged: readonly string[];
  /** Copies that were read through, were not what was registered, and have been made anew. */
  readonly renewed: readonly string[];
  /** What a check found that is not as it was registered, in the data folder or among the copies. */
  readonly differences: readonly Difference[];
}

export interface BackupChoices {
  /** Reads every recording and every copy of it through, and holds both against what was registered. */
  readonly isChecked: boolean;
  readonly onProgress: (done: number, total: number) => void;
}

/** Says how many bytes are missing on the disk of the folder; undefined when there is room. */
export async function bytesShort(folder: string, needed: number): Promise<number | undefined> {
  const { bavail, bsize } = await statfs(folder);
  const short = needed + 1_000_000_000 - bavail * bsize;
  return short > 0 ? short : undefined;
}

/** Bytes that have still to be copied. */
export async function bytesMissing(folder: string, recordings: readonly RegisteredRecording[]): Promise<number> {
  let sum = 0;
  for (const each of recordings) if ((await sizeAt(copyPath(folder, each))) !== each.byteLength) sum += each.byteLength;
  return sum;
}

const sumOf = (recordings: readonly RegisteredRecording[]): number =>
  recordings.reduce((sum, { byteLength }) => sum + byteLength, 0);

interface Copying extends BackupChoices {
  readonly source: Pick<RecordingFolder, 'pathOf'>;
  readonly folder: string;
  readonly step: Step;
}

/** Both sides of a recording as a check finds them; without a check only that there is a copy of its length. */
async function lookAt(of: RegisteredRecording, { source, folder, isChecked, step }: Copying) {
  const target = copyPath(folder, of);
  const isThere = (await sizeAt(target)) === of.byteLength;
  if (!isChecked) return { target, isCopied: isThere, isDoubted: false, isDamaged: false, differences: [] };
  const own = await differenceOf('data', source.pathOf(of.key), of, step);
  // A copy that is not there yet is none that has gone bad.
  const copy = (await sizeAt(target)) === undefined ? undefined : await differenceOf('backup', target, of, step);
  const differences = [own, copy].filter((each) => each !== undefined);
  return {
    target,
    isCopied: isThere && !copy,
    isDoubted: copy !== undefined,
    isDamaged: own !== undefined,
    differences,
  };
}

/** Brings a folder of copies up to date: only what is not there yet is copied, each block verified on its way. */
export async function backUpRecordings(
  source: Pick<RecordingFolder, 'pathOf'>,
  folder: string,
  { kept, purged }: { readonly kept: readonly RegisteredRecording[]; readonly purged: readonly string[] },
  choices: BackupChoices,
): Promise<RecordingsBackup> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const total = choices.isChecked ? 2 * sumOf(kept) : await bytesMissing(folder, kept);
  let done = 0;
  const step = (bytes: number) => choices.onProgress(Math.min(total, (done += bytes)), total);
  const told = { copied: 0, copiedBytes: 0, present: 0, damaged: [] as string[], renewed: [] as string[] };
  const differences: Difference[] = [];
  for (const each of kept) {
    const seen = await lookAt(each, { ...choices, source, folder, step });
    differences.push(...seen.differences);
    if (seen.isCopied) told.present += 1;
    const isMade =
      !seen.isCopied && !seen.isDamaged && (await copyInto(source.pathOf(each.key), seen.target, each, step));
    if (isMade) {
      told.copied += 1;
      told.copiedBytes += each.byteLength;
      if (seen.isDoubted) told.renewed.push(each.key);
    } else if (!seen.isCopied || seen.isDamaged) told.damaged.push(each.key);
  }
  return { ...told, differences, removed: await dropPurged(folder, purged) };
}

async function dropPurged(folder: string, purged: readonly string[]): Promise<number> {
  const present = new Set(await readdir(folder));
  const gone = purged.filter((key) => present.has(key));
  for (const key of gone) await unlink(join(folder, key));
  for (const key of purged) await rm(join(folder, `${key}.part`), { force: true });
  return gone.length;
}
