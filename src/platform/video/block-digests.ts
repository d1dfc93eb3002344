import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { leafHash, treeRoot } from '../log/merkle';

/** Recordings are proved and copied in blocks of this many bytes. */
export const blockBytes = 4 * 1024 * 1024;
export const digestBytes = 32;

/** What a file is, whole and block by block; a copy proves that it has a block by its digest and the path to the root. */
export interface FileDigests {
  readonly byteLength: number;
  readonly sha256: Buffer;
  readonly blockBytes: number;
  /** SHA-256 of each block, one after the other. */
  readonly blockHashes: Buffer;
  /** RFC 6962 root over the digests of the blocks. */
  readonly blocksRoot: Buffer;
}

export const rootOfBlocks = (blockHashes: Buffer): Buffer =>
  treeRoot(
    Array.from({ length: blockHashes.length / digestBytes }, (_, at) =>
      leafHash(blockHashes.subarray(at * digestBytes, (at + 1) * digestBytes)),
    ),
  );

/** Fills `block` from `at` on; less is given only at the end of the file. */
async function readFully(file: FileHandle, block: Buffer, at: number): Promise<number> {
  let filled = 0;
  while (filled < block.length) {
    const { bytesRead } = await file.read(block, filled, block.length - filled, at + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}

/** Reads a file once, a block at a time. */
export async function digestFile(path: string, signal?: AbortSignal): Promise<FileDigests> {
  const whole = createHash('sha256');
  const hashes: Buffer[] = [];
  const block = Buffer.allocUnsafe(blockBytes);
  let byteLength = 0;
  const file = await open(path, 'r');
  try {
    for (;;) {
      signal?.throwIfAborted();
      const size = await readFully(file, block, byteLength);
      if (size === 0) break;
      const bytes = block.subarray(0, size);
      whole.update(bytes);
      hashes.push(createHash('sha256').update(bytes).digest());
      byteLength += size;
      if (size < blockBytes) break;
    }
  } finally {
    await file.close();
  }
  const blockHashes = Buffer.concat(hashes);
  return { byteLength, sha256: whole.digest(), blockBytes, blockHashes, blocksRoot: rootOfBlocks(blockHashes) };
}
