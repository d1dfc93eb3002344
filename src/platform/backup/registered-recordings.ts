import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Transaction } from '../operation';

/** A recording as it was registered when it was received; its bytes never change afterwards. */
export interface RegisteredRecording {
  readonly key: string;
  readonly byteLength: number;
  readonly blockBytes: number;
  /** SHA-256 of each block, one after the other. */
  readonly blockHashes: Buffer;
}

interface Row {
  readonly key: string;
  readonly byte_length: string;
  readonly block_bytes: number;
  readonly block_hashes: Buffer;
  readonly is_gone: boolean;
}

/** What there is to keep, and what a purge has taken away for good and no copy may keep. */
export async function registeredRecordings(
  tx: Transaction,
): Promise<{ readonly kept: readonly RegisteredRecording[]; readonly purged: readonly string[] }> {
  const { rows } = await sql<Row>`
    select r.storage_key as key, r.byte_length::text, r.block_bytes, r.block_hashes, exists (select from purge_items i
      where i.source = 'recording' and i.item_id = r.id::text and i.removed_at is not null) as is_gone
    from recordings r where r.received_at is not null order by r.received_at, r.id`.execute(tx);
  return {
    kept: rows
      .filter(({ is_gone }) => !is_gone)
      .map((row) => ({
        key: row.key,
        byteLength: Number(row.byte_length),
        blockBytes: row.block_bytes,
        blockHashes: row.block_hashes,
      })),
    purged: rows.filter(({ is_gone }) => is_gone).map(({ key }) => key),
  };
}

const hashBytes = 32;
export const blockCount = ({ blockHashes }: RegisteredRecording): number => blockHashes.length / hashBytes;

/** Whether the bytes are what was registered of a block. */
export const isBlock = ({ blockHashes }: RegisteredRecording, at: number, bytes: Uint8Array): boolean =>
  createHash('sha256')
    .update(bytes)
    .digest()
    .equals(blockHashes.subarray(at * hashBytes, (at + 1) * hashBytes));

export const sizeAt = (path: string): Promise<number | undefined> =>
  stat(path).then(
    ({ size }) => size,
    () => undefined,
  );

export async function readBlock(path: string, of: RegisteredRecording, at: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const block = Buffer.alloc(Math.max(0, Math.min(of.blockBytes, of.byteLength - at * of.blockBytes)));
    let filled = 0;
    while (filled < block.length) {
      const { bytesRead } = await file.read(block, filled, block.length - filled, at * of.blockBytes + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return block.subarray(0, filled);
  } finally {
    await file.close();
  }
}

export const badBlock = (path: string, of: RegisteredRecording, at: number): Promise<boolean> =>
  readBlock(path, of, at).then(
    (bytes) => !isBlock(of, at, bytes),
    () => true,
  );

/** Told how many bytes more are done. */
export type Step = (bytes: number) => void;

export const copyPath = (folder: string, { key }: Pick<RegisteredRecording, 'key'>): string => join(folder, key);
