import type { Box } from './reading';

/** A face the detector saw, and how sure it is, 0 to 1. */
export interface Detection {
  readonly box: Box;
  readonly certainty: number;
}

const areaOf = ({ width, height }: Box): number => Math.max(0, width) * Math.max(0, height);

function sharedArea(one: Box, other: Box): number {
  const width = Math.min(one.left + one.width, other.left + other.width) - Math.max(one.left, other.left);
  const height = Math.min(one.top + one.height, other.top + other.height) - Math.max(one.top, other.top);
  return width > 0 && height > 0 ? width * height : 0;
}

/** Shared area over the area of both together. */
export function overlapOf(one: Box, other: Box): number {
  const shared = sharedArea(one, other);
  return shared === 0 ? 0 : shared / (areaOf(one) + areaOf(other) - shared);
}

/** How much of the smaller box lies in the other: a face cut by the edge of a tile lies in the whole one. */
export function containment(one: Box, other: Box): number {
  const least = Math.min(areaOf(one), areaOf(other));
  return least === 0 ? 0 : sharedArea(one, other) / least;
}

/** The surest of each heap of boxes that show the same face, the surest first. */
export function surestOf(
  detections: readonly Detection[],
  limit: number,
  measure: (one: Box, other: Box) => number = overlapOf,
): Detection[] {
  const kept: Detection[] = [];
  const sorted = detections.filter(({ box }) => areaOf(box) > 0).sort((a, b) => b.certainty - a.certainty);
  for (const each of sorted) {
    if (kept.every(({ box }) => measure(box, each.box) <= limit)) kept.push(each);
  }
  return kept;
}

/** The part of a picture one run of the detector sees, and its scale there. */
export interface View {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export const detectorWidth = 320;
export const detectorHeight = 240;

/** Pixels of the picture for one pixel of the detector: the whole view fits, its shape is kept. */
export const scaleOf = ({ width, height }: View): number => Math.max(width / detectorWidth, height / detectorHeight);

/**
 * Boxes in pixels of the picture. The model gives corners as shares of its input (its priors are decoded inside) and two
 * scores for each, nothing and a face.
 */
export function detectionsFrom(scores: Float32Array, boxes: Float32Array, view: View, atLeast: number): Detection[] {
  const scale = scaleOf(view);
  const found: Detection[] = [];
  for (let at = 0; at * 2 + 1 < scores.length; at += 1) {
    const certainty = scores[at * 2 + 1] ?? 0;
    if (!(certainty >= atLeast)) continue;
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = boxes.subarray(at * 4, at * 4 + 4);
    const left = view.left + x0 * detectorWidth * scale;
    const top = view.top + y0 * detectorHeight * scale;
    const width = (x1 - x0) * detectorWidth * scale;
    const height = (y1 - y0) * detectorHeight * scale;
    if ([left, top, width, height].every(Number.isFinite)) found.push({ box: { left, top, width, height }, certainty });
  }
  return found;
}

/** The whole picture, and tiles of it `across` by `across` that overlap, for faces too small in the whole. */
export function viewsOf(width: number, height: number, across: number, overlap = 0.25): View[] {
  const views: View[] = [{ left: 0, top: 0, width, height }];
  if (across < 2) return views;
  const share = 1 / (across - (across - 1) * overlap);
  const [tileWidth, tileHeight] = [width * share, height * share];
  for (let row = 0; row < across; row += 1) {
    for (let column = 0; column < across; column += 1) {
      const left = (column * (width - tileWidth)) / (across - 1);
      const top = (row * (height - tileHeight)) / (across - 1);
      views.push({ left, top, width: tileWidth, height: tileHeight });
    }
  }
  return views;
}
