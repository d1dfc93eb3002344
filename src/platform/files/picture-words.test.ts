import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { samePlaces } from './picture-likeness';
import { mirroredWords, pictureWords } from './picture-words';
import { boxesOfChance } from './testing-pictures';

const wordsOf = async (picture: { toBuffer(): Promise<Buffer> }) => pictureWords(await picture.toBuffer());
const cut = (picture: Buffer, share: number) => {
  const [left, top] = [Math.round(1280 * share * 0.6), Math.round(960 * share * 0.4)];
  const [width, height] = [Math.round(1280 * (1 - share)), Math.round(960 * (1 - share))];
  return sharp(picture).extract({ left, top, width, height });
};

describe('the words of a picture', () => {
  it('are found again in a copy that was saved anew, made smaller, brighter, turned a little or cut at its edges', async () => {
    const picture = await boxesOfChance(1);
    const own = await pictureWords(picture);
    const copies = [
      sharp(picture).jpeg({ quality: 40 }),
      sharp(picture).resize(500).webp({ quality: 60 }),
      sharp(picture).modulate({ brightness: 1.15 }).jpeg(),
      sharp(picture).rotate(2).jpeg(),
      cut(picture, 0.1).jpeg({ quality: 70 }),
      cut(picture, 0.3).jpeg({ quality: 80 }),
    ];
    for (const copy of copies) expect(samePlaces(own, await wordsOf(copy))).toBeGreaterThanOrEqual(8);
  });

  it('know a copy that was turned left to right', async () => {
    const picture = await boxesOfChance(2);
    const turned = await wordsOf(cut(picture, 0.1).flop().jpeg({ quality: 70 }));
    expect(samePlaces(await pictureWords(picture), mirroredWords(turned))).toBeGreaterThanOrEqual(8);
    expect(mirroredWords(mirroredWords(turned))).toEqual(turned);
  });

  it('fall together in hardly any place of two pictures of different things', async () => {
    const all = await Promise.all([3, 4, 5, 6].map(async (seed) => pictureWords(await boxesOfChance(seed))));
    for (const [at, one] of all.entries())
      for (const other of all.slice(at + 1)) expect(samePlaces(one, other)).toBeLessThanOrEqual(4);
  });

  it('are none of a wall in one colour, which is like every other wall', async () => {
    const wall = sharp({ create: { width: 640, height: 480, channels: 3, background: '#cde' } }).jpeg();
    expect(await wordsOf(wall)).toEqual([]);
    expect(samePlaces([], [])).toBe(0);
  });
});
