import { type Decoded, decoded } from './decode';
import type { Detection } from './detection';
import type { FaceCount } from './engine';
import { facesIn } from './find-faces';
import { alignedEdge, alignmentOf, fivePointsFrom, yawOf } from './landmarks';
import { lumaOf, sharpnessOf } from './measures';
import { onnxManifest } from './onnx-manifest';
import type { LoadedModels, RunModel } from './onnx-models';
import { cropped, drawnThrough, greyOf, type Pixels, planes } from './pixels';
import { leastFaceWidth, qualityRemarks } from './quality';
import type { Box, FacePoints, FaceReading, Point } from './reading';
import { type FaceRefusal, faceRefusal } from './refusal';
import { normalised } from './template';

const longestToRead = 1024;
const longestToCount = 4096;
const sureOfOneFace = 0.7;
const sureOfMany = 0.65;
const tilesAcross = 2;
/** A face narrower than this share of the largest stands behind and is not at the camera. */
const besideShare = 0.5;
const livenessScale = 2.7;
const livenessEdge = 128;
const landmarkEdge = 64;

/** The box grown about its middle, moved into the picture, as the liveness model was trained. */
export function grownWithin(box: Box, scale: number, width: number, height: number): Box {
  const most = Math.min((height - 1) / box.height, (width - 1) / box.width, scale);
  const [w, h] = [box.width * most, box.height * most];
  const left = Math.max(0, Math.min(width - 1 - w, box.left + (box.width - w) / 2));
  const top = Math.max(0, Math.min(height - 1 - h, box.top + (box.height - h) / 2));
  return { left, top, width: w, height: h };
}

/** Per cent that the face is alive: the first of three classes. */
async function livenessOf(liveness: RunModel, pixels: Pixels, box: Box): Promise<number> {
  const around = grownWithin(box, livenessScale, pixels.width, pixels.height);
  const input = planes(cropped(pixels, around, livenessEdge, livenessEdge), 'bgr', 0, 1);
  const classes = (await liveness(input, [1, 3, livenessEdge, livenessEdge]))('output');
  const most = Math.max(...classes);
  const weights = Array.from(classes, (value) => Math.exp(value - most));
  return (100 * (weights[0] ?? 0)) / weights.reduce((sum, weight) => sum + weight, 0);
}

async function pointsOf(landmark: RunModel, pixels: Pixels, box: Box): Promise<FacePoints> {
  const grey = greyOf(cropped(pixels, box, landmarkEdge, landmarkEdge)).map((value) => value / 256);
  return fivePointsFrom((await landmark(grey, [1, 1, landmarkEdge, landmarkEdge]))('output'), box);
}

const scaledPoint = ({ x, y }: Point, scale: number): Point => ({ x: x * scale, y: y * scale });
const scaledPoints = ({ leftEye, rightEye, nose, leftMouth, rightMouth }: FacePoints, scale: number): FacePoints => ({
  leftEye: scaledPoint(leftEye, scale),
  rightEye: scaledPoint(rightEye, scale),
  nose: scaledPoint(nose, scale),
  leftMouth: scaledPoint(leftMouth, scale),
  rightMouth: scaledPoint(rightMouth, scale),
});
const scaledBox = ({ left, top, width, height }: Box, scale: number): Box => ({
  left: left * scale,
  top: top * scale,
  width: width * scale,
  height: height * scale,
});

/** How far a box may reach over the edge before the face counts as cut. */
const edgeSlack = 0.08;
const isCut = ({ left, top, width, height }: Box, pixels: Pixels): boolean =>
  left < -edgeSlack * width ||
  top < -edgeSlack * height ||
  left + width > pixels.width + edgeSlack * width ||
  top + height > pixels.height + edgeSlack * height;

/** The one face before the camera; those far behind do not count. */
function oneOf(found: readonly Detection[], scale: number): Detection | FaceRefusal {
  const [largest, second] = [...found].sort((a, b) => b.box.width - a.box.width);
  if (!largest) return faceRefusal('noFace');
  if (second && second.box.width >= largest.box.width * besideShare) return faceRefusal('manyFaces');
  return largest.box.width * scale < leastFaceWidth ? faceRefusal('farAway') : largest;
}

async function readingOf(
  models: LoadedModels,
  { pixels, scale, width, height }: Decoded,
  { box, certainty }: Detection,
  faceCount: number,
): Promise<FaceReading | FaceRefusal> {
  const points = await pointsOf(models.landmark, pixels, box);
  const map = alignmentOf(points);
  if (!map) return faceRefusal('noFace');
  const aligned = drawnThrough(pixels, map, alignedEdge, alignedEdge);
  const feature = await models.feature(planes(aligned, 'rgb', 127, 128), [1, 3, alignedEdge, alignedEdge]);
  const values = normalised(feature('output'));
  if (!values) return faceRefusal('failed');
  const grey = greyOf(aligned);
  const measures = {
    faceWidth: box.width * scale,
    yaw: yawOf(points),
    sharpness: sharpnessOf(grey, alignedEdge),
    luma: lumaOf(grey),
  };
  const remarks = qualityRemarks({ ...measures, isCut: isCut(box, pixels) });
  return {
    isRead: true,
    picture: { width, height },
    box: scaledBox(box, scale),
    points: scaledPoints(points, scale),
    certainty,
    ...measures,
    isClear: remarks.length === 0,
    remarks,
    liveness: await livenessOf(models.liveness, pixels, box),
    faceCount,
    template: { engineId: onnxManifest.id, values },
  };
}

/** Reads the one face of a picture: found, measured, made upright, turned into numbers. */
export async function readFace(models: LoadedModels, picture: Uint8Array): Promise<FaceReading | FaceRefusal> {
  const taken = await decoded(picture, longestToRead);
  if (!taken.isRead) return taken;
  const found = await facesIn(models.detect, taken.pixels, { tiles: 1, atLeast: sureOfOneFace });
  const face = oneOf(found, taken.scale);
  return 'code' in face ? face : readingOf(models, taken, face, found.length);
}

/** Counts the faces of a group; nobody is recognised. */
export async function countFaces(models: LoadedModels, picture: Uint8Array): Promise<FaceCount | FaceRefusal> {
  const taken = await decoded(picture, longestToCount);
  if (!taken.isRead) return taken;
  const found = await facesIn(models.detect, taken.pixels, { tiles: tilesAcross, atLeast: sureOfMany });
  return { isRead: true, faceCount: found.length };
}
