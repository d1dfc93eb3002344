import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { codeOf } from '../database/refusal';
import { type ByteReader, byteReader } from './byte-reader';
import { checksumEntry, entryKind, headEntry } from './contents';
import { ArchiveDamaged, BackupRefusal } from './refusal';
import { openedChunks } from './sealing';
import { isSealed, openSealedStream, sealedHeaderBytes } from './sealing-key';
import { blockBytes, paddingAfter, readTarHeader, type TarEntry } from './tar-header';

export interface ReadEntry {
  readonly name: string;
  readonly size: number;
  readonly bytes: AsyncIterable<Buffer>;
}

export interface OpenArchive {
  readonly isSealed: boolean;
  readonly size: number;
  /** Entries in the order they were written, the checksum last and already compared. */
  readonly entries: AsyncIterable<ReadEntry>;
  /** The digest of the whole, known when all entries have been read. */
  readonly digest: () => string;
}

const damaged = (what: string) => new ArchiveDamaged(`备份文件已损坏：${what}。请改用另一份备份。`);
const place = (position: number) => `第 ${position + 1} 字节起的`;
const pieceBytes = 256 * 1024;
const isZero = (bytes: Buffer) => bytes.every((byte) => byte === 0);

/** Entries of a tar archive in its one allowed form; a byte that differs anywhere is found. */
async function* tarEntries(reader: ByteReader, told: { digest: string }): AsyncGenerator<ReadEntry> {
  const whole = createHash('sha256');
  const take = async (size: number) => {
    const bytes = await reader.take(size);
    if (!bytes) throw new ArchiveDamaged('备份文件不完整，后面的内容缺失。请改用另一份备份。');
    return bytes;
  };
  async function* content({ name, size }: TarEntry) {
    for (let left = size; left > 0; ) {
      const piece = await reader.some(Math.min(left, pieceBytes));
      if (!piece) throw new ArchiveDamaged(`备份文件不完整，${name} 之后的内容缺失。请改用另一份备份。`);
      left -= piece.length;
      whole.update(piece);
      yield piece;
    }
    const padding = await take(paddingAfter(size));
    if (!isZero(padding)) throw damaged(`${name} 之后的填充不是零`);
    whole.update(padding);
  }
  for (;;) {
    const at = reader.position;
    const header = await take(blockBytes);
    const entry = readTarHeader(header);
    if (!entry || !entryKind(entry.name)) throw damaged(`${place(at)}条目名称与大小读不出来`);
    const before = whole.copy();
    whole.update(header);
    const bytes = content(entry);
    if (entry.name === checksumEntry) {
      told.digest = before.digest('hex');
      let text = '';
      for await (const piece of bytes) text += piece.toString('latin1');
      if (text !== `${told.digest}\n`) throw damaged('全文摘要与内容不符');
      if (!isZero(await take(2 * blockBytes))) throw damaged('结尾不是零');
      if (await reader.take(1)) throw damaged('结尾之后多出内容');
      return;
    }
    yield { name: entry.name, size: entry.size, bytes };
    for await (const _ of bytes);
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (found.isFile()) return found.size;
    throw new BackupRefusal(`${path} 不是文件，请写明备份文件。`);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') throw new BackupRefusal(`找不到备份文件 ${path}。请核对路径和文件名。`);
    if (codeOf(error) === 'EACCES') throw new BackupRefusal(`没有读取 ${path} 的权限。`);
    throw error;
  }
}

/** What to read, told how far it has come. */
export interface ReadChoices {
  readonly passphrase?: string | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

async function* counted(source: AsyncIterable<Buffer>, total: number, onProgress: ReadChoices['onProgress']) {
  let done = 0;
  for await (const piece of source) {
    done += piece.length;
    onProgress?.(done, total);
    yield piece;
  }
}

/** Opens a backup file, sealed or plain; nothing is given out of a sealed one that is not authentic. */
export async function openArchive(path: string, choices: ReadChoices = {}): Promise<OpenArchive> {
  const size = await sizeOf(path);
  const stream: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: 1024 * 1024 });
  const raw = byteReader(counted(stream, size, choices.onProgress));
  const start = await raw.peek(blockBytes);
  const told = { digest: '' };
  const result = (entries: AsyncIterable<ReadEntry>, sealed: boolean): OpenArchive => ({
    isSealed: sealed,
    size,
    entries,
    digest: () => told.digest,
  });
  if (!isSealed(start)) {
    if (readTarHeader(start)?.name !== headEntry) {
      throw new ArchiveDamaged(`${path} 不是本系统的备份文件，或开头已损坏。请核对文件，或改用另一份备份。`);
    }
    return result(tarEntries(raw, told), false);
  }
  if (choices.passphrase === undefined) {
    throw new BackupRefusal('这份备份已加密，请用 --passphrase-file 指明制作时的口令文件。');
  }
  const header = (await raw.take(sealedHeaderBytes)) ?? Buffer.alloc(0);
  const opened = openedChunks(openSealedStream(header, choices.passphrase), raw);
  return result(tarEntries(byteReader(opened), told), true);
}
