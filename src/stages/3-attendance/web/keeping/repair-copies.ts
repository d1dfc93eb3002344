import { api } from '#ui/api';
import { digestOf } from './answer-copies';

export type RepairRow = Awaited<ReturnType<typeof api.copy.repairs>>['rows'][number];
type RepairList = Awaited<ReturnType<typeof api.copy.repair>>;
type Registered = RepairList['file'];
type Progress = (done: number, total: number) => void;

declare global {
  interface Window {
    /** Browsers that let a page write into a file the person has chosen. */
    showOpenFilePicker?: () => Promise<readonly FileSystemFileHandle[]>;
  }
}
export const canWriteFiles = (): boolean => typeof globalThis.window?.showOpenFilePicker === 'function';

const hexOfBlock = 64;
const countOf = ({ blockHashes }: Registered): number => blockHashes.length / hexOfBlock;
const sliceOf = (file: Blob, at: number, { blockBytes }: Registered): Promise<ArrayBuffer> =>
  file.slice(at * blockBytes, (at + 1) * blockBytes).arrayBuffer();
const isBlock = async ({ blockHashes }: Registered, at: number, bytes: BufferSource): Promise<boolean> =>
  (await digestOf(bytes)) === blockHashes.slice(at * hexOfBlock, (at + 1) * hexOfBlock);

/** The damaged file itself: by its size and any of three blocks, so that no one bad block hides it. */
export async function findDamaged(file: Registered, files: readonly File[]): Promise<File | undefined> {
  const last = countOf(file) - 1;
  for (const each of files.filter(({ size }) => size === file.bytes))
    for (const at of new Set([0, Math.floor(last / 2), last]))
      if (await isBlock(file, at, await sliceOf(each, at, file))) return each;
  return undefined;
}

/** Which blocks of a file are not what was registered. */
export async function badBlocksOf(file: Registered, own: Blob, onProgress: Progress): Promise<number[]> {
  const bad: number[] = [];
  for (let at = 0; at < countOf(file); at += 1) {
    if (!(await isBlock(file, at, await sliceOf(own, at, file)))) bad.push(at);
    onProgress(at + 1, countOf(file));
  }
  return bad;
}

