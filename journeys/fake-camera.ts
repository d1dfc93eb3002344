import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { pictureNamed } from '../src/platform/faces/testing-faces';

/** What stands before the camera for some seconds, and how the journey knows its moment. */
const moments = {
  /** The same photograph stands long enough for two shots. */
  still: '#ffff00',
  /** A second and a half later the head is turned to the person’s left. */
  beforeLeft: '#ff0000',
  beforeRight: '#0000ff',
  stranger: '#00ff00',
  between: '#808080',
} as const;
export type Moment = keyof typeof moments;

const [width, height, markSide] = [960, 540, 40];
/** Chromium plays such a file at this rate, whatever it holds. */
const framesPerSecond = 30;

/** One photograph as a frame, with the colour of its moment in a corner that no face reaches. */
async function frame(photograph: Buffer, moment: Moment, isMirrored = false): Promise<Buffer> {
  const face = sharp(photograph).resize(width, height, { fit: 'contain', background: '#8a8f98' });
  const mark = sharp({ create: { width: markSide, height: markSide, channels: 3, background: moments[moment] } });
  const faced = await (isMirrored ? face.flop() : face).png().toBuffer();
  return sharp(faced)
    .composite([{ input: await mark.png().toBuffer(), left: 0, top: 0 }])
    .jpeg({ quality: 88 })
    .toBuffer();
}

const lasting = (seconds: number, picture: Buffer): Buffer[] =>
  Array.from({ length: Math.round(seconds * framesPerSecond) }, () => picture);

/** The upper part of a photograph, so that the face fills the camera as it does at a door. */
async function headOf(name: string): Promise<Buffer> {
  const photograph = sharp(await pictureNamed(name));
  const { width: wide, height: high } = await photograph.metadata();
  return photograph.extract({ left: 0, top: 0, width: wide, height: Math.min(high, wide) }).toBuffer();
}

/** A person who looks straight, left, straight and right, then somebody else; over and over. */
async function scene(): Promise<Buffer[]> {
  const [straight, turned, stranger] = await Promise.all(['obama.jpg', 'obama2.jpg', 'biden.jpg'].map(headOf));
  if (!straight || !turned || !stranger) throw new Error('photographs are missing');
  const looks = async (next: Moment) => [
    ...lasting(0.8, await frame(straight, 'still')),
    ...lasting(0.8, await frame(straight, 'between')),
    ...lasting(0.9, await frame(straight, next)),
    ...lasting(0.3, await frame(straight, 'between')),
  ];
  return [
    ...(await looks('beforeLeft')),
    // Seen in a mirror the photograph turns to the other side.
    ...lasting(2.6, await frame(turned, 'between', true)),
    ...(await looks('beforeRight')),
    ...lasting(2.6, await frame(turned, 'between')),
    ...lasting(0.8, await frame(stranger, 'stranger')),
    ...lasting(2, await frame(stranger, 'between')),
  ];
}

/** A film for the camera of the browser, made for one run and gone with it. */
export interface FakeCamera {
  readonly arguments: readonly string[];
  remove(): void;
}

export async function makeFakeCamera(): Promise<FakeCamera> {
  const folder = mkdtempSync(join(tmpdir(), 'mx-camera-'));
  const film = join(folder, 'door.mjpeg');
  writeFileSync(film, Buffer.concat(await scene()));
  return {
    arguments: [
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${film}`,
    ],
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Waits until the film of the page comes to a moment. */
export async function until(page: Page, moment: Moment): Promise<void> {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(moments[moment].slice(at, at + 2), 16));
  await page.evaluate(`new Promise((resolve, reject) => {
    const began = Date.now();
    const brush = Object.assign(document.createElement('canvas'), { width: 4, height: 4 }).getContext('2d');
    const look = () => {
      const video = document.querySelector('video');
      const side = ((video?.videoWidth ?? 0) * ${markSide}) / ${width};
      if (side > 0) {
        brush.drawImage(video, side / 4, side / 4, side / 2, side / 2, 0, 0, 4, 4);
        const [r, g, b] = brush.getImageData(1, 1, 1, 1).data;
        if (Math.abs(r - ${red}) + Math.abs(g - ${green}) + Math.abs(b - ${blue}) < 120) return resolve();
      }
      if (Date.now() - began > 60_000) return reject(new Error('the film never came to ${moment}'));
      setTimeout(look, 30);
    };
    look();
  })`);
}
