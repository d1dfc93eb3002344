import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from 'pg';
import { z } from 'zod';
import { codeOf } from '../database/refusal';
import { keyOf } from '../files/store';
import type { ArchiveWriter } from './archive-writer';
import type { BackupContents } from './contents';

const isPair = (name: string) => /^[0-9a-f]{2}$/.test(name);

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return [];
    throw error;
  }
}

/** The digests by which the folder knows its files, in order; unfinished uploads are none. */
export async function* storedHashes(root: string): AsyncGenerator<string> {
  for (const first of (await namesIn(root)).filter(isPair)) {
    for (const second of (await namesIn(join(root, first))).filter(isPair)) {
      const hashes = (await namesIn(join(root, first, second))).filter((name) => /^[0-9a-f]{64}$/.test(name));
      yield* hashes.filter((hash) => hash.startsWith(first + second));
    }
  }
}

async function registeredHashes(client: Client): Promise<Set<string>> {
  const { rows } = await client.query({ text: 'select hash from files order by hash', rowMode: 'array' });
  return new Set(
    z
      .array(z.tuple([z.string()]))
      .parse(rows)
      .map(([hash]) => hash),
  );
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Writes every stored file; one that is lost or no longer what its name says is noted, and the rest goes on. */
export async function writeFiles(
  client: Client,
  root: string,
  archive: ArchiveWriter,
  onBytes: (count: number) => void,
): Promise<BackupContents['files']> {
  const missing = await registeredHashes(client);
  const damaged: string[] = [];
  let count = 0;
  let bytes = 0;
  for await (const hash of storedHashes(root)) {
    const path = join(root, keyOf(hash));
    const size = await sizeOf(path);
    if (size === undefined) continue;
    const digest = createHash('sha256');
    const watched = async function* (): AsyncGenerator<Buffer> {
      const stream: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: 1024 * 1024 });
      for await (const piece of stream) {
        digest.update(piece);
        onBytes(piece.length);
        yield piece;
      }
    };
    await archive.streamed(`files/${keyOf(hash)}`, size, watched());
    if (digest.digest('hex') !== hash) damaged.push(hash);
    missing.delete(hash);
    count += 1;
    bytes += size;
  }
  return { count, bytes, missing: [...missing], damaged };
}
