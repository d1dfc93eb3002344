import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

const unzip = promisify(gunzip);

/** Unpacks at most `limit` bytes; undefined for what is larger, cut off or no gzip at all. */
export async function inflate(bytes: Buffer, limit: number): Promise<Buffer | undefined> {
  try {
    return await unzip(bytes, { maxOutputLength: limit });
  } catch {
    return undefined;
  }
}
