import type { RecordingFolder } from '../video/recording-folder';
import { blockCount, copyPath, isBlock, readBlock, type RegisteredRecording, type Step } from './registered-recordings';

export interface RecordingsRestore {
  readonly sound: number;
  readonly restored: number;
  readonly mendedBlocks: number;
  /** Neither here nor in the folder are the bytes that were registered. */
  readonly lost: readonly string[];
}

type Restored = Pick<RecordingFolder, 'beginMending' | 'readMended' | 'writeBlock' | 'endMending' | 'mendedPath'>;

async function restoreOne(
  into: Restored,
  copy: string,
  of: RegisteredRecording,
  step: Step,
): Promise<number | undefined> {
  await into.beginMending(of.key, of.byteLength);
  let [mended, isWhole] = [0, true];
  for (let at = 0; at < blockCount(of); at += 1) {
    step(Math.min(of.blockBytes, of.byteLength - at * of.blockBytes));
    if (isBlock(of, at, await into.readMended(of.key, at, of.blockBytes))) continue;
    const bytes = await readBlock(copy, of, at).catch(() => Buffer.alloc(0));
    if (!isBlock(of, at, bytes)) {
      isWhole = false;
      continue;
    }
    await into.writeBlock(of.key, at, of.blockBytes, bytes);
    mended += 1;
  }
  if (isWhole) await into.endMending(of.key);
  return isWhole ? mended : undefined;
}

/**
 * Puts back what the data folder lacks and mends what is damaged in it; every block of every recording is read and held
 * against its registered digest, so that what is said to be there has been seen.
 */
export async function restoreRecordings(
  into: Restored,
  folder: string,
  kept: readonly RegisteredRecording[],
  onProgress: (done: number, total: number) => void,
): Promise<RecordingsRestore> {
  const total = kept.reduce((sum, each) => sum + each.byteLength, 0);
  let [done, sound, restored, mendedBlocks] = [0, 0, 0, 0];
  const lost: string[] = [];
  for (const each of kept) {
    const step = (bytes: number) => onProgress((done += bytes), total);
    const mended = await restoreOne(into, copyPath(folder, each), each, step);
    if (mended === undefined) lost.push(each.key);
    else if (mended === 0) sound += 1;
    else {
      restored += 1;
      mendedBlocks += mended;
    }
  }
  return { sound, restored, mendedBlocks, lost };
}
