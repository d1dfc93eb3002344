import sharp from 'sharp';

/** Longest sides at which a picture is read, a fifth apart, so that a cropped and enlarged copy meets one of them. */
const sides = [360, 300, 250, 208, 174, 145, 121];
const firstSide = 720;
const mostCorners = 60;
/** Half of the square around a corner, and how far from a stronger corner the next may lie. */
const reach = 16;
const apart = 4;
const leastCorner = 2000;
const cells = 8;
const wordBits = 24;

/** The slowest waves across a square of cells, each as its two wave numbers. */
const waves = Array.from({ length: 64 }, (_, at) => [at % cells, Math.floor(at / cells)] as const)
  .filter(([x, y]) => x + y > 0)
  .sort(([x1, y1], [x2, y2]) => x1 + y1 - (x2 + y2) || x1 - x2)
  .slice(0, wordBits);
const cosines = Float64Array.from({ length: cells * cells }, (_, at) =>
  Math.cos(((2 * (at % cells) + 1) * Math.floor(at / cells) * Math.PI) / (2 * cells)),
);
/** What changes in a word when the picture is turned left to right: the sign of every odd wave across. */
const mirror = waves.reduce((mask, [x]) => mask * 2 + (x % 2), 0);

interface Brightness {
  readonly values: Uint8Array;
  readonly width: number;
  readonly height: number;
}

async function brightnessAt({ values, ...raw }: Brightness, side: number): Promise<Brightness> {
  const { data, info } = await sharp(values, { raw: { ...raw, channels: 1 } })
    .resize(side, side, { fit: 'inside' })
    .blur(1.2)
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { values: data, width: info.width, height: info.height };
}

/** Sums over squares of seven, from the corner of the picture to each point. */
function sumsOf({ width, height }: Brightness, value: (at: number) => number): (x: number, y: number) => number {
  const line = width + 1;
  const sums = new Float64Array(line * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      row += value(y * width + x);
      sums[(y + 1) * line + x + 1] = (sums[y * line + x + 1] ?? 0) + row;
    }
  }
  const at = (x: number, y: number) => sums[y * line + x] ?? 0;
  return (x, y) => at(x + 4, y + 4) - at(x - 3, y + 4) - at(x + 4, y - 3) + at(x - 3, y - 3);
}

/** How much of a corner each point is: where brightness changes along and across (Harris, harmonic mean). */
function cornerness(picture: Brightness): Float32Array {
  const { values, width, height } = picture;
  const along = new Float32Array(width * height);
  const across = new Float32Array(width * height);
  for (let at = width + 1; at < width * (height - 1) - 1; at += 1) {
    along[at] = (values[at + 1] ?? 0) - (values[at - 1] ?? 0);
    across[at] = (values[at + width] ?? 0) - (values[at - width] ?? 0);
  }
  const alongSum = sumsOf(picture, (at) => (along[at] ?? 0) ** 2);
  const acrossSum = sumsOf(picture, (at) => (across[at] ?? 0) ** 2);
  const bothSum = sumsOf(picture, (at) => (along[at] ?? 0) * (across[at] ?? 0));
  const strength = new Float32Array(width * height);
  for (let y = reach; y < height - reach; y += 1)
    for (let x = reach; x < width - reach; x += 1) {
      const [a, b, c] = [alongSum(x, y), acrossSum(x, y), bothSum(x, y)];
      strength[y * width + x] = (a * b - c * c) / (a + b + 1);
    }
  return strength;
}

function isStrongest(strength: Float32Array, at: number, width: number): boolean {
  const own = strength[at] ?? 0;
  for (let y = -apart; y <= apart; y += 1)
    for (let x = -apart; x <= apart; x += 1) if ((strength[at + y * width + x] ?? 0) > own) return false;
  return true;
}

/** Where the strongest corners lie. */
function cornersOf(strength: Float32Array, { width, height }: Brightness): number[] {
  const found: { at: number; own: number }[] = [];
  for (let y = reach; y < height - reach; y += 1)
    for (let x = reach; x < width - reach; x += 1) {
      const at = y * width + x;
      const own = strength[at] ?? 0;
      if (own >= leastCorner && isStrongest(strength, at, width)) found.push({ at, own });
    }
  return found
    .sort((a, b) => b.own - a.own)
    .slice(0, mostCorners)
    .map(({ at }) => at);
}

/** The square around a corner, in the signs of its slowest waves. */
function wordAt({ values, width }: Brightness, corner: number): number {
  const size = (2 * reach) / cells;
  const square = Float64Array.from({ length: cells * cells }, (_, cell) => {
    const from = corner + (Math.floor(cell / cells) * size - reach) * width + (cell % cells) * size - reach;
    let sum = 0;
    for (let y = 0; y < size; y += 1) for (let x = 0; x < size; x += 1) sum += values[from + y * width + x] ?? 0;
    return sum;
  });
  return waves.reduce((word, [waveX, waveY]) => {
    let sum = 0;
    for (let cell = 0; cell < square.length; cell += 1) {
      const [x, y] = [cell % cells, Math.floor(cell / cells)];
      sum += (square[cell] ?? 0) * (cosines[waveX * cells + x] ?? 0) * (cosines[waveY * cells + y] ?? 0);
    }
    return word * 2 + (sum > 0 ? 1 : 0);
  }, 0);
}

/** One corner of a picture: what lies around it as a number, and where it is, in 4096ths of the longer side. */
export interface PictureWord {
  readonly word: number;
  readonly x: number;
  readonly y: number;
}

/** Steps in which places are told. */
export const placeSteps = 4096;

/**
 * What a picture shows, as a few hundred corners and what lies around each. A copy that was saved anew, made smaller,
 * brighter or cut at its edges shares many of them, two photographs of different things hardly any. No face can be known
 * by them.
 */
export async function pictureWords(picture: Uint8Array): Promise<PictureWord[]> {
  const { data, info } = await sharp(picture)
    .greyscale()
    .resize(firstSide, firstSide, { fit: 'inside', withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const whole = { values: data, width: info.width, height: info.height };
  const words = new Map<number, PictureWord>();
  for (const side of sides) {
    const level = await brightnessAt(whole, side);
    const step = (placeSteps - 1) / Math.max(level.width, level.height);
    for (const corner of cornersOf(cornerness(level), level)) {
      const [x, y] = [corner % level.width, Math.floor(corner / level.width)];
      const word = wordAt(level, corner);
      words.set(word, { word, x: Math.round(x * step), y: Math.round(y * step) });
    }
  }
  return [...words.values()];
}

/** The words the picture would have if it were turned left to right. */
export const mirroredWords = (words: readonly PictureWord[]): PictureWord[] =>
  words.map(({ word, x, y }) => ({ word: word ^ mirror, x: placeSteps - 1 - x, y }));
