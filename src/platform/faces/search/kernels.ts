import { type Code, op, type WasmFunction, wasmModule } from './wasm-assembler';

/** The parameters of both kernels, all of them addresses or counts in the memory they share with us. */
const [row, query, out, count, rowBytes] = [0, 1, 2, 3, 4];
const [end, at] = [5, 6];
const sums = [7, 8, 9, 10] as const;

interface Kernel {
  readonly name: string;
  /** Bytes of a row, and of the query, that one turn of the inner loop takes. */
  readonly rowStep: number;
  readonly queryStep: number;
  /** Leaves the sum of products of one quarter of the step, four lanes of it. */
  products(quarter: number): Code[];
  readonly add: Code;
  lane(lane: number): Code;
  readonly addLanes: Code;
  readonly store: Code;
}

const moved = (local: number, by: number): Code[] => [op.get(local), op.i32Const(by), op.i32Add, op.set(local)];

/**
 * For each of `count` rows: the sum of products with the query, written to `out`. Four running sums, so that one addition
 * need not wait for the one before.
 */
function scan(kernel: Kernel): WasmFunction {
  const clear = sums.map((sum): Code => [...op.v128Zero, ...op.set(sum)]);
  const addUp = sums.map(
    (sum, quarter): Code => [...op.get(sum), ...kernel.products(quarter).flat(), ...kernel.add, ...op.set(sum)],
  );
  const [a, b, c, d] = sums;
  const whole = [op.get(a), op.get(b), kernel.add, op.get(c), op.get(d), kernel.add, kernel.add, op.set(a)];
  const lanes = [0, 1, 2, 3].flatMap((lane) => [
    op.get(a),
    kernel.lane(lane),
    ...(lane === 0 ? [] : [kernel.addLanes]),
  ]);
  const inner = op.loop(
    ...addUp,
    ...moved(row, kernel.rowStep),
    ...moved(at, kernel.queryStep),
    op.get(row),
    op.get(end),
    op.i32LtU,
    op.brIf(0),
  );
  const eachRow = op.loop(
    op.get(count),
    op.i32Eqz,
    op.brIf(1),
    ...clear,
    op.get(row),
    op.get(rowBytes),
    op.i32Add,
    op.set(end),
    op.get(query),
    op.set(at),
    inner,
    ...whole,
    op.get(out),
    ...lanes,
    kernel.store,
    ...moved(out, 4),
    ...moved(count, -1),
    op.br(0),
  );
  return {
    name: kernel.name,
    parameters: 5,
    locals: ['i32', 'i32', 'v128', 'v128', 'v128', 'v128'],
    body: [op.block(eachRow)],
  };
}

const float32: Kernel = {
  name: 'scanFloat32',
  rowStep: 64,
  queryStep: 64,
  products: (quarter) => [op.get(row), op.v128Load(quarter * 16), op.get(at), op.v128Load(quarter * 16), op.f32x4Mul],
  add: op.f32x4Add,
  lane: op.f32x4Lane,
  addLanes: op.f32Add,
  store: op.f32Store(0),
};

/** Rows of signed bytes against a query of sixteen-bit numbers: a quarter of the memory to read. */
const int8: Kernel = {
  name: 'scanInt8',
  rowStep: 32,
  queryStep: 64,
  products: (quarter) => [
    op.get(row),
    op.v128Load8x8s(quarter * 8),
    op.get(at),
    op.v128Load(quarter * 16),
    op.i32x4DotI16x8,
  ],
  add: op.i32x4Add,
  lane: op.i32x4Lane,
  addLanes: op.i32Add,
  store: op.i32Store(0),
};

/** Numbers of a row must be a multiple of this; the rest is filled with nothing. */
export const rowMultiple = 32;

/** The module with both kernels, written here byte by byte: no compiler, no binary in the repository. */
export const kernelBytes = (): Uint8Array<ArrayBuffer> => wasmModule([scan(float32), scan(int8)]);

export type Scan = (row: number, query: number, out: number, count: number, rowBytes: number) => void;

/** Both kernels on a memory. */
export function kernelsOn(memory: WebAssembly.Memory): { readonly scanFloat32: Scan; readonly scanInt8: Scan } {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(kernelBytes()), { host: { memory } });
  const scanNamed = (name: string): Scan => {
    const found = exports[name];
    if (typeof found !== 'function') throw new Error(`${name} is not exported`);
    return (...numbers) => {
      Reflect.apply(found, undefined, numbers);
    };
  };
  return { scanFloat32: scanNamed(float32.name), scanInt8: scanNamed(int8.name) };
}
