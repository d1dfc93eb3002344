import type { CopyQuestions } from './keeping-words';

/** What was found in the chosen files, and the answers in the order of the challenge. */
interface FoundAnswers {
  readonly answers: readonly string[];
  readonly absent: readonly string[];
}

const hexOf = (bytes: ArrayBuffer): string =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

export const digestOf = async (bytes: BufferSource): Promise<string> =>
  hexOf(await crypto.subtle.digest('SHA-256', bytes));

const bytesOf = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** Digests are made by the browser only where the page came over a safe connection. */
export const canAnswer = (): boolean => typeof crypto.subtle !== 'undefined';

type Wanted = CopyQuestions['files'][number];

const sliceOf = (file: File, block: number, { blockBytes }: Wanted): Promise<ArrayBuffer> =>
  file.slice(block * blockBytes, (block + 1) * blockBytes).arrayBuffer();

/** The chosen file that is the wanted one: by its size and its first block, whatever it is called now. */
async function copyOf(wanted: Wanted, files: readonly File[]): Promise<File | undefined> {
  for (const file of files) {
    if (file.size !== wanted.bytes) continue;
    if ((await digestOf(await sliceOf(file, 0, wanted))) === wanted.firstBlock) return file;
  }
  return undefined;
}

/** Answers from files on this machine: only the blocks asked for are read, and none of them leaves it. */
export async function answerFrom(
  { nonce, files: wanted, blocks }: CopyQuestions,
  files: readonly File[],
  onProgress: (share: number) => void,
): Promise<FoundAnswers> {
  const copies: (File | undefined)[] = [];
  for (const each of wanted) copies.push(await copyOf(each, files));
  const salt = bytesOf(nonce);
  const answers: string[] = [];
  for (const [at, { file, block, isSettled }] of blocks.entries()) {
    const [copy, one] = [copies[file], wanted[file]];
    if (isSettled || !copy || !one) answers.push('');
    else {
      const bytes = new Uint8Array(await sliceOf(copy, block, one));
      const joined = new Uint8Array(salt.length + bytes.length);
      joined.set(salt);
      joined.set(bytes, salt.length);
      answers.push(bytes.length === 0 ? '' : await digestOf(joined));
    }
    onProgress((at + 1) / blocks.length);
  }
  const needed = new Set(blocks.filter(({ isSettled }) => !isSettled).map(({ file }) => file));
  const absent = wanted.flatMap(({ name, className }, at) =>
    needed.has(at) && !copies[at] ? [`${className}：${name}`] : [],
  );
  return { answers, absent };
}

/** The answers in an answer file made without the network, if it belongs to this challenge. */
export async function answersIn(file: File, challengeId: string): Promise<readonly string[] | undefined> {
  if (file.size > 200_000) return undefined;
  try {
    const told: unknown = JSON.parse(await file.text());
    if (typeof told !== 'object' || told === null || !('challenge' in told) || !('answers' in told)) return undefined;
    const { challenge, answers } = told;
    if (challenge !== challengeId || !Array.isArray(answers)) return undefined;
    return answers.every((each) => typeof each === 'string') ? answers.map(String) : undefined;
  } catch {
    return undefined;
  }
}
