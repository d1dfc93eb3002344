import sharp from 'sharp';

/** Longer side at which two pictures are laid over each other, and the side of the squares compared. */
const side = 240;
const square = 12;
/** A square in one tone says nothing; another shows the same where its brightness rises and falls together. */
const leastContrast = 6;
const together = 0.6;
/** How far beside its place a square is looked for: nearer places first. */
const beside = 3;
const shifts = Array.from({ length: (2 * beside + 1) ** 2 }, (_, at) => ({
  x: (at % (2 * beside + 1)) - beside,
  y: Math.floor(at / (2 * beside + 1)) - beside,
})).sort((a, b) => a.x ** 2 + a.y ** 2 - b.x ** 2 - b.y ** 2);

interface Brightness {
  readonly values: Uint8Array;
  readonly width: number;
  readonly height: number;
}

async function brightnessOf(picture: Uint8Array): Promise<Brightness> {
  const small = sharp(picture).greyscale().resize(side, side, { fit: 'inside' }).blur(1).raw();
  const { data, info } = await small.toBuffer({ resolveWithObject: true });
  return { values: data, width: info.width, height: info.height };
}

/** The brightness of a square against its mean, and its contrast; undefined where the square is not all within. */
function squareAt({ values, width, height }: Brightness, left: number, top: number) {
  if (left < 0 || top < 0 || left + square > width || top + square > height) return undefined;
  const tones = new Float64Array(square ** 2);
  for (let at = 0; at < tones.length; at += 1)
    tones[at] = values[(top + Math.floor(at / square)) * width + left + (at % square)] ?? 0;
  const mean = tones.reduce((sum, tone) => sum + tone, 0) / tones.length;
  let size = 0;
  for (let at = 0; at < tones.length; at += 1) {
    tones[at] = (tones[at] ?? 0) - mean;
    size += (tones[at] ?? 0) ** 2;
  }
  return { tones, size, contrast: Math.sqrt(size / tones.length) };
}
type Square = NonNullable<ReturnType<typeof squareAt>>;

const isLike = (one: Square, other: Square): boolean => {
  let both = 0;
  for (let at = 0; at < one.tones.length; at += 1) both += (one.tones[at] ?? 0) * (other.tones[at] ?? 0);
  return both >= together * Math.sqrt(one.size * other.size + 1);
};

/**
 * The share of what shows something in the first picture that the second shows at the same place, or a hundredth beside it.
 * Of two saves of one photograph it is all; of two photographs from one stand, with people who moved, two thirds or so.
 */
export async function sameShare(one: Uint8Array, other: Uint8Array): Promise<number> {
  const [a, b] = await Promise.all([brightnessOf(one), brightnessOf(other)]);
  let [same, squares] = [0, 0];
  for (let top = 0; top + square <= a.height; top += square)
    for (let left = 0; left + square <= a.width; left += square) {
      const own = squareAt(a, left, top);
      if (!own || own.contrast < leastContrast) continue;
      squares += 1;
      const isFound = shifts.some(({ x, y }) => {
        const there = squareAt(b, left + x, top + y);
        return there !== undefined && isLike(own, there);
      });
      if (isFound) same += 1;
    }
  return squares === 0 ? 1 : same / squares;
}
