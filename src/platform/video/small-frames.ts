import type { Container } from './container';
import { inputOf } from './probe';
import { runTool } from './run-tool';

/** Side of the small grey frames a recording is judged by. */
export const frameSide = 32;
export const frameBytes = frameSide * frameSide;
/** Side of the grid of a signature. */
export const gridSide = 8;
export const gridCells = gridSide * gridSide;
const cell = frameSide / gridSide;

/** One small grey frame every `stepMs`, in order. */
export interface SmallFrames {
  readonly stepMs: number;
  readonly count: number;
  /** `frameBytes` for each frame. */
  readonly grey: Buffer;
}

/** Frames taken out of a recording; a day at one every two seconds. */
const mostFrames = 43_200;
/** Above this many frames only key frames are decoded: a lesson of a camera takes seconds instead of minutes. */
const mostDecoded = 40_000;

export interface SmallFramesWish {
  readonly path: string;
  readonly container: Container;
  readonly stepMs: number;
  /** Frames in the file as far as known; 0 when not. */
  readonly frameCount: number;
  readonly secondsAllowed: number;
  readonly signal?: AbortSignal | undefined;
}

/** Reads a recording through once and keeps a small grey frame every step. Throws a `ToolFailure`. */
export async function readSmallFrames(ffmpeg: string, wish: SmallFramesWish): Promise<SmallFrames> {
  const chunks: Buffer[] = [];
  const skip = wish.frameCount > mostDecoded ? ['-skip_frame', 'nokey'] : [];
  const filter = `fps=1000/${wish.stepMs},scale=${frameSide}:${frameSide}:flags=area,format=gray`;
  const before = ['-nostdin', '-v', 'error', '-threads', '1', ...skip];
  const after = ['-an', '-sn', '-dn', '-map', '0:v:0', '-vf', filter, '-f', 'rawvideo', 'pipe:1'];
  await runTool(ffmpeg, [...before, ...inputOf(wish.path, wish.container), ...after], {
    secondsAllowed: wish.secondsAllowed,
    mostBytes: mostFrames * frameBytes,
    signal: wish.signal,
    onOutput: (chunk) => chunks.push(chunk),
  });
  const grey = Buffer.concat(chunks);
  return { stepMs: wish.stepMs, count: Math.floor(grey.length / frameBytes), grey };
}

/** How light a frame is on average, and how much its most changed cell differs from the frame before (0–255). */
export interface FrameMeasure {
  readonly light: number;
  readonly change: number;
}

/** Cells of a frame: the average of each square. */
function cellsOf(grey: Buffer, frame: number, into: Float32Array): void {
  into.fill(0);
  const start = frame * frameBytes;
  for (let at = 0; at < frameBytes; at += 1) {
    const column = Math.floor((at % frameSide) / cell);
    const row = Math.floor(at / frameSide / cell);
    const place = row * gridSide + column;
    into[place] = (into[place] ?? 0) + (grey[start + at] ?? 0) / (cell * cell);
  }
}

/** Light and change of every frame; the first has changed by nothing. */
export function measuresOf({ grey, count }: SmallFrames): FrameMeasure[] {
  const measures: FrameMeasure[] = [];
  let before = new Float32Array(gridCells);
  let now = new Float32Array(gridCells);
  for (let frame = 0; frame < count; frame += 1) {
    cellsOf(grey, frame, now);
    let [light, change] = [0, 0];
    for (let at = 0; at < gridCells; at += 1) {
      const value = now[at] ?? 0;
      light += value / gridCells;
      change = Math.max(change, frame === 0 ? 0 : Math.abs(value - (before[at] ?? 0)));
    }
    measures.push({ light, change });
    [before, now] = [now, before];
  }
  return measures;
}

const mostHeld = 127;

/**
 * The signature: 8 × 8 cells a frame, less what stands there most of the time (the empty room, a clock burnt into the
 * picture), so that what is left is people moving. Nobody can be seen in it.
 */
export function signatureOf({ grey, count }: SmallFrames): Int8Array {
  const cells = new Float32Array(count * gridCells);
  for (let frame = 0; frame < count; frame += 1) {
    cellsOf(grey, frame, cells.subarray(frame * gridCells, (frame + 1) * gridCells));
  }
  const signature = new Int8Array(count * gridCells);
  const column = new Float32Array(count);
  for (let place = 0; place < gridCells; place += 1) {
    for (let frame = 0; frame < count; frame += 1) column[frame] = cells[frame * gridCells + place] ?? 0;
    const usual = column.slice().sort()[Math.floor(count / 2)] ?? 0;
    for (let frame = 0; frame < count; frame += 1) {
      const moved = Math.round((column[frame] ?? 0) - usual);
      signature[frame * gridCells + place] = Math.max(-mostHeld, Math.min(mostHeld, moved));
    }
  }
  return signature;
}
