import sharp from 'sharp';
import {
  createWordTable,
  mirroredWords,
  type PictureWord,
  pictureWords,
  samePlaces,
  type WordTable,
  wordKeys,
} from '../src/platform/files/intake';
import { boxesOfChance } from '../src/platform/files/testing-pictures';
import { processorMs, timed } from './memory-bandwidth';
import { medianOf, type Series } from './report';

const sizes = [100_000, 1_000_000] as const;
const goalsMs = [300, 3_000] as const;
const runs = 7;
/** Words of a generated picture, and how many of them are taken from those that many pictures show. */
const [ownWords, commonWords, pool] = [340, 76, 1_800] as const;
const laidOver = 40;

/** Numbers of no picture, the same in every run. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  };
}

/** Pictures whose words are as common and as rare as those of generated classrooms. */
function crowd(count: number, found: readonly PictureWord[], plain: number[] | undefined): WordTable {
  const next = seeded(17);
  const shared = Array.from({ length: pool }, next);
  const table = createWordTable();
  const words = Array.from({ length: ownWords }, () => 0);
  for (let at = 0; at < count; at += 1) {
    // The square of chance: a few words stand in half of all pictures, most in hardly any.
    for (let nth = 0; nth < ownWords; nth += 1)
      words[nth] = nth < commonWords ? (shared[Math.floor((next() / 2 ** 24) ** 2 * pool)] ?? 0) : next();
    const keys = wordKeys(at === count >> 1 ? found.map(({ word }) => word) : words);
    table.add(at, keys);
    for (let byte = 0; plain && byte < keys.length; byte += 3) plain.push(keys.readUIntBE(byte, 3));
  }
  return table;
}

/** The peer: every word of every picture asked of a set, nothing kept out before. */
const plainCount = (words: readonly number[], sought: ReadonlySet<number>): number => {
  let found = 0;
  for (const word of words) if (sought.has(word)) found += 1;
  return found;
};

async function processorOf(work: () => Promise<unknown>): Promise<number[]> {
  const values: number[] = [];
  await work();
  for (let run = 0; run < runs; run += 1) {
    const began = process.cpuUsage();
    await work();
    values.push(processorMs(began));
  }
  return values;
}

/** Pictures of roll calls: a cut and turned copy looked for among all answered calls, then laid over those most alike. */
export async function searchedWords(gigabytesPerSecond: number) {
  const picture = await boxesOfChance(3);
  const own = await pictureWords(picture);
  const cut = sharp(picture).extract({ left: 77, top: 38, width: 1_152, height: 864 });
  const copy = await pictureWords(
    await sharp(await cut.toBuffer())
      .flop()
      .jpeg({ quality: 60 })
      .toBuffer(),
  );
  const readings = [copy, mirroredWords(copy)];
  const words = readings.map((reading) => reading.map(({ word }) => word));
  const series: Series[] = [];
  const medians: number[] = [];
  for (const size of sizes) {
    const plain = size === sizes[0] ? [] : undefined;
    const table = crowd(size, own, plain);
    if ((await table.most(words, laidOver))[0] !== size >> 1)
      throw new Error('the bench did not find the copied picture');
    const values = await processorOf(() => table.most(words, laidOver));
    const name = size.toLocaleString('zh-CN');
    medians.push(medianOf(values));
    series.push({ name: `${name} 次点名里找裁边又左右翻转的`, unit: 'ms', values });
    const limit = (size * (ownWords / 2) * 4) / 1e6 / gigabytesPerSecond;
    series.push({ name: `极限：${name} 次点名的特征只读一遍`, unit: 'ms', values: [limit] });
    const sought = new Set(words.flat());
    if (plain)
      series.push({
        name: `同场：${name} 次点名，逐个问集合`,
        unit: 'ms',
        values: timed(() => plainCount(plain, sought), 3),
      });
  }
  const overlay = timed(() => {
    for (let at = 0; at < laidOver; at += 1) for (const reading of readings) samePlaces(reading, own);
  }, runs);
  series.push({ name: `最相像的 ${laidOver} 张逐处对位`, unit: 'ms', values: overlay });
  return { series, medians, isMet: medians.every((ms, at) => ms <= (goalsMs[at] ?? 0)) };
}
