import { type Affine } from './affine';
import type { Box } from './reading';

/** An upright picture: red, green and blue of each pixel, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array | Uint8ClampedArray;
}

const finest = 4;

/** How many places of the source are looked at along each side of one new pixel, so that a large picture does not flicker. */
const looksAlong = ({ a, b, d, e }: Affine): number =>
  Math.max(1, Math.min(finest, Math.round(Math.max(Math.hypot(a, d), Math.hypot(b, e)))));

/** A new picture whose pixel (x, y) shows `map(x, y)` of the source; what lies outside has the brightness `fill`. */
export function drawnThrough(source: Pixels, map: Affine, width: number, height: number, fill = 0): Pixels {
  const bytes = new Uint8ClampedArray(width * height * 3);
  const looks = looksAlong(map);
  const share = 1 / (looks * looks);
  const sum = new Float64Array(3);
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 3) {
      sum.fill(0);
      for (let look = 0; look < looks * looks; look += 1) {
        const u = x + ((look % looks) + 0.5) / looks - 0.5;
        const v = y + (Math.floor(look / looks) + 0.5) / looks - 0.5;
        addBetween(source, map.a * u + map.b * v + map.c, map.d * u + map.e * v + map.f, fill, sum);
      }
      bytes[at] = (sum[0] ?? 0) * share;
      bytes[at + 1] = (sum[1] ?? 0) * share;
      bytes[at + 2] = (sum[2] ?? 0) * share;
    }
  }
  return { width, height, bytes };
}

/** Adds the colour between four pixels. */
function addBetween({ width, height, bytes }: Pixels, x: number, y: number, fill: number, sum: Float64Array): void {
  const left = Math.floor(x);
  const top = Math.floor(y);
  if (left < -1 || top < -1 || left >= width || top >= height) {
    for (let colour = 0; colour < 3; colour += 1) sum[colour] = (sum[colour] ?? 0) + fill;
    return;
  }
  const fx = x - left;
  const fy = y - top;
  const x0 = left < 0 ? 0 : left;
  const x1 = left + 1 < width ? left + 1 : left;
  const row0 = (top < 0 ? 0 : top) * width;
  const row1 = (top + 1 < height ? top + 1 : top) * width;
  const [p00, p01, p10, p11] = [(row0 + x0) * 3, (row0 + x1) * 3, (row1 + x0) * 3, (row1 + x1) * 3];
  const [w00, w01, w10, w11] = [(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy];
  for (let colour = 0; colour < 3; colour += 1) {
    const upper = (bytes[p00 + colour] ?? 0) * w00 + (bytes[p01 + colour] ?? 0) * w01;
    const lower = (bytes[p10 + colour] ?? 0) * w10 + (bytes[p11 + colour] ?? 0) * w11;
    sum[colour] = (sum[colour] ?? 0) + upper + lower;
  }
}

/** The picture made smaller by a whole number: each new pixel the mean of a square of old ones. */
export function shrunk(source: Pixels, by: number): Pixels {
  if (by < 2) return source;
  const [width, height] = [Math.floor(source.width / by), Math.floor(source.height / by)];
  const { bytes } = source;
  const out = new Uint8ClampedArray(width * height * 3);
  const row = new Uint32Array(width * 3);
  for (let y = 0; y < height; y += 1) {
    row.fill(0);
    for (let line = y * by; line < (y + 1) * by; line += 1) {
      let at = line * source.width * 3;
      for (let into = 0; into < row.length; into += 3) {
        for (let across = 0; across < by; across += 1, at += 3) {
          row[into] = (row[into] ?? 0) + (bytes[at] ?? 0);
          row[into + 1] = (row[into + 1] ?? 0) + (bytes[at + 1] ?? 0);
          row[into + 2] = (row[into + 2] ?? 0) + (bytes[at + 2] ?? 0);
        }
      }
    }
    for (let at = 0; at < row.length; at += 1) out[y * row.length + at] = (row[at] ?? 0) / (by * by);
  }
  return { width, height, bytes: out };
}

/** A rectangle of the source stretched to a size. */
export function cropped(source: Pixels, { left, top, width, height }: Box, toWidth: number, toHeight: number): Pixels {
  const [sx, sy] = [width / toWidth, height / toHeight];
  const map = { a: sx, b: 0, c: left + sx / 2 - 0.5, d: 0, e: sy, f: top + sy / 2 - 0.5 };
  return drawnThrough(source, map, toWidth, toHeight);
}

export type ColourOrder = 'rgb' | 'bgr';

/** What the models take: one plane a colour, each value moved and scaled. */
export function planes({ bytes }: Pixels, order: ColourOrder, shift: number, scale: number): Float32Array {
  const count = bytes.length / 3;
  const out = new Float32Array(bytes.length);
  for (let colour = 0; colour < 3; colour += 1) {
    const from = order === 'rgb' ? colour : 2 - colour;
    for (let at = 0; at < count; at += 1) out[colour * count + at] = ((bytes[at * 3 + from] ?? 0) - shift) / scale;
  }
  return out;
}

/** Brightness of each pixel, 0 to 255. */
export function greyOf({ bytes }: Pixels): Float32Array {
  const out = new Float32Array(bytes.length / 3);
  for (let at = 0; at < out.length; at += 1) {
    const [red, green, blue] = [bytes[at * 3] ?? 0, bytes[at * 3 + 1] ?? 0, bytes[at * 3 + 2] ?? 0];
    out[at] = 0.299 * red + 0.587 * green + 0.114 * blue;
  }
  return out;
}
