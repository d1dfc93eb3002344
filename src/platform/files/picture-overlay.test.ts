import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { isFromOnePlace, samePlaces } from './picture-likeness';
import { sameShare } from './picture-overlay';
import { pictureWords } from './picture-words';
import { boxesOfChance } from './testing-pictures';

const cut = (picture: Buffer, share: number) =>
  sharp(picture).extract({
    left: Math.round(1280 * share * 0.6),
    top: Math.round(960 * share * 0.4),
    width: Math.round(1280 * (1 - share)),
    height: Math.round(960 * (1 - share)),
  });
const isUnmoved = async (one: Buffer, other: Buffer): Promise<boolean> => {
  const [a, b] = [await pictureWords(one), await pictureWords(other)];
  return isFromOnePlace(a, b, samePlaces(a, b));
};

describe('one picture laid over another', () => {
  it('is the same all over in every save of it that shows it whole', async () => {
    const picture = await boxesOfChance(51);
    const saves = [
      sharp(picture).jpeg({ quality: 40 }),
      sharp(picture).resize(500).webp({ quality: 60 }),
      sharp(picture).modulate({ brightness: 1.2 }).jpeg(),
      cut(picture, 0.01).jpeg({ quality: 75 }),
      cut(picture, 0.02).jpeg({ quality: 75 }),
    ];
    for (const save of saves) {
      const again = await save.toBuffer();
      expect(await isUnmoved(again, picture)).toBe(true);
      expect(await sameShare(again, picture)).toBeGreaterThan(0.97);
    }
  });

  it('is not asked about where corners moved: what was cut or turned is a copy whatever it shows', async () => {
    const picture = await boxesOfChance(52);
    for (const copy of [cut(picture, 0.05), cut(picture, 0.2), sharp(picture).rotate(2)])
      expect(await isUnmoved(await copy.jpeg({ quality: 75 }).toBuffer(), picture)).toBe(false);
  });

  it('differs where other things stand in the same room', async () => {
    const picture = await boxesOfChance(53);
    const others = await sharp(await boxesOfChance(54))
      .extract({ left: 0, top: 0, width: 500, height: 450 })
      .toBuffer();
    const room = await sharp(picture)
      .composite([{ input: others, left: 400, top: 400 }])
      .jpeg()
      .toBuffer();
    expect(await isUnmoved(room, picture)).toBe(true);
    expect(await sameShare(room, picture)).toBeLessThan(0.9);
  });

  it('is the same where neither shows anything', async () => {
    const wall = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#cde' } })
      .jpeg()
      .toBuffer();
    expect(await sameShare(wall, wall)).toBe(1);
  });
});
