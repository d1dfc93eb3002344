import type { QualityRemark } from './quality';
import type { FaceTemplate } from './template';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle in pixels of the upright picture. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Both eyes, the nose, both corners of the mouth: left and right as seen in the picture. */
export interface FacePoints {
  readonly leftEye: Point;
  readonly rightEye: Point;
  readonly nose: Point;
  readonly leftMouth: Point;
  readonly rightMouth: Point;
}

/** What one picture of one face says. */
export interface FaceReading {
  readonly isRead: true;
  readonly picture: { readonly width: number; readonly height: number };
  readonly box: Box;
  readonly points: FacePoints;
  /** How sure the detector is, 0 to 1. */
  readonly certainty: number;
  /** Width of the face in pixels. */
  readonly faceWidth: number;
  /** Degrees the head is turned; positive when the person turns to their own left. */
  readonly yaw: number;
  readonly sharpness: number;
  /** Mean brightness of the face, 0 to 255. */
  readonly luma: number;
  /** Whether the picture is good enough to say that somebody is somebody else. */
  readonly isClear: boolean;
  /** What is wrong with the picture; empty when it is clear. */
  readonly remarks: readonly QualityRemark[];
  /** Per cent; a hint of a photograph or a screen, never a decision. */
  readonly liveness: number;
  /** Faces in the picture, those far behind too. */
  readonly faceCount: number;
  readonly template: FaceTemplate;
}
