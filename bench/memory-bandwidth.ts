import { op, wasmModule } from '../src/platform/faces/search/wasm-assembler';
import { medianOf } from './report';

const runs = 15;
const bandwidthBytes = 1024 * 1024 * 1024;

/** Processor time since, in milliseconds. */
export const processorMs = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
};

/** Processor time, the same whatever else the machine does; on a quiet machine it is the time one waits. */
export function timed(work: () => unknown, times = runs): number[] {
  work();
  return Array.from({ length: times }, () => {
    const began = process.cpuUsage();
    work();
    return processorMs(began);
  });
}

/** Reads memory from one address to another and does nothing else with it than not to be left out. */
function readerOf(memory: WebAssembly.Memory): (from: number, to: number) => void {
  const [at, end] = [0, 1];
  const sums = [2, 3, 4, 5];
  const turn = sums.flatMap((sum, quarter) => [
    op.get(sum),
    op.get(at),
    op.v128Load(quarter * 16),
    op.i32x4Add,
    op.set(sum),
  ]);
  const loop = op.loop(
    ...turn,
    op.get(at),
    op.i32Const(64),
    op.i32Add,
    op.set(at),
    op.get(at),
    op.get(end),
    op.i32LtU,
    op.brIf(0),
  );
  const kept = sums.flatMap((sum) => [op.i32Const(0), op.get(sum), op.i32x4Lane(0), op.i32Store(0)]);
  const locals = sums.map((): 'v128' => 'v128');
  const bytes = wasmModule([{ name: 'read', parameters: 2, locals, body: [loop, ...kept] }]);
  const { read } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { host: { memory } }).exports;
  if (typeof read !== 'function') throw new Error('read is not exported');
  return (from, to) => {
    Reflect.apply(read, undefined, [from, to]);
  };
}

/** The limit: one thread reading a gigabyte, by bare loads and by the system’s own search for a byte that is not there. */
export function bandwidth() {
  const memory = new WebAssembly.Memory({ initial: bandwidthBytes / 65_536 });
  const block = Buffer.from(memory.buffer).fill(3);
  const read = readerOf(memory);
  const loads = timed(() => read(64, bandwidthBytes));
  const searched = timed(() => block.indexOf(1));
  const gigabytesPerSecond = bandwidthBytes / 1e6 / Math.min(medianOf(loads), medianOf(searched));
  return { loads, searched, gigabytesPerSecond };
}
