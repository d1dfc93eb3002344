import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { openOnnxEngine } from '../src/platform/faces/onnx-engine';
import { type LoadedModels, loadModels } from '../src/platform/faces/onnx-models';
import { readFace } from '../src/platform/faces/read-face';
import { modelsFolderOf } from '../src/platform/faces/model-store';
import { createFaceIndex, type FaceIndex } from '../src/platform/faces/search/face-index';
import { type FaceTemplate, normalised } from '../src/platform/faces/template';
import { bandwidth, processorMs, timed } from './memory-bandwidth';
import { type BenchReport, medianOf, type Series } from './report';

const dims = 512;
const engineId = 'bench';
const sizes = [100_000, 1_000_000] as const;
const checkSeconds = 8;
const checkRuns = 30;

/** Numbers of no person, the same in every run. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296 - 0.5;
  };
}

const faceOf = (next: () => number): Float32Array =>
  normalised(Float32Array.from({ length: dims }, () => next() + next() + next())) ?? new Float32Array(dims);

/** A million different faces from a few: each the sum of two. */
function filled(index: FaceIndex, count: number): void {
  const next = seeded(7);
  const [ones, others] = [
    Array.from({ length: 1009 }, () => faceOf(next)),
    Array.from({ length: 997 }, () => faceOf(next)),
  ];
  for (let at = index.size; at < count; at += 1) {
    const [one = new Float32Array(dims), other = one] = [ones[at % 1009], others[at % 997]];
    const values = new Float32Array(dims);
    for (let each = 0; each < dims; each += 1) values[each] = ((one[each] ?? 0) + (other[each] ?? 0)) * Math.SQRT1_2;
    index.put(String(at), { engineId, values });
  }
}

/** The peer: the same exact search in plain code. */
function plainSearch(table: Float32Array, values: Float32Array): number {
  let [best, bestRow] = [Number.NEGATIVE_INFINITY, 0];
  for (let row = 0; row * dims < table.length; row += 1) {
    let sum = 0;
    for (let at = 0; at < dims; at += 1) sum += (table[row * dims + at] ?? 0) * (values[at] ?? 0);
    if (sum > best) [best, bestRow] = [sum, row];
  }
  return bestRow;
}

interface Checks {
  readonly series: readonly Series[];
  readonly notes: readonly string[];
}

/** Processor time of whole checks in this process: the same whatever else the machine does. */
async function processorPerCheck(models: LoadedModels, picture: Buffer): Promise<number[]> {
  const times: number[] = [];
  await readFace(models, picture);
  for (let run = 0; run < checkRuns; run += 1) {
    const began = process.cpuUsage();
    await readFace(models, picture);
    times.push(processorMs(began));
  }
  return times;
}

async function checksPerSecond(picture: Buffer, workers: number): Promise<number[]> {
  const found = await openOnnxEngine({ modelsFolder: modelsFolderOf(process.env, process.cwd()), workers });
  if (!found.isAvailable) return [];
  const { engine } = found;
  const reference = await engine.read(picture);
  const rates: number[] = [];
  const oneSecond = async (): Promise<number> => {
    const began = performance.now();
    let done = 0;
    const lane = async (): Promise<void> => {
      while (performance.now() - began < 1000) {
        const answer = await engine.read(picture);
        if (answer.isRead && reference.isRead) engine.compare(answer.template, reference.template);
        done += 1;
      }
    };
    await Promise.all(Array.from({ length: workers }, lane));
    return (1000 * done) / (performance.now() - began);
  };
  for (let second = 0; second < checkSeconds; second += 1) rates.push(await oneSecond());
  await engine.close();
  return rates;
}

