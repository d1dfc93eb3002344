import { createHash } from 'node:crypto';
import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { answerOf } from './archive';

const hex = z.string().regex(/^[0-9a-f]{64}$/);

/** The file of a challenge as it is downloaded; what it does not name is left alone. */
export const challengeFile = z.object({
  format: z.literal('mingxun-copies-1'),
  id: z.uuid(),
  dueOn: z.string().max(10),
  nonce: hex,
  files: z
    .array(
      z.object({
        name: z.string().max(300),
        bytes: z.int().min(1),
        blockBytes: z
          .int()
          .min(1)
          .max(64 * 1024 * 1024),
        firstBlock: hex,
      }),
    )
    .max(1000),
  blocks: z
    .array(z.object({ file: z.int().min(0), block: z.int().min(0) }))
    .min(1)
    .max(1000),
});
type ChallengeFile = z.output<typeof challengeFile>;
type WantedFile = ChallengeFile['files'][number];

/** What is handed in: one answer a block, in the order of the challenge. */
interface AnswerFile {
  readonly format: 'mingxun-copy-answers-1';
  readonly challenge: string;
  readonly answers: readonly string[];
}

const deepest = 12;

export async function* filesBelow(folder: string, depth = 0): AsyncGenerator<string> {
  if (depth > deepest) return;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path, depth + 1);
    else if (entry.isFile()) yield path;
  }
}

export async function readBlock(file: FileHandle, block: number, blockBytes: number): Promise<Buffer> {
  const bytes = Buffer.alloc(blockBytes);
  let filled = 0;
  while (filled < blockBytes) {
    const { bytesRead } = await file.read(bytes, filled, blockBytes - filled, block * blockBytes + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

async function withFile<Result>(path: string, work: (file: FileHandle) => Promise<Result>): Promise<Result> {
  const file = await open(path, 'r');
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}

/** Finds the wanted files by their size and their first block, whatever they are called now. */
async function findCopies(folder: string, wanted: readonly WantedFile[]): Promise<Map<number, string>> {
  const bySize = new Map<number, number[]>();
  for (const [at, { bytes }] of wanted.entries()) bySize.set(bytes, [...(bySize.get(bytes) ?? []), at]);
  const found = new Map<number, string>();
  for await (const path of filesBelow(folder)) {
    const { size } = await stat(path);
    for (const at of bySize.get(size) ?? []) {
      const file = wanted[at];
      if (!file || found.has(at)) continue;
      const first = await withFile(path, (handle) => readBlock(handle, 0, file.blockBytes));
      if (createHash('sha256').update(first).digest('hex') === file.firstBlock) found.set(at, path);
    }
  }
  return found;
}

/** Answers every block of a challenge from the files in a folder; an empty answer where a file is not there. */
export async function answerFrom(
  folder: string,
  challenge: ChallengeFile,
): Promise<{ readonly answer: AnswerFile; readonly absent: readonly string[] }> {
  const found = await findCopies(folder, challenge.files);
  const nonce = Buffer.from(challenge.nonce, 'hex');
  const answers: string[] = [];
  for (const { file: at, block } of challenge.blocks) {
    const [file, path] = [challenge.files[at], found.get(at)];
    if (!file || !path) {
      answers.push('');
      continue;
    }
    const bytes = await withFile(path, (handle) => readBlock(handle, block, file.blockBytes));
    answers.push(bytes.length === 0 ? '' : answerOf(nonce, bytes).toString('hex'));
  }
  const absent = challenge.files.filter((_, at) => !found.has(at)).map(({ name }) => name);
  return { answer: { format: 'mingxun-copy-answers-1', challenge: challenge.id, answers }, absent };
}