async function put(repairId: string, block: number, body: BodyInit): Promise<string | undefined> {
  const answer = await fetch(`/video/repairs/${repairId}/blocks/${block}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream' },
    body,
  });
  if (answer.ok) return undefined;
  const told: unknown = await answer.json().catch(() => undefined);
  return typeof told === 'object' && told !== null && 'message' in told ? String(told.message) : '这一块没有送成。';
}

export interface Sent {
  readonly sent: number;
  /** Blocks that are bad in the institution’s own file as well. */
  readonly badHere: number;
  readonly trouble?: string;
}

/** Sends the bureau the blocks it lacks; what is bad here as well is not sent. */
export async function sendBlocks(list: RepairList, own: Blob, onProgress: Progress): Promise<Sent> {
  const { blocks } = await api.copy.send({ repairId: list.id });
  let [sent, badHere] = [0, 0];
  for (const [at, block] of blocks.entries()) {
    const bytes = await sliceOf(own, block, list.file);
    if (await isBlock(list.file, block, bytes)) {
      const trouble = await put(list.id, block, bytes);
      if (trouble) return { sent, badHere, trouble };
      sent += 1;
    } else badHere += 1;
    onProgress(at + 1, blocks.length);
  }
  return { sent, badHere };
}

const mostAtOnce = 64;

interface Fetched {
  readonly mended: number;
  /** Blocks that are bad at the bureau as well; it has them on its list now. */
  readonly lost: number;
}

/** Fetches good blocks from the bureau, each held against its digest before it is given on. */
export async function fetchBlocks(
  list: RepairList,
  bad: readonly number[],
  take: (block: number, bytes: ArrayBuffer) => Promise<void>,
  onProgress: Progress,
): Promise<Fetched> {
  let [mended, lost] = [0, 0];
  for (let from = 0; from < bad.length; from += mostAtOnce) {
    const given = await api.copy.fetch({ repairId: list.id, blocks: bad.slice(from, from + mostAtOnce) });
    lost += given.lost.length;
    for (const block of given.blocks) {
      const begin = block * list.file.blockBytes;
      const end = Math.min(begin + list.file.blockBytes, list.file.bytes) - 1;
      const answer = await fetch(given.address, { headers: { range: `bytes=${begin}-${end}` } });
      const bytes = await answer.arrayBuffer();
      if (answer.status === 206 && (await isBlock(list.file, block, bytes))) {
        await take(block, bytes);
        mended += 1;
      } else lost += 1;
      onProgress(mended + lost, bad.length);
    }
  }
  return { mended, lost };
}

/** Mends the chosen file in its place; the browser keeps the old one until everything has been written. */
export async function mendFile(
  handle: FileSystemFileHandle,
  list: RepairList,
  bad: readonly number[],
  onProgress: Progress,
): Promise<Fetched> {
  const writable = await handle.createWritable({ keepExistingData: true });
  try {
    const take = (block: number, data: ArrayBuffer) =>
      writable.write({ type: 'write', position: block * list.file.blockBytes, data });
    const fetched = await fetchBlocks(list, bad, take, onProgress);
    await writable.close();
    return fetched;
  } catch (error) {
    await writable.abort().catch(() => undefined);
    throw error;
  }
}

/** The same blocks as a file for the command on a machine without a network. */
export async function bundleOf(list: RepairList, bad: readonly number[], onProgress: Progress): Promise<Blob> {
  const [blocks, parts]: [{ block: number; bytes: number }[], ArrayBuffer[]] = [[], []];
  await fetchBlocks(
    list,
    bad,
    async (block, bytes) => {
      blocks.push({ block, bytes: bytes.byteLength });
      parts.push(bytes);
    },
    onProgress,
  );
  const head = JSON.stringify({ format: 'mingxun-copy-blocks-1', repair: list.id, blocks });
  return new Blob([`${head}\n`, ...parts]);
}

const numbers = (told: unknown): number[] | undefined =>
  Array.isArray(told) && told.every((each) => Number.isSafeInteger(each)) ? told.map(Number) : undefined;

/** The list of bad blocks the command has written, if it belongs to this repair. */
export async function wantedIn(file: File, repairId: string): Promise<number[] | undefined> {
  if (file.size > 8_000_000) return undefined;
  try {
    const told: unknown = JSON.parse(await file.text());
    if (typeof told !== 'object' || told === null || !('repair' in told) || !('blocks' in told)) return undefined;
    return told.repair === repairId ? numbers(told.blocks) : undefined;
  } catch {
    return undefined;
  }
}

const mostHead = 32_000_000;

/** The first line of such a file, and where the blocks begin; undefined for any other file. */
async function headOf(file: File): Promise<{ readonly head: object; readonly begin: number } | undefined> {
  const start = new Uint8Array(await file.slice(0, mostHead).arrayBuffer());
  const end = start.indexOf(10);
  if (end < 0) return undefined;
  try {
    const head: unknown = JSON.parse(new TextDecoder().decode(start.subarray(0, end)));
    return typeof head === 'object' && head !== null ? { head, begin: end + 1 } : undefined;
  } catch {
    return undefined;
  }
}

/** Sends what the command gathered for the bureau; undefined for a file of another repair. */
export async function sendBundle(list: RepairList, file: File, onProgress: Progress): Promise<Sent | undefined> {
  const { head, begin } = (await headOf(file)) ?? {};
  if (!head || begin === undefined || !('repair' in head) || head.repair !== list.id) return undefined;
  const blocks = 'blocks' in head && Array.isArray(head.blocks) ? head.blocks : [];
  await api.copy.send({ repairId: list.id });
  let [at, sent] = [begin, 0];
  for (const [index, each] of blocks.entries()) {
    const [block, length] = [Number(each?.block), Number(each?.bytes)];
    const trouble = await put(list.id, block, await file.slice(at, at + length).arrayBuffer());
    if (trouble) return { sent, badHere: 0, trouble };
    [at, sent] = [at + length, sent + 1];
    onProgress(index + 1, blocks.length);
  }
  return { sent, badHere: 0 };
}
