import { createHash } from 'node:crypto';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { z } from 'zod';
import { filesBelow, readBlock } from './copy-files';

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const block = z.int().min(0);

/** The file of a repair as it is downloaded; what it does not name is left alone. */
export const repairFile = z.object({
  format: z.literal('mingxun-copy-repair-1'),
  id: z.uuid(),
  holder: z.enum(['bureau', 'institution']),
  file: z.object({
    name: z.string().max(300),
    bytes: z.int().min(1),
    blockBytes: z
      .int()
      .min(1)
      .max(64 * 1024 * 1024),
    sha256: hex,
    blockHashes: z.string().regex(/^(?:[0-9a-f]{64})+$/),
  }),
  wanted: z.array(block).max(1_000_000),
});
export type RepairFile = z.output<typeof repairFile>;
type RepairedFile = RepairFile['file'];

/** Blocks on their way without a network: one line that says which, then their bytes one after the other. */
const bundleHead = z.object({
  format: z.literal('mingxun-copy-blocks-1'),
  repair: z.uuid(),
  blocks: z.array(z.object({ block, bytes: z.int().min(1) })).max(1_000_000),
});
type BundleHead = z.output<typeof bundleHead>;

export const blockCount = ({ blockHashes }: RepairedFile): number => blockHashes.length / 64;
const registeredHash = ({ blockHashes }: RepairedFile, at: number): string => blockHashes.slice(at * 64, at * 64 + 64);

/** Whether the bytes are what was registered of a block. */
export const isBlock = (file: RepairedFile, at: number, bytes: Uint8Array): boolean =>
  createHash('sha256').update(bytes).digest('hex') === registeredHash(file, at);

/** The damaged file itself: by its size and any of three blocks, so that no one bad block hides it. */
export async function findDamaged(folder: string, file: RepairedFile): Promise<string | undefined> {
  const last = blockCount(file) - 1;
  for await (const path of filesBelow(folder)) {
    if ((await stat(path)).size !== file.bytes) continue;
    const handle = await open(path, 'r');
    try {
      for (const at of new Set([0, last >> 1, last]))
        if (isBlock(file, at, await readBlock(handle, at, file.blockBytes))) return path;
    } finally {
      await handle.close();
    }
  }
  return undefined;
}

/** Reads a file through: which of its blocks are not what was registered. */
export async function badBlocksOf(
  handle: FileHandle,
  file: RepairedFile,
  onProgress: (done: number, total: number) => void,
): Promise<number[]> {
  const bad: number[] = [];
  for (let at = 0; at < blockCount(file); at += 1) {
    if (!isBlock(file, at, await readBlock(handle, at, file.blockBytes))) bad.push(at);
    onProgress(at + 1, blockCount(file));
  }
  return bad;
}

const mostHead = 64 * 1024 * 1024;

async function readHead(handle: FileHandle): Promise<{ readonly head: BundleHead; readonly from: number } | undefined> {
  const piece = Buffer.alloc(64 * 1024);
  let line = '';
  while (line.length < mostHead) {
    const { bytesRead } = await handle.read(piece, 0, piece.length, line.length);
    const end = piece.subarray(0, bytesRead).indexOf(10);
    line += piece.subarray(0, end < 0 ? bytesRead : end).toString('latin1');
    if (end >= 0) {
      const head = bundleHead.safeParse(JSON.parse(line)).data;
      return head && { head, from: line.length + 1 };
    }
    if (bytesRead === 0) return undefined;
  }
  return undefined;
}

/** The head of a bundle and where its bytes begin; undefined for any other file. */
export async function openBundle(handle: FileHandle): ReturnType<typeof readHead> {
  try {
    return await readHead(handle);
  } catch {
    return undefined;
  }
}

/** Writes the blocks of a bundle into the damaged file: only what is bad, only with the registered digest, synced. */
export async function applyBundle(
  target: FileHandle,
  bundle: FileHandle,
  file: RepairedFile,
  { head, from }: { readonly head: BundleHead; readonly from: number },
): Promise<{ readonly written: number; readonly wrong: number }> {
  let [at, written, wrong] = [from, 0, 0];
  for (const { block: number, bytes: length } of head.blocks) {
    const bytes = Buffer.alloc(Math.min(length, file.blockBytes));
    const { bytesRead } = await bundle.read(bytes, 0, bytes.length, at);
    at += length;
    const present = await readBlock(target, number, file.blockBytes);
    if (isBlock(file, number, present)) continue;
    if (bytesRead !== length || !isBlock(file, number, bytes)) {
      wrong += 1;
      continue;
    }
    await target.write(bytes, 0, bytes.length, number * file.blockBytes);
    await target.sync();
    written += 1;
  }
  return { written, wrong };
}
