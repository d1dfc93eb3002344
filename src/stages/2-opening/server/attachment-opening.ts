import { digestOf } from '#platform/files/store';
import type { Context } from '#platform/operation';
import { drawAnew, keptName, type Sent } from './attachment-intake';
import { findStored, type StoredPages } from './attachment-store';
import type { ClassRecord } from './records';

/** Files drawn at a time: as many as a small machine has cores. */
const atOnce = 2;

/** One file of a sending: drawn anew and stored, known from before, or why it cannot be taken. */
export interface OpenedFile {
  readonly path: string;
  readonly fileName: string;
  readonly digest: Buffer;
  readonly stored: StoredPages | { readonly why: string };
}

const tooLate = '这一包太大，没有来得及处理。请把同一个压缩包再传一次，已收下的不会重复。';
const broken = '压缩包里的这个文件已损坏，请重新打包后上传。';
const nothing = Buffer.alloc(0);

/** Reads the files of a sending and draws those not drawn before, some at a time; `kept` holds those of this sending. */
export async function* openFiles(
  context: Context,
  record: ClassRecord,
  { files }: Sent,
  kept: ReadonlyMap<string, StoredPages>,
  time: AbortSignal,
): AsyncGenerator<OpenedFile> {
  for (let from = 0; from < files.length; from += atOnce) {
    const some: (() => Promise<OpenedFile>)[] = [];
    for (const sentFile of files.slice(from, from + atOnce)) {
      const file = { path: sentFile.path, fileName: keptName(sentFile.path) };
      const bytes = time.aborted ? undefined : await sentFile.read();
      const digest = bytes ? digestOf(bytes) : nothing;
      const known = bytes && (kept.get(digest.toString('hex')) ?? (await findStored(context, record, digest)));
      if (known) some.push(async () => ({ ...file, digest, stored: known }));
      else if (bytes)
        some.push(async () => ({ ...file, digest, stored: await drawAnew(context, record, digest, bytes) }));
      else some.push(async () => ({ ...file, digest, stored: { why: time.aborted ? tooLate : broken } }));
    }
    yield* await Promise.all(some.map((draw) => draw()));
  }
}
