import { type Affine, inverseOf, similarityBetween } from './affine';
import type { Box, FacePoints, Point } from './reading';

/** Where the five points lie in the 112 × 112 picture the embedding was trained on. */
const reference: readonly Point[] = [
  { x: 38.2946, y: 51.6963 },
  { x: 73.5318, y: 51.5014 },
  { x: 56.0252, y: 71.7366 },
  { x: 41.5493, y: 92.3655 },
  { x: 70.7299, y: 92.2041 },
];
export const alignedEdge = 112;

/** The five points of the 68 the model gives as shares of the box: eyes of their four lid points, nose, mouth corners. */
export function fivePointsFrom(shares: Float32Array, box: Box): FacePoints {
  const mean = (...numbers: number[]): Point => ({
    x: box.left + (box.width * numbers.reduce((sum, at) => sum + (shares[at * 2] ?? 0), 0)) / numbers.length,
    y: box.top + (box.height * numbers.reduce((sum, at) => sum + (shares[at * 2 + 1] ?? 0), 0)) / numbers.length,
  });
  return {
    leftEye: mean(37, 38, 40, 41),
    rightEye: mean(43, 44, 46, 47),
    nose: mean(30),
    leftMouth: mean(48, 60),
    rightMouth: mean(54, 64),
  };
}

const inOrder = ({ leftEye, rightEye, nose, leftMouth, rightMouth }: FacePoints): readonly Point[] => [
  leftEye,
  rightEye,
  nose,
  leftMouth,
  rightMouth,
];

/** From the aligned picture to the source; undefined where the points say no face. */
export function alignmentOf(points: FacePoints): Affine | undefined {
  const map = similarityBetween(inOrder(points), reference);
  return map && inverseOf(map);
}

/**
 * How far the tip of the nose stands before the plane of eyes and mouth, in distances between the eyes; set so that 33
 * faces and their mirror images turn as far as a head-pose model says.
 */
const noseDepth = 0.5;

/** Degrees the head is turned, by how far the nose has left the middle; positive to the person’s own left. */
export function yawOf({ leftEye, rightEye, nose, leftMouth, rightMouth }: FacePoints): number {
  const [ex, ey] = [rightEye.x - leftEye.x, rightEye.y - leftEye.y];
  const distance = Math.hypot(ex, ey);
  if (distance < 1e-6) return 90;
  const middle = {
    x: (leftEye.x + rightEye.x + leftMouth.x + rightMouth.x) / 4,
    y: (leftEye.y + rightEye.y + leftMouth.y + rightMouth.y) / 4,
  };
  const off = ((nose.x - middle.x) * ex + (nose.y - middle.y) * ey) / (distance * distance);
  return (Math.atan(off / noseDepth) * 180) / Math.PI;
}
