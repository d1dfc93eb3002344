import {
  containment,
  type Detection,
  detectionsFrom,
  detectorHeight,
  detectorWidth,
  overlapOf,
  scaleOf,
  surestOf,
  type View,
  viewsOf,
} from './detection';
import type { RunModel } from './onnx-models';
import { drawnThrough, type Pixels, planes, shrunk } from './pixels';

const middleGrey = 127;
const sameFaceOverlap = 0.4;
/** Two boxes show one face when most of the smaller lies in the larger, cut as it may be by the edge of a tile. */
const sameFaceContainment = 0.6;

/** What the detector finds in one view of the picture. */
async function facesInView(detect: RunModel, pixels: Pixels, view: View, atLeast: number): Promise<Detection[]> {
  const by = Math.max(1, Math.floor(scaleOf(view)));
  const scale = scaleOf(view) / by;
  const [left, top] = [view.left / by, view.top / by];
  const map = { a: scale, b: 0, c: left + scale / 2 - 0.5, d: 0, e: scale, f: top + scale / 2 - 0.5 };
  const input = drawnThrough(shrunk(pixels, by), map, detectorWidth, detectorHeight, middleGrey);
  const output = await detect(planes(input, 'rgb', middleGrey, 128), [1, 3, detectorHeight, detectorWidth]);
  const found = detectionsFrom(output('scores'), output('boxes'), view, atLeast);
  return surestOf(found, sameFaceOverlap, overlapOf);
}

/** The faces of a picture; with tiles, those of the back rows too. */
export async function facesIn(
  detect: RunModel,
  pixels: Pixels,
  { tiles, atLeast }: { readonly tiles: number; readonly atLeast: number },
): Promise<Detection[]> {
  const all: Detection[] = [];
  for (const view of viewsOf(pixels.width, pixels.height, tiles)) {
    all.push(...(await facesInView(detect, pixels, view, atLeast)));
  }
  return surestOf(all, sameFaceContainment, containment);
}
