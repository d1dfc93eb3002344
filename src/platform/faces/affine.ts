import type { Point } from './reading';

/** x' = a x + b y + c, y' = d x + e y + f. */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

export const applied = ({ a, b, c, d, e, f }: Affine, { x, y }: Point): Point => ({
  x: a * x + b * y + c,
  y: d * x + e * y + f,
});

/** The way back; undefined where the plane was crushed to a line. */
export function inverseOf({ a, b, c, d, e, f }: Affine): Affine | undefined {
  const determinant = a * e - b * d;
  if (Math.abs(determinant) < 1e-12) return undefined;
  const [ia, ib, id, ie] = [e / determinant, -b / determinant, -d / determinant, a / determinant];
  return { a: ia, b: ib, c: -(ia * c + ib * f), d: id, e: ie, f: -(id * c + ie * f) };
}

const meanOf = (points: readonly Point[]): Point => ({
  x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
  y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
});

/**
 * The turn, size and shift that bring points nearest to others, in least squares; never a mirror image. Undefined where
 * all points fall together.
 */
export function similarityBetween(from: readonly Point[], to: readonly Point[]): Affine | undefined {
  const [here, there] = [meanOf(from), meanOf(to)];
  let [along, across, spread] = [0, 0, 0];
  for (const [at, point] of from.entries()) {
    const other = to[at] ?? there;
    const [x, y, u, v] = [point.x - here.x, point.y - here.y, other.x - there.x, other.y - there.y];
    along += x * u + y * v;
    across += x * v - y * u;
    spread += x * x + y * y;
  }
  if (!(spread > 1e-9)) return undefined;
  const [a, d] = [along / spread, across / spread];
  return { a, b: -d, c: there.x - a * here.x + d * here.y, d, e: a, f: there.y - d * here.x - a * here.y };
}
