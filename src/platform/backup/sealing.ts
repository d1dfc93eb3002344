import type { ByteReader } from './byte-reader';
import { ArchiveDamaged } from './refusal';
import type { SealedStream } from './sealing-key';

export const chunkBytes = 1024 * 1024;
const lastMark = 0x8000_0000;
const longestSealed = chunkBytes + 1024;

/** Where bytes of an archive go. */
export interface Sink {
  write(bytes: Buffer): Promise<void>;
  end(): Promise<void>;
}

/** What each chunk is bound to: this backup, its place, its length and whether it is the last one. */
function associatedWith(header: Buffer, place: number, word: Buffer): Buffer {
  const number = Buffer.alloc(8);
  number.writeBigUInt64BE(BigInt(place));
  return Buffer.concat([header, number, word]);
}

function wordOf(plainLength: number, isLast: boolean): Buffer {
  const word = Buffer.alloc(4);
  word.writeUInt32BE(plainLength + (isLast ? lastMark : 0));
  return word;
}

/** Seals whatever is written in chunks; no chunk can be changed, moved, repeated or left out. */
export async function sealingSink({ header, cipher }: SealedStream, into: Sink): Promise<Sink> {
  let place = 0;
  let chunk = Buffer.allocUnsafe(chunkBytes);
  let filled = 0;
  const flush = async (isLast: boolean) => {
    const word = wordOf(filled, isLast);
    const sealed = cipher.seal(associatedWith(header, place, word), chunk.subarray(0, filled));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(sealed.length);
    await into.write(Buffer.concat([word, length, sealed]));
    place += 1;
    filled = 0;
    chunk = Buffer.allocUnsafe(chunkBytes);
  };
  await into.write(header);
  return {
    async write(bytes) {
      for (let from = 0; from < bytes.length; ) {
        if (filled === chunkBytes) await flush(false);
        const taken = bytes.copy(chunk, filled, from);
        filled += taken;
        from += taken;
      }
    },
    async end() {
      await flush(true);
      await into.end();
    },
  };
}

/** The plain bytes of a sealed archive, each chunk authenticated before any of it is given out. */
export async function* openedChunks({ header, cipher }: SealedStream, reader: ByteReader): AsyncGenerator<Buffer> {
  for (let place = 0; ; place += 1) {
    const at = reader.position;
    const damaged = (what: string) =>
      new ArchiveDamaged(`备份文件已损坏：第 ${at + 1} 字节起的一段${what}。请改用另一份备份。`);
    const [word, length] = [await reader.take(4), await reader.take(4)];
    const sealedLength = length?.readUInt32BE() ?? 0;
    if (!word || !length) throw damaged('缺失，文件不完整');
    if (sealedLength > longestSealed) throw damaged('与加密时不一致');
    const sealed = await reader.take(sealedLength);
    if (!sealed) throw damaged('缺失，文件不完整');
    const plain = cipher.open(associatedWith(header, place, word), sealed);
    if (!plain) throw damaged('与加密时不一致');
    yield plain;
    if (word.readUInt32BE() >= lastMark) break;
  }
  if (await reader.take(1)) throw new ArchiveDamaged('备份文件末尾多出内容，不是原来的文件。请改用另一份备份。');
}
