import type { BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { pictureNamed } from '../src/platform/faces/testing-faces';
import { challengePrompts, type ChallengeStep } from '../src/stages/3-attendance/domain/check-in/challenge';

type Pose = ChallengeStep | 'straight';
const [width, height] = [960, 540];

/** A photograph as the camera of a tablet sees it: the head in the middle, the room beside it grey. */
async function seen(name: string): Promise<Buffer> {
  const photograph = sharp(await pictureNamed(name));
  const { width: wide, height: high } = await photograph.metadata();
  const head = await photograph.extract({ left: 0, top: 0, width: wide, height: Math.min(high, wide) }).toBuffer();
  return sharp(head).resize(width, height, { fit: 'contain', background: '#8a8f98' }).png().toBuffer();
}

/** A step forward: the head stands a good third larger in the same frame. */
const nearer = (picture: Buffer): Promise<Buffer> =>
  sharp(picture).extract({ left: 160, top: 0, width: 686, height: 386 }).resize(width, height).png().toBuffer();

/** One person in the four poses; the photograph turned to one side shows the other side in a mirror. */
async function poses(): Promise<Record<Pose, string>> {
  const [straight, turned] = await Promise.all([seen('obama.jpg'), seen('obama2.jpg')]);
  const encoded = async (picture: Buffer) => (await sharp(picture).jpeg({ quality: 90 }).toBuffer()).toString('base64');
  return {
    straight: await encoded(straight),
    left: await encoded(await sharp(turned).flop().png().toBuffer()),
    right: await encoded(turned),
    closer: await encoded(await nearer(straight)),
  };
}

/** Runs in the page: paints the pose of the prompt that stands there, thirty times a second, as the stream of a camera. */
const cameraScript = (pictures: Record<Pose, string>): string => `(() => {
  const prompts = ${JSON.stringify(challengePrompts)};
  const encoded = ${JSON.stringify(pictures)};
  globalThis.isHeadStill = false;
  const poseNow = () => {
    const words = document.querySelector('.prompt')?.textContent?.trim();
    const asked = Object.keys(prompts).find((pose) => prompts[pose] === words);
    return globalThis.isHeadStill || !asked ? 'straight' : asked;
  };
  const drawn = async (text) =>
    createImageBitmap(new Blob([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], { type: 'image/jpeg' }));
  const bitmaps = async () =>
    Object.fromEntries(await Promise.all(Object.entries(encoded).map(async ([pose, text]) => [pose, await drawn(text)])));
  navigator.mediaDevices.getUserMedia = async () => {
    const pictures = await bitmaps();
    const canvas = Object.assign(document.createElement('canvas'), { width: ${width}, height: ${height} });
    const brush = canvas.getContext('2d');
    const paint = () => brush.drawImage(pictures[poseNow()], 0, 0);
    paint();
    setInterval(paint, 33);
    return canvas.captureStream(30);
  };
})()`;

/** Puts a person before the camera of every page of this context who does what the page asks of them. */
export async function standBeforeCamera(context: BrowserContext): Promise<void> {
  await context.addInitScript(cameraScript(await poses()));
}

/** From now on a picture is held up in place of the person: whatever is asked, it does not move. */
export const holdStill = (page: Page, isStill: boolean): Promise<void> =>
  page.evaluate(`globalThis.isHeadStill = ${isStill}`);
