import { z } from 'zod';
import { faceRefusalCodes } from './refusal';
import { qualityCodes } from './quality';

const number = z.number();
const point = z.object({ x: number, y: number });

const readingForm = z.object({
  isRead: z.literal(true),
  picture: z.object({ width: number, height: number }),
  box: z.object({ left: number, top: number, width: number, height: number }),
  points: z.object({ leftEye: point, rightEye: point, nose: point, leftMouth: point, rightMouth: point }),
  certainty: number,
  faceWidth: number,
  yaw: number,
  sharpness: number,
  luma: number,
  isClear: z.boolean(),
  remarks: z.array(z.object({ code: z.enum(qualityCodes), sentence: z.string() })),
  liveness: number,
  faceCount: number,
  template: z.object({ engineId: z.string(), values: z.instanceof(Float32Array) }),
});
const refusalForm = z.object({ isRead: z.literal(false), code: z.enum(faceRefusalCodes), sentence: z.string() });
const countForm = z.object({ isRead: z.literal(true), faceCount: number });

/** What a worker answers, checked on this side as well. */
export const readAnswer = z.union([readingForm, refusalForm]);
export const countAnswer = z.union([countForm, refusalForm]);

/** What a worker is asked. */
export const faceJob = z.object({ does: z.enum(['read', 'count']), picture: z.instanceof(Uint8Array) });
export interface FaceJob {
  readonly does: 'read' | 'count';
  readonly picture: Uint8Array;
}

/** What a worker says: that it is ready, that it cannot be, or what became of a job. */
export const workerWord = z.discriminatedUnion('says', [
  z.object({ says: z.literal('ready') }),
  z.object({ says: z.literal('unable'), why: z.string() }),
  z.object({ says: z.literal('answer'), value: z.unknown() }),
  z.object({ says: z.literal('failure'), why: z.string() }),
]);
export type WorkerWord = z.infer<typeof workerWord>;
