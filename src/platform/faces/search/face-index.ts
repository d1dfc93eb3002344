import { type FaceTemplate, TemplateMismatch } from '../template';
import { bestOf, type Scored } from './best-of';
import { kernelsOn, rowMultiple } from './kernels';
import { blockRows, createRowTable, longestRow, queryPlace, scorePlace } from './row-table';

/** A face of the index that is like the one looked for. */
export interface FaceMatch {
  readonly key: string;
  readonly score: number;
}

/** Faces in memory, searched one by one; embeddings are personal data and are gone when the process ends. */
export interface FaceIndex {
  readonly size: number;
  /** Puts a face under a key, in place of an older one of that key. */
  put(key: string, template: FaceTemplate): void;
  remove(key: string): void;
  /** The most like, best first: a quick scan of bytes, the best of it compared exactly. */
  search(template: FaceTemplate, count: number): FaceMatch[];
  /** The same by comparing every face exactly, for a check of the quick way; slower by the memory it reads. */
  searchExactly(template: FaceTemplate, count: number): FaceMatch[];
}

/** How many of the quick scan are compared exactly: its error is far smaller than the gap it must bridge. */
const comparedExactly = 50;
const byteRange = 127;

interface Numbers {
  readonly dims: number;
  /** Dims filled up to what the kernels take. */
  readonly width: number;
}

/** The largest of the numbers fits a byte; the rest in proportion. */
function asBytes(values: Float32Array): { readonly bytes: Int8Array; readonly step: number } {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const step = largest / byteRange || 1;
  return { bytes: Int8Array.from(values, (value) => Math.round(value / step)), step };
}

/** The two tables of one index: exact numbers, and bytes a quarter as long with the step of each row. */
function createTables({ dims, width }: Numbers) {
  const exact = createRowTable(width * 4);
  const coarse = createRowTable(width);
  const exactKernel = kernelsOn(exact.memory).scanFloat32;
  const coarseKernel = kernelsOn(coarse.memory).scanInt8;
  let steps = new Float32Array(1024);
  const floatsAt = (place: number, length: number) => new Float32Array(exact.memory.buffer, place, length);
  return {
    write(row: number, values: Float32Array): void {
      floatsAt(exact.placeOf(row), dims).set(values);
      const { bytes, step } = asBytes(values);
      const place = coarse.placeOf(row);
      new Int8Array(coarse.memory.buffer, place, dims).set(bytes);
      if (row >= steps.length) {
        const wider = new Float32Array(steps.length * 2);
        wider.set(steps);
        steps = wider;
      }
      steps[row] = step;
    },
    read: (row: number): Float32Array => floatsAt(exact.placeOf(row), dims),
    scanExactly(values: Float32Array, size: number, count: number): Scored[] {
      floatsAt(queryPlace, dims).set(values);
      const best = bestOf(count);
      for (let from = 0; from < size; from += blockRows) {
        const rows = Math.min(blockRows, size - from);
        exactKernel(exact.placeOf(from), queryPlace, scorePlace, rows, width * 4);
        const scores = floatsAt(scorePlace, rows);
        let least = best.least();
        for (let at = 0; at < rows; at += 1) {
          const score = scores[at] ?? 0;
          if (score > least) {
            best.offer(from + at, score);
            least = best.least();
          }
        }
      }
      return best.taken();
    },
    scanCoarsely(values: Float32Array, size: number, count: number): Scored[] {
      const { bytes, step } = asBytes(values);
      new Int16Array(coarse.memory.buffer, queryPlace, dims).set(bytes);
      const best = bestOf(count);
      for (let from = 0; from < size; from += blockRows) {
        const rows = Math.min(blockRows, size - from);
        coarseKernel(coarse.placeOf(from), queryPlace, scorePlace, rows, width);
        const sums = new Int32Array(coarse.memory.buffer, scorePlace, rows);
        let least = best.least();
        for (let at = 0; at < rows; at += 1) {
          const score = (sums[at] ?? 0) * step * (steps[from + at] ?? 0);
          if (score > least) {
            best.offer(from + at, score);
            least = best.least();
          }
        }
      }
      return best.taken();
    },
  };
}

/** An index of faces of one engine. */
export function createFaceIndex(engineId: string, dims: number): FaceIndex {
  const width = Math.ceil(dims / rowMultiple) * rowMultiple;
  if (dims < 1 || width > longestRow) throw new RangeError(`dims ${dims}`);
  const tables = createTables({ dims, width });
  const keys: string[] = [];
  const rowOf = new Map<string, number>();
  const requireFits = ({ engineId: from, values }: FaceTemplate): void => {
    if (from === engineId && values.length === dims) return;
    throw new TemplateMismatch(`人脸特征是引擎 ${from} 算出的，这里检索的是 ${engineId}。请用现在的引擎重新采集。`);
  };
  const named = (found: readonly Scored[]): FaceMatch[] =>
    found.map(({ row, score }) => ({ key: keys[row] ?? '', score: Math.max(-1, Math.min(1, score)) }));
  const exactScore = (values: Float32Array, row: number): number =>
    tables.read(row).reduce((sum, value, at) => sum + value * (values[at] ?? 0), 0);
  return {
    get size() {
      return keys.length;
    },
    put(key, template) {
      requireFits(template);
      const row = rowOf.get(key) ?? keys.length;
      tables.write(row, template.values);
      keys[row] = key;
      rowOf.set(key, row);
    },
    remove(key) {
      const row = rowOf.get(key);
      const lastKey = keys.at(-1);
      if (row === undefined || lastKey === undefined) return;
      const last = keys.length - 1;
      tables.write(row, tables.read(last).slice());
      keys[row] = lastKey;
      rowOf.set(lastKey, row);
      tables.write(last, new Float32Array(dims));
      keys.pop();
      rowOf.delete(key);
    },
    search(template, count) {
      requireFits(template);
      const likely = tables.scanCoarsely(template.values, keys.length, Math.max(comparedExactly, count * 2));
      const best = bestOf(count);
      for (const { row } of likely) best.offer(row, exactScore(template.values, row));
      return named(best.taken());
    },
    searchExactly(template, count) {
      requireFits(template);
      return named(tables.scanExactly(template.values, keys.length, count));
    },
  };
}