/** Whole checks: decoded, found, measured, embedded, liveness, compared. */
async function checks(): Promise<Checks> {
  const path = resolve(join('..', 'shared', 'fixtures', 'faces', 'obama.jpg'));
  if (!existsSync(path)) return { series: [], notes: ['没有人脸样张，没有测每秒比对次数。'] };
  const original = await readFile(path);
  const series: Series[] = [];
  let models: LoadedModels | undefined;
  for (const [name, width] of [
    ['宽 250 像素', 250],
    ['宽 640 像素', 640],
  ] as const) {
    const picture = await sharp(original).resize(width).jpeg({ quality: 90 }).toBuffer();
    for (const workers of new Set([1, availableParallelism()])) {
      const values = await checksPerSecond(picture, workers);
      if (values.length === 0) return { series: [], notes: ['人脸模型或推理库不在，没有测每秒比对次数。'] };
      series.push({ name: `比对全程（${name}，${workers} 进程）`, unit: '次/秒', values });
    }
    models ??= await loadModels(modelsFolderOf(process.env, process.cwd()));
    const values = await processorPerCheck(models, picture);
    series.push({ name: `比对全程（${name}）处理器时间`, unit: 'ms/次', values });
  }
  return {
    series,
    notes: ['比对全程：解码、找脸、特征点、质量、特征、活体提示、与备案比对；每进程一张照片一个一个做。'],
  };
}

interface Searches {
  readonly series: readonly Series[];
  readonly exactMs: number;
  readonly agreed: number;
}

const probes = 40;

function searches(index: FaceIndex, count: number): Searches {
  filled(index, count);
  const next = seeded(99);
  const probe: FaceTemplate = { engineId, values: faceOf(next) };
  const exact = timed(() => index.searchExactly(probe, 10));
  const quick = timed(() => index.search(probe, 10));
  const others = Array.from({ length: probes }, (): FaceTemplate => ({ engineId, values: faceOf(next) }));
  const agreed = others.filter((each) => index.search(each, 1)[0]?.key === index.searchExactly(each, 1)[0]?.key).length;
  const name = count.toLocaleString('zh-CN');
  return {
    series: [
      { name: `1:N ${name} 人，逐个精确（float32）`, unit: 'ms', values: exact },
      { name: `1:N ${name} 人，字节扫描后精确复比 50 名`, unit: 'ms', values: quick },
    ],
    exactMs: medianOf(exact),
    agreed,
  };
}

function peer(): Series {
  const next = seeded(5);
  const table = new Float32Array(100_000 * dims);
  const row = faceOf(next);
  for (let at = 0; at < 100_000; at += 1) table.set(row, at * dims);
  return { name: '同场：100,000 人，普通 JavaScript', unit: 'ms', values: timed(() => plainSearch(table, row), 5) };
}

/** Faces: one against all, beside the memory it must read; and whole checks a second. */
export async function benchFaces(): Promise<BenchReport> {
  const limit = bandwidth();
  const plain = peer();
  const index = createFaceIndex(engineId, dims);
  const found = sizes.map((count) => searches(index, count));
  const checked = await checks();
  const last = found.at(-1);
  const read = ((sizes.at(-1) ?? 0) * dims * 4) / 1e6 / (last?.exactMs ?? Number.NaN);
  const share = read / limit.gigabytesPerSecond;
  return {
    claim: `1:N 一百万人逐个精确比对，每秒读 ${read.toFixed(1)} GB，为同场单线程内存带宽 ${limit.gigabytesPerSecond.toFixed(1)} GB/s 的 ${(100 * share).toFixed(0)}%（中位数）`,
    goal: '≥ 内存带宽的 50%',
    met: share >= 0.5,
    series: [
      ...found.flatMap(({ series }) => series),
      plain,
      { name: '极限：单线程读 1 GiB，只取不算', unit: 'ms', values: limit.loads },
      { name: '极限：单线程读 1 GiB，系统找字节', unit: 'ms', values: limit.searched },
      ...checked.series,
    ],
    notes: [
      `512 维，前 10 名，单线程；${probes} 次查询中字节扫描与逐个精确的第一名相同：${found.map(({ agreed }) => agreed).join('、')} 次。`,
      '检索与带宽记处理器时间，不受同机其他程序影响；每秒次数是实际时间，机器忙时偏低。',
      '向量是按固定种子造的，不是任何人的脸。',
      ...checked.notes,
    ],
  };
}
