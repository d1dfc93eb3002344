import { badBlock, blockCount, type RegisteredRecording, sizeAt, type Step } from './registered-recordings';

/** A recording, in the data folder or among the copies, that is not what was registered when it was received. */
export interface Difference {
  readonly key: string;
  readonly side: 'data' | 'backup';
  readonly registeredBytes: number;
  /** Undefined where there is no file. */
  readonly bytes: number | undefined;
  readonly blocks: number;
  /** Blocks whose digest is not the registered one, the first being 1. */
  readonly badBlocks: readonly number[];
}

/** Reads a file through; undefined when every block and the length are as registered. */
export async function differenceOf(
  side: Difference['side'],
  path: string,
  of: RegisteredRecording,
  step: Step,
): Promise<Difference | undefined> {
  const badBlocks: number[] = [];
  for (let at = 0; at < blockCount(of); at += 1) {
    if (await badBlock(path, of, at)) badBlocks.push(at + 1);
    step(Math.min(of.blockBytes, of.byteLength - at * of.blockBytes));
  }
  const bytes = await sizeAt(path);
  if (bytes === of.byteLength && badBlocks.length === 0) return undefined;
  return { key: of.key, side, registeredBytes: of.byteLength, bytes, blocks: blockCount(of), badBlocks };
}

const sides: Record<Difference['side'], string> = { data: '数据目录里', backup: '备份里' };

function spokenFault({ registeredBytes, bytes, blocks, badBlocks }: Difference): string {
  if (bytes === undefined) return '没有这个文件';
  const length = bytes === registeredBytes ? '' : `长 ${bytes} 字节，登记的是 ${registeredBytes} 字节`;
  const [first] = badBlocks;
  const content =
    first === undefined ? '' : `${blocks} 块中 ${badBlocks.length} 块与登记的摘要不符，从第 ${first} 块起`;
  return [length, content].filter(Boolean).join('；');
}

/** What differs of a recording, and what is to be done about it. */
export function spokenDifference(
  difference: Difference,
  all: readonly Difference[],
  renewed: readonly string[],
): string {
  const { key, side } = difference;
  const isBoth = all.some((other) => other.key === key && other.side !== side);
  const next = renewed.includes(key)
    ? '已从数据目录重新拷贝，请检查备份盘'
    : isBoth
      ? '两处都不完好：restore-recordings 能拼出的先拼出，其余请机构从自己的一份补送（“存证抽查”页）'
      : side === 'data'
        ? '备份没有动，可用 restore-recordings 修复'
        : '数据目录里读不出，请检查磁盘后重新运行';
  return `${key}：${sides[side]}${spokenFault(difference)}。${next}。`;
}
