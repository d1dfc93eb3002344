import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findTools } from './find-tools';

const run = promisify(execFile);

/** The tools of this machine; tests that need them are skipped without. */
export const toolsHere = await findTools(process.env);

export interface TestClip {
  /** Other seeds are other pictures. */
  readonly seed: number;
  readonly seconds: number;
  /** Further filters, as ffmpeg writes them. */
  readonly filter?: string;
  /** Arguments before the output; VP8 in WebM unless said otherwise. */
  readonly encoder?: readonly string[];
}

export const vp8 = ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '60k', '-g', '30'] as const;
export const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '30'] as const;

async function make(before: readonly string[], path: string, encoder: readonly string[]): Promise<void> {
  if (!toolsHere) throw new Error('no video tools here');
  await run(toolsHere.ffmpeg, ['-nostdin', '-v', 'error', '-y', ...before, ...encoder, `file:${path}`]);
}

/** A small moving picture at one frame a second, drawn by chance of a seed. */
export function makeClip(path: string, { seed, seconds, filter, encoder = vp8 }: TestClip): Promise<void> {
  const drawn = `color=c=gray:s=8x6:r=1:d=${seconds},noise=alls=80:allf=t:all_seed=${seed},scale=160:90:flags=bilinear`;
  return make(['-f', 'lavfi', '-i', filter ? `${drawn},${filter}` : drawn], path, encoder);
}

/** Writes a recording anew with other measures, more noise or another encoding. */
export const makeAnew = (from: string, path: string, filter: string, encoder: readonly string[] = vp8) =>
  make(['-i', `file:${from}`, '-vf', filter], path, ['-vsync', 'vfr', ...encoder]);

/** One recording after another, each with the pictures of its own. */
export const makeJoined = (parts: readonly string[], path: string, encoder: readonly string[] = vp8) =>
  make(
    [
      ...parts.flatMap((part) => ['-i', `file:${part}`]),
      '-filter_complex',
      `${parts.map((_, at) => `[${at}:v]`).join('')}concat=n=${parts.length}:v=1:a=0,fps=1`,
    ],
    path,
    ['-vsync', 'vfr', ...encoder],
  );
