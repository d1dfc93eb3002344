import { createSketchTable, sketchOf, sketchPicture } from '../src/platform/files/intake';
import { boxesOfChance } from '../src/platform/files/testing-pictures';
import { bandwidth, timed } from './memory-bandwidth';
import { searchedWords } from './picture-words';
import { type BenchReport, medianOf, type Series } from './report';

const sizes = [100_000, 1_000_000] as const;
const sketchBytes = 32;
const most = 12;
const goalMs = 1;
/** One search takes less than the clock of a process can tell. */
const together = 50;

/** Bits of no picture, the same in every run. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  };
}

const sketchesOf = (count: number): Uint8Array[] => {
  const next = seeded(11);
  return Array.from({ length: count }, () => Uint8Array.from({ length: sketchBytes }, next));
};

const bitsOfByte = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length);

/** The peer: the same exact search in plain code, over one block of memory. */
function plainSearch(block: Uint8Array, wanted: Uint8Array): number {
  let found = 0;
  for (let row = 0; row < block.length; row += sketchBytes) {
    let bits = 0;
    for (let at = 0; at < sketchBytes; at += 1) bits += bitsOfByte[(block[row + at] ?? 0) ^ (wanted[at] ?? 0)] ?? 0;
    if (bits <= most) found += 1;
  }
  return found;
}

function searched(count: number): { readonly series: readonly Series[]; readonly ms: number } {
  const rows = sketchesOf(count);
  const table = createSketchTable();
  for (const each of rows) table.add(each);
  const wanted = rows[count >> 1] ?? new Uint8Array(sketchBytes);
  if (table.near(wanted, most).length !== 1)
    throw new Error('the bench found another number of pictures than it put in');
  const values = timed(() => {
    for (let at = 0; at < together; at += 1) table.near(wanted, most);
  }).map((ms) => ms / together);
  const block = new Uint8Array(count * sketchBytes);
  for (const [at, each] of rows.entries()) block.set(each, at * sketchBytes);
  const name = count.toLocaleString('zh-CN');
  return {
    series: [
      { name: `${name} 张照片里找几乎相同的`, unit: 'ms', values },
      { name: `同场：${name} 张，普通 JavaScript`, unit: 'ms', values: timed(() => plainSearch(block, wanted), 5) },
    ],
    ms: medianOf(values),
  };
}

async function sketched(): Promise<Series> {
  const picture = await boxesOfChance(3);
  const values: number[] = [];
  sketchOf(await sketchPicture(picture));
  for (let run = 0; run < 20; run += 1) {
    const began = performance.now();
    sketchOf(await sketchPicture(picture));
    values.push(performance.now() - began);
  }
  return { name: '一张照片（1280×960）算出摘要，历时', unit: 'ms', values };
}

/** Pictures of check-ins and of roll calls: one held against all of the city, beside plain code and the memory it must read. */
export async function benchPictureLikeness(): Promise<BenchReport> {
  const limit = bandwidth();
  const found = sizes.map(searched);
  const [small] = found;
  const ms = small?.ms ?? Number.NaN;
  const words = await searchedWords(limit.gigabytesPerSecond);
  const [call, calls] = words.medians;
  const limitMs = (sizes[0] * sketchBytes) / 1e6 / limit.gigabytesPerSecond;
  return {
    claim: `在 100,000 张签到照片里逐张找几乎相同的：${ms.toFixed(2)} 毫秒（中位数）；同样的字节只读一遍 ${limitMs.toFixed(2)} 毫秒；在 100,000 次点名里找裁边、翻转的：${call?.toFixed(0)} 毫秒，1,000,000 次 ${calls?.toFixed(0)} 毫秒`,
    goal: `签到 ≤ ${goalMs} 毫秒；点名 100,000 次 ≤ 300 毫秒、1,000,000 次 ≤ 3,000 毫秒`,
    met: ms <= goalMs && words.isMet,
    series: [...found.flatMap(({ series }) => series), await sketched(), ...words.series],
    notes: [
      `每张 256 位摘要，相差不超过 ${most} 位的算几乎相同；逐张数位，没有遗漏；单线程，处理器时间。`,
      '摘要和画面特征是按固定种子造的，不是任何人的照片；画面特征的常见程度仿造出的教室照片。',
      '点名：每两个特征取一个，放在内存里逐个看；找到的最多 40 张再逐处对位。从数据库读入内存不在内。',
    ],
  };
}
