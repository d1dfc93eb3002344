import { type Code, op, type WasmFunction, wasmModule } from '../faces/search/wasm-assembler';
import { blockRows, createRowTable, queryPlace, scorePlace } from '../faces/search/row-table';
import { sketchBits } from './picture-sketch';

/** Bytes of one sketch. */
export const sketchBytes = sketchBits / 8;

const [row, query, out, count] = [0, 1, 2, 3];
const [low, high, sum] = [4, 5, 6];
const half = sketchBytes / 2;

/** The bits of one half in which a row differs from the query, counted byte by byte. */
const differing = (queryHalf: number, offset: number): Code[] => [
  op.get(row),
  op.v128Load(offset),
  op.get(queryHalf),
  op.v128Xor,
  op.i8x16Popcnt,
];
const moved = (local: number, by: number): Code[] => [op.get(local), op.i32Const(by), op.i32Add, op.set(local)];
const lanes = [0, 1, 2, 3].flatMap((lane) => [op.get(sum), op.i32x4Lane(lane), ...(lane === 0 ? [] : [op.i32Add])]);

/** For each of `count` rows: how many bits differ from the query, written to `out`. */
const countDiffering: WasmFunction = {
  name: 'countDiffering',
  parameters: 4,
  locals: ['v128', 'v128', 'v128'],
  body: [
    op.get(query),
    op.v128Load(0),
    op.set(low),
    op.get(query),
    op.v128Load(half),
    op.set(high),
    op.block(
      op.loop(
        op.get(count),
        op.i32Eqz,
        op.brIf(1),
        ...differing(low, 0),
        ...differing(high, half),
        op.i8x16Add,
        op.i16x8AddPairsU,
        op.i32x4AddPairsU,
        op.set(sum),
        op.get(out),
        ...lanes,
        op.i32Store(0),
        ...moved(row, sketchBytes),
        ...moved(out, 4),
        ...moved(count, -1),
        op.br(0),
      ),
    ),
  ],
};

/** A sketch as bytes, from the text it is drawn as. */
export const sketchOf = (bits: string): Buffer =>
  Buffer.from(Array.from({ length: sketchBytes }, (_, at) => Number.parseInt(bits.slice(at * 8, at * 8 + 8), 2)));

export interface NearSketch {
  /** In the order they were put in. */
  readonly at: number;
  readonly bits: number;
}

/** Sketches in memory, each compared with the one looked for: a hundred thousand in a fraction of a millisecond. */
export interface SketchTable {
  readonly size: number;
  add(sketch: Uint8Array): void;
  /** All that differ in no more than `most` bits. */
  near(sketch: Uint8Array, most: number): NearSketch[];
}

export function createSketchTable(): SketchTable {
  const table = createRowTable(sketchBytes);
  const { memory } = table;
  const module = new WebAssembly.Module(wasmModule([countDiffering]));
  const kernel = new WebAssembly.Instance(module, { host: { memory } }).exports['countDiffering'];
  if (typeof kernel !== 'function') throw new Error('countDiffering is not exported');
  let size = 0;
  const write = (place: number, sketch: Uint8Array): void => {
    if (sketch.length !== sketchBytes) throw new RangeError(`a sketch has ${sketchBytes} bytes`);
    new Uint8Array(memory.buffer, place, sketchBytes).set(sketch);
  };
  return {
    get size() {
      return size;
    },
    add(sketch) {
      write(table.placeOf(size), sketch);
      size += 1;
    },
    near(sketch, most) {
      write(queryPlace, sketch);
      const found: NearSketch[] = [];
      for (let from = 0; from < size; from += blockRows) {
        const rows = Math.min(blockRows, size - from);
        Reflect.apply(kernel, undefined, [table.placeOf(from), queryPlace, scorePlace, rows]);
        const counts = new Int32Array(memory.buffer, scorePlace, rows);
        for (let at = 0; at < rows; at += 1) {
          const bits = counts[at] ?? sketchBits;
          if (bits <= most) found.push({ at: from + at, bits });
        }
      }
      return found;
    },
  };
}
