import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** What is taken from an archive: the names as they stand in it, each with its exact size. */
export type WantedFiles = ReadonlyMap<string, number>;

/** An archive that is not what it should be; the sentence says in what. */
export class ArchiveRefused extends Error {}

const blockBytes = 512;
/** Far above the package we know; a bomb ends here. */
const mostUnpacked = 256 * 1024 * 1024;

interface Entry {
  readonly name: string;
  readonly size: number;
  readonly isFile: boolean;
}

const text = (header: Buffer, from: number, to: number): string =>
  header.toString('utf8', from, to).replace(/\0[\s\S]*$/, '');

const isSumRight = (header: Buffer): boolean => {
  const told = Number.parseInt(text(header, 148, 156).trim(), 8);
  let sum = 8 * 0x20;
  for (const [at, byte] of header.entries()) if (at < 148 || at >= 156) sum += byte;
  return told === sum;
};

function readEntry(header: Buffer): Entry {
  if (!isSumRight(header)) throw new ArchiveRefused('模型包损坏：目录项的校验和不对。');
  const told = text(header, 124, 136).trim();
  const size = /^[0-7]{1,11}$/.test(told) ? Number.parseInt(told, 8) : Number.NaN;
  if (!Number.isSafeInteger(size)) throw new ArchiveRefused('模型包损坏：目录项没有合理的大小。');
  const prefix = text(header, 345, 500);
  const kind = text(header, 156, 157);
  return { name: prefix + (prefix ? '/' : '') + text(header, 0, 100), size, isFile: kind === '0' || kind === '' };
}

/**
 * Takes the wanted files out of a .tgz into memory and nothing else: no name of the archive ever becomes a path, links
 * and devices are passed over, a file of another size than known is refused.
 */
export async function filesOfArchive(archive: Uint8Array, wanted: WantedFiles): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  const unpacked = await unpack(archive);
  for (let at = 0; at + blockBytes <= unpacked.length; ) {
    const header = unpacked.subarray(at, at + blockBytes);
    if (header.every((byte) => byte === 0)) break;
    const { name, size, isFile } = readEntry(header);
    const begins = at + blockBytes;
    if (begins + size > unpacked.length) throw new ArchiveRefused('模型包不完整，没有下载完。');
    const known = isFile ? wanted.get(name) : undefined;
    if (known !== undefined) {
      if (known !== size) throw new ArchiveRefused(`模型包里的 ${name} 是 ${size} 字节，应为 ${known} 字节。`);
      found.set(name, Buffer.from(unpacked.subarray(begins, begins + size)));
    }
    at = begins + Math.ceil(size / blockBytes) * blockBytes;
  }
  const missing = [...wanted.keys()].find((name) => !found.has(name));
  if (missing) throw new ArchiveRefused(`模型包里没有 ${missing}。`);
  return found;
}

async function unpack(archive: Uint8Array): Promise<Buffer> {
  const parts: Buffer[] = [];
  let total = 0;
  try {
    const stream: AsyncIterable<Buffer> = Readable.from([archive]).pipe(createGunzip());
    for await (const part of stream) {
      total += part.length;
      if (total > mostUnpacked) throw new ArchiveRefused('模型包解开后过大，已停止。');
      parts.push(part);
    }
  } catch (error) {
    if (error instanceof ArchiveRefused) throw error;
    throw new ArchiveRefused('模型包不是完整的 .tgz 文件。');
  }
  return Buffer.concat(parts);
}
