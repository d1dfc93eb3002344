import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { sketchBands, sketchBits, sketchPicture } from './picture-sketch';

/** A picture of nobody: soft colours that follow from a number. */
const pictureOf = (seed: number): Promise<Buffer> => {
  let state = seed;
  const next = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) % 256;
  const cells = { width: 9, height: 12, channels: 3 } as const;
  return sharp(Buffer.from(Array.from({ length: 9 * 12 * 3 }, next)), { raw: cells })
    .resize(295, 413, { fit: 'fill' })
    .jpeg({ quality: 92 })
    .toBuffer();
};
const differing = (one: string, other: string) => [...one].filter((bit, at) => bit !== other[at]).length;

describe('the sketch of a picture', () => {
  it('is 256 bits, half of them set', async () => {
    const sketch = await sketchPicture(await pictureOf(1));
    expect(sketch).toMatch(/^[01]{256}$/);
    expect(Math.abs([...sketch].filter((bit) => bit === '1').length - sketchBits / 2)).toBeLessThanOrEqual(2);
  });

  it('stays nearly the same when the picture is saved anew, smaller, larger, as another kind or a little brighter', async () => {
    const picture = await pictureOf(2);
    const sketch = await sketchPicture(picture);
    const saves = [
      sharp(picture).jpeg({ quality: 50 }),
      sharp(picture).resize(171, 240).jpeg(),
      sharp(picture).resize(590, 826).png(),
      sharp(picture).webp({ quality: 60 }),
      sharp(picture).modulate({ brightness: 1.05 }).jpeg(),
    ];
    for (const save of saves) {
      const again = await sketchPicture(await save.toBuffer());
      expect(differing(sketch, again)).toBeLessThan(16);
      expect(sketchBands(sketch).some((band, at) => band === sketchBands(again)[at])).toBe(true);
    }
  });

  it('tells different pictures far apart', async () => {
    const sketches = await Promise.all([3, 4, 5, 6, 7].map(async (seed) => sketchPicture(await pictureOf(seed))));
    for (const [at, one] of sketches.entries())
      for (const other of sketches.slice(at + 1)) expect(differing(one, other)).toBeGreaterThan(60);
  });

  it('is cut into sixteen numbered bands', () => {
    const bands = sketchBands(`${'0'.repeat(15)}1${'0'.repeat(224)}${'1'.repeat(16)}`);
    expect(bands).toHaveLength(16);
    expect([bands[0], bands[1], bands[15]]).toEqual([1, 65_536, 15 * 65_536 + 65_535]);
  });
});
