import sharp from 'sharp';
import type { FaceEngine } from '#platform/faces/engine';
import { faceRefusal } from '#platform/faces/refusal';
import { likeness } from '#platform/faces/template';

/** What a marked picture shows: person 1 to 9, or nobody, and the way the head is turned. */
export interface Marked {
  readonly person: number;
  readonly yaw?: number;
  /** How near: width of the face in pixels, by fours. */
  readonly width?: number;
}

/** A picture in one colour that says who is in it; the engine below reads nothing else. */
export async function markedPicture({ person, yaw = 0, width = 200 }: Marked): Promise<string> {
  const background = { r: person * 24, g: 128 + yaw * 2, b: 120 + (width - 200) / 4 };
  const bytes = await sharp({ create: { width: 320, height: 240, channels: 3, background } })
    .jpeg()
    .toBuffer();
  return bytes.toString('base64');
}

/** What the page sends of a person who turns the head as asked: straight, turned, and once on the way. */
export async function turningPictures(person: number, asks: 'left' | 'right') {
  const side = asks === 'left' ? 1 : -1;
  const [front, turned, passing] = await Promise.all(
    [0, 25, 12].map((yaw) => markedPicture({ person, yaw: side * yaw })),
  );
  return { front: front ?? '', turned: turned ?? '', between: [passing ?? ''] };
}

const dims = 16;

/** A second engine, for tests: as strict as the real one about what it is given, and quick. */
export const markEngine: FaceEngine = {
  manifest: {
    id: 'marks-1',
    dims,
    threshold: 0.6,
    mismatchBelow: 0.2,
    thresholds: [],
    licence: 'MIT',
    source: 'marked pictures',
    doubts: [],
    files: [],
  },
  async read(picture) {
    const { channels } = await sharp(picture).stats();
    const person = Math.round((channels[0]?.mean ?? 0) / 24);
    const yaw = Math.round(((channels[1]?.mean ?? 128) - 128) / 2);
    const faceWidth = 200 + 4 * Math.round((channels[2]?.mean ?? 120) - 120);
    if (person === 0) return faceRefusal('noFace');
    const values = Float32Array.from({ length: dims }, (_, at) => (at === person ? 1 : 0));
    const point = { x: 10, y: 10 };
    return {
      isRead: true,
      picture: { width: 320, height: 240 },
      box: { left: 0, top: 0, width: 200, height: 200 },
      points: { leftEye: point, rightEye: point, nose: point, leftMouth: point, rightMouth: point },
      certainty: 1,
      faceWidth,
      yaw,
      sharpness: 100,
      luma: 120,
      isClear: Math.abs(yaw) <= 20,
      remarks: Math.abs(yaw) <= 20 ? [] : [{ code: 'turned', sentence: '请正对镜头。' }],
      liveness: 90,
      faceCount: 1,
      template: { engineId: 'marks-1', values },
    };
  },
  count: async () => ({ isRead: true, faceCount: 1 }),
  compare: likeness,
  close: async () => undefined,
};
