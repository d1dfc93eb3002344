import type { Container } from './container';
import { inputOf } from './probe';
import { runTool } from './run-tool';

const mostBytes = 4 * 1024 * 1024;
const stillSeconds = 60;

export interface Still {
  readonly path: string;
  readonly container: Container;
  readonly atMs: number;
  readonly width: number;
  readonly signal?: AbortSignal | undefined;
}

/** One picture of a recording as JPEG; empty where the file holds nothing at that time. Throws a `ToolFailure`. */
export function takeStill(ffmpeg: string, { path, container, atMs, width, signal }: Still): Promise<Buffer> {
  const before = ['-nostdin', '-v', 'error', '-threads', '1', '-ss', (atMs / 1000).toFixed(3)];
  const one = ['-an', '-sn', '-dn', '-map', '0:v:0', '-frames:v', '1', '-vf', `scale='min(${width},iw)':-2`];
  const jpeg = ['-c:v', 'mjpeg', '-q:v', '4', '-f', 'image2pipe', 'pipe:1'];
  return runTool(ffmpeg, [...before, ...inputOf(path, container), ...one, ...jpeg], {
    secondsAllowed: stillSeconds,
    mostBytes,
    signal,
  });
}
