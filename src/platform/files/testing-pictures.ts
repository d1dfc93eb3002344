import sharp from 'sharp';

/** A picture of nothing in particular, unlike every other: boxes of chance that follow from a number. */
export async function boxesOfChance(seed: number): Promise<Buffer> {
  let state = seed * 7919 + 1;
  const next = (most: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % most;
  };
  const boxes = Array.from({ length: 90 }, () => {
    const place = `x="${next(1200)}" y="${next(900)}" width="${20 + next(160)}" height="${20 + next(160)}"`;
    return `<rect ${place} fill="rgb(${next(256)},${next(256)},${next(256)})"/>`;
  });
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="960">${boxes.join('')}</svg>`;
  return sharp(Buffer.from(drawing)).jpeg({ quality: 90 }).toBuffer();
}
