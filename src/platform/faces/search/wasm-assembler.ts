/** Just enough of the WebAssembly binary format (1.0 with SIMD) to write one small module without a compiler. */

/** An unsigned whole number, seven bits a byte, the lowest first. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
  return bytes;
}

/** A signed whole number, the same way, ended when the sign bit says the rest. */
export function signed(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value | 0; ; ) {
    const low = rest & 0x7f;
    rest >>= 7;
    const isLast = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
    bytes.push(isLast ? low : low | 0x80);
    if (isLast) return bytes;
  }
}

const vector = (items: readonly (readonly number[])[]): number[] => [...unsigned(items.length), ...items.flat()];
const name = (text: string): number[] => vector([...new TextEncoder().encode(text)].map((byte) => [byte]));
const section = (id: number, body: readonly number[]): number[] => [id, ...unsigned(body.length), ...body];

export const valueTypes = { i32: 0x7f, v128: 0x7b } as const;
type ValueType = keyof typeof valueTypes;

/** One instruction, or several, as bytes. */
export type Code = readonly number[];

const simd = (code: number): number[] => [0xfd, ...unsigned(code)];
/** Where a load or store looks: no promise of alignment beyond one byte, which costs nothing, and a fixed offset. */
const place = (offset: number): number[] => [0, ...unsigned(offset)];

/** The instructions the kernels use, by their names in the standard. */
export const op = {
  loop: (...body: Code[]): Code => [0x03, 0x40, ...body.flat(), 0x0b],
  block: (...body: Code[]): Code => [0x02, 0x40, ...body.flat(), 0x0b],
  br: (depth: number): Code => [0x0c, ...unsigned(depth)],
  brIf: (depth: number): Code => [0x0d, ...unsigned(depth)],
  get: (local: number): Code => [0x20, ...unsigned(local)],
  set: (local: number): Code => [0x21, ...unsigned(local)],
  i32Const: (value: number): Code => [0x41, ...signed(value)],
  i32Eqz: [0x45],
  i32LtU: [0x49],
  i32Add: [0x6a],
  i32Sub: [0x6b],
  i32Store: (offset: number): Code => [0x36, ...place(offset)],
  f32Store: (offset: number): Code => [0x38, ...place(offset)],
  f32Add: [0x92],
  v128Load: (offset: number): Code => [...simd(0), ...place(offset)],
  /** Eight signed bytes, each made sixteen bits wide. */
  v128Load8x8s: (offset: number): Code => [...simd(1), ...place(offset)],
  v128Zero: [...simd(12), ...Array<number>(16).fill(0)],
  v128Xor: simd(81),
  /** How many bits of each byte are set. */
  i8x16Popcnt: simd(98),
  i8x16Add: simd(110),
  /** Neighbouring bytes added into sixteen bits, then neighbours of those into thirty-two. */
  i16x8AddPairsU: simd(125),
  i32x4AddPairsU: simd(127),
  i32x4Lane: (lane: number): Code => [...simd(27), lane],
  f32x4Lane: (lane: number): Code => [...simd(31), lane],
  i32x4Add: simd(174),
  /** Products of eight pairs of sixteen bits, neighbours added. */
  i32x4DotI16x8: simd(186),
  f32x4Add: simd(228),
  f32x4Mul: simd(230),
} as const;

/** “\\0asm” and the version of the format. */
const header = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

export interface WasmFunction {
  readonly name: string;
  /** All parameters are i32; nothing is returned. */
  readonly parameters: number;
  readonly locals: readonly ValueType[];
  readonly body: readonly Code[];
}

/** The bytes of a module that exports these functions and imports its memory as `memory` of `host`. */
export function wasmModule(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters }) => [
    0x60,
    ...vector(Array.from({ length: parameters }, () => [valueTypes.i32])),
    0,
  ]);
  const memoryImport = [...name('host'), ...name('memory'), 0x02, 0x00, 0x01];
  const exported = functions.map((each, at) => [...name(each.name), 0x00, ...unsigned(at)]);
  const codes = functions.map(({ locals, body }) => {
    const code = [...vector(locals.map((type) => [1, valueTypes[type]])), ...body.flat(), 0x0b];
    return [...unsigned(code.length), ...code];
  });
  return Uint8Array.from([
    ...header,
    ...section(1, vector(types)),
    ...section(2, vector([memoryImport])),
    ...section(3, vector(functions.map((_, at) => unsigned(at)))),
    ...section(7, vector(exported)),
    ...section(10, vector(codes)),
  ]);
}
