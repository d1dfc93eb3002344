import sharp from 'sharp';

const side = 64;
const kept = 16;
/** Bits of a sketch; each stands for one slow wave of brightness across the picture. */
export const sketchBits = kept * kept;

/** One slow wave after the other, each along the whole side. */
const cosines = Float64Array.from({ length: kept * side }, (_, index) =>
  Math.cos(((2 * (index % side) + 1) * Math.floor(index / side) * Math.PI) / (2 * side)),
);

/** The slow waves along each line of `lines`, turned so that a second pass takes the other direction. */
function wavesAlong(lines: ArrayLike<number>, count: number): Float64Array {
  const waves = new Float64Array(kept * count);
  for (let line = 0; line < count; line += 1)
    for (let wave = 0; wave < kept; wave += 1) {
      let sum = 0;
      for (let at = 0; at < side; at += 1) sum += (cosines[wave * side + at] ?? 0) * (lines[line * side + at] ?? 0);
      waves[wave * count + line] = sum;
    }
  return waves;
}

/**
 * How a picture looks, in 256 bits as `0` and `1`: two saves of one photo differ in a few bits, two photos in a quarter
 * of them or more. Size, format, compression and hidden content make no difference.
 */
export async function sketchPicture(picture: Uint8Array): Promise<string> {
  const brightness = await sharp(picture).resize(side, side, { fit: 'fill' }).greyscale().raw().toBuffer();
  const waves = wavesAlong(wavesAlong(brightness, side), kept);
  const middle = waves.slice(1).sort()[Math.floor(sketchBits / 2)] ?? 0;
  return Array.from(waves, (wave) => (wave > middle ? '1' : '0')).join('');
}

const bandBits = 16;

/** A sketch cut into numbered bands: of two that differ in fewer bits than there are bands, one band is the same. */
export const sketchBands = (sketch: string): number[] =>
  Array.from({ length: sketchBits / bandBits }, (_, band) => {
    const bits = sketch.slice(band * bandBits, (band + 1) * bandBits);
    return band * 2 ** bandBits + Number.parseInt(bits, 2);
  });
