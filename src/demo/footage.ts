import { rm, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { runTool } from '#platform/video/run-tool';

const encoder = ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '16', '-b:v', '10k', '-g', '30'];
const limits = { secondsAllowed: 120, mostBytes: 1_000_000 };
const quiet = ['-nostdin', '-v', 'error', '-y'];

const desk = (column: number, row: number): string => {
  const [x, y] = [22 + column * 40 - row * 2, 55 + row * 17];
  const head = (at: number) => `<circle cx="${x + at}" cy="${y - 4}" r="4" fill="#332d2a"/>`;
  return `<rect x="${x}" y="${y}" width="28" height="6" fill="#8a6b4a"/>${head(8)}${head(20)}`;
};

/** A class room from its rear: a blackboard, windows and desks, nobody’s face. */
const room = (): Promise<Buffer> =>
  sharp(
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="192" height="108">
      <rect width="192" height="108" fill="#cfc8ba"/><rect y="42" width="192" height="66" fill="#b3a893"/>
      <rect x="52" y="11" width="88" height="26" fill="#2f4a3d" stroke="#7b6a50" stroke-width="3"/>
      <rect x="9" y="10" width="26" height="24" fill="#dfeaf2"/><rect x="157" y="10" width="26" height="24" fill="#dfeaf2"/>
      ${[0, 1, 2].flatMap((row) => [0, 1, 2, 3].map((column) => desk(column, row))).join('')}</svg>`),
  )
    .png()
    .toBuffer();

/** A drawn class room with moving shadows, a frame every two seconds; another seed, other shadows. */
export async function drawLesson(ffmpeg: string, path: string, wish: { seed: number; seconds: number }): Promise<void> {
  const still = `${path}.png`;
  await writeFile(still, await room());
  const shadows = `color=c=gray:s=8x6:r=1/2,noise=alls=90:allf=t:all_seed=${wish.seed},format=gray,scale=192:108:flags=bilinear`;
  const drawn = ['-loop', '1', '-framerate', '1/2', '-i', `file:${still}`, '-f', 'lavfi', '-i', shadows];
  const blended = '[1:v]format=yuv420p[s];[0:v]format=yuv420p[r];[r][s]blend=c0_mode=softlight:c0_opacity=0.8';
  try {
    const given = [
      ...quiet,
      ...drawn,
      '-filter_complex',
      blended,
      '-t',
      String(wish.seconds),
      ...encoder,
      `file:${path}`,
    ];
    await runTool(ffmpeg, given, limits);
  } finally {
    await rm(still, { force: true });
  }
}

/** The same pictures again, as somebody would hand them in who hopes that nobody notices. */
export async function copyLesson(ffmpeg: string, from: string, path: string, seconds: number): Promise<void> {
  const noisy = ['-vf', 'scale=160:90,noise=alls=6:allf=t', '-t', String(seconds)];
  await runTool(ffmpeg, [...quiet, '-i', `file:${from}`, ...noisy, ...encoder, `file:${path}`], limits);
}
