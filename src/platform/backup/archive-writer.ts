import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type FileHandle, link, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from '../database/refusal';
import { checksumEntry } from './contents';
import { BackupRefusal } from './refusal';
import { type Sink, sealingSink } from './sealing';
import type { SealedStream } from './sealing-key';
import { blockBytes, paddingAfter, tarHeader } from './tar-header';

/** A tar archive that ends with the digest of itself. */
export interface ArchiveWriter {
  entry(name: string, bytes: Buffer): Promise<void>;
  /** An entry whose size is known before its bytes. */
  streamed(name: string, size: number, bytes: AsyncIterable<Buffer>): Promise<void>;
  /** Writes the digest and the end; gives the digest. */
  end(): Promise<string>;
}

export function archiveWriter(sink: Sink, changedAt: number): ArchiveWriter {
  const whole = createHash('sha256');
  const write = async (bytes: Buffer) => {
    whole.update(bytes);
    await sink.write(bytes);
  };
  const streamed = async (name: string, size: number, bytes: AsyncIterable<Buffer>) => {
    await write(tarHeader({ name, size, changedAt }));
    let written = 0;
    for await (const piece of bytes) {
      written += piece.length;
      await write(piece);
    }
    if (written !== size) throw new BackupRefusal(`文件 ${name} 在备份过程中被改动，备份没有做成。请重新备份。`);
    await write(Buffer.alloc(paddingAfter(size)));
  };
  const entry = (name: string, bytes: Buffer) =>
    streamed(
      name,
      bytes.length,
      (async function* () {
        yield bytes;
      })(),
    );
  return {
    entry,
    streamed,
    async end() {
      const digest = whole.copy().digest('hex');
      await entry(checksumEntry, Buffer.from(`${digest}\n`));
      await write(Buffer.alloc(2 * blockBytes));
      await sink.end();
      return digest;
    },
  };
}

function fileSink(file: FileHandle): Sink & { readonly size: number } {
  let size = 0;
  let gathered: Buffer[] = [];
  let gatheredBytes = 0;
  const flush = async () => {
    const bytes = Buffer.concat(gathered);
    for (let from = 0; from < bytes.length; ) from += (await file.write(bytes, from)).bytesWritten;
    gathered = [];
    gatheredBytes = 0;
  };
  return {
    get size() {
      return size;
    },
    async write(bytes) {
      gathered.push(bytes);
      gatheredBytes += bytes.length;
      size += bytes.length;
      if (gatheredBytes >= blockBytes * 2048) await flush();
    },
    async end() {
      await flush();
      await file.sync();
    },
  };
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const taken = (path: string) => new BackupRefusal(`${path} 已经存在，不会覆盖。请换一个文件名。`);

async function openDraft(draft: string, path: string): Promise<FileHandle> {
  if (existsSync(path)) throw taken(path);
  try {
    return await open(draft, 'wx', 0o600);
  } catch (error) {
    throw new BackupRefusal(`无法在 ${dirname(path)} 中建立文件（${codeOf(error)}）。请检查目录是否存在、能否写入。`);
  }
}

/** A link never replaces a file that came meanwhile; where the disk knows no links, a move must do. */
async function putInPlace(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path);
    await rm(draft);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw taken(path);
    await rename(draft, path);
  }
  await syncFolder(dirname(path));
}

/** Writes an archive under another name, safely on disk, and puts it in place in one step; nothing is overwritten. */
export async function writeArchive<Result>(
  path: string,
  sealed: SealedStream | undefined,
  changedAt: number,
  work: (archive: ArchiveWriter) => Promise<Result>,
): Promise<{ readonly result: Result; readonly digest: string; readonly size: number }> {
  const draft = `${path}.${process.pid}.part`;
  const file = await openDraft(draft, path);
  try {
    const plain = fileSink(file);
    const archive = archiveWriter(sealed ? await sealingSink(sealed, plain) : plain, changedAt);
    const result = await work(archive);
    const digest = await archive.end();
    await file.close();
    await putInPlace(draft, path);
    return { result, digest, size: plain.size };
  } catch (error) {
    await file.close();
    await rm(draft, { force: true });
    if (codeOf(error) !== 'ENOSPC') throw error;
    throw new BackupRefusal(`磁盘空间不足，备份没有做成。请换一个空间更大的位置。`, { cause: error });
  }
}
