import type { Container } from './container';
import { inputOf } from './probe';
import { runTool } from './run-tool';

/** How a recording becomes something browsers play: its pictures as they are in another container, or drawn anew. */
export type PreviewKind = 'copied' | 'converted';

export interface PreviewWish {
  readonly path: string;
  readonly container: Container;
  readonly kind: PreviewKind;
  /** Written whole or not at all: the caller gives it its name afterwards. */
  readonly into: string;
  readonly mostBytes: number;
  readonly secondsAllowed: number;
  readonly signal?: AbortSignal | undefined;
}

export const previewPixels = 1280;
export const previewFrames = 12;
/** Bits a second of pictures drawn anew; an hour is some 250 MB at most. */
export const previewBits = 500_000;

const drawnAnew = [
  ['-vf', `fps=${previewFrames},scale='min(${previewPixels},iw)':-2`, '-c:v', 'libx264', '-preset', 'veryfast'],
  ['-crf', '28', '-maxrate', String(previewBits), '-bufsize', String(previewBits * 2)],
  ['-pix_fmt', 'yuv420p', '-g', String(previewFrames * 5)],
].flat();
/** Sound of cameras is often of a kind browsers do not know; speech needs little. */
const sound = ['-c:a', 'aac', '-b:a', '48k', '-ac', '1', '-ar', '32000'];

/** Writes an MP4 that browsers play and seek in, on one thread behind all other work. Throws a `ToolFailure`. */
export async function writePreview(ffmpeg: string, wish: PreviewWish): Promise<void> {
  const before = ['-nostdin', '-v', 'error', '-y', '-threads', '1', '-fflags', '+genpts'];
  const streams = ['-map', '0:v:0', '-map', '0:a:0?', '-sn', '-dn'];
  const pictures = wish.kind === 'copied' ? ['-c:v', 'copy'] : drawnAnew;
  const target = ['-threads', '1', '-fs', String(wish.mostBytes), '-movflags', '+faststart', '-f', 'mp4'];
  const input = inputOf(wish.path, wish.container);
  await runTool(ffmpeg, [...before, ...input, ...streams, ...pictures, ...sound, ...target, `file:${wish.into}`], {
    secondsAllowed: wish.secondsAllowed,
    mostBytes: 1_000_000,
    signal: wish.signal,
  });
}
