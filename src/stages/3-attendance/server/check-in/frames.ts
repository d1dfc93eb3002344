import { createHash } from 'node:crypto';
import { acceptPicture } from '#platform/files/intake';
import type { FaceEngine } from '#platform/faces/engine';
import type { FaceReading } from '#platform/faces/reading';
import { type FaceTemplate, templateBytes, templateFrom } from '#platform/faces/template';
import { type Context, type Refused, refused, type Transaction } from '#platform/operation';
import type { Secrets } from '#platform/secrets/secrets';
import { picturesLimits } from './forms';
import type { TaughtClass } from './taught-class';

/** The engine of this installation, where it has one and its models have come. */
export async function findEngine({ services }: Pick<Context, 'services'>): Promise<FaceEngine | undefined> {
  const found = await services.faces?.find();
  return found?.isAvailable ? found.engine : undefined;
}

/** A picture drawn anew, with what the engine read of it where there is one. */
export interface ReadFrame {
  readonly bytes: Buffer;
  readonly reading: FaceReading | undefined;
}

const frameNames = ['第一张', '第二张', '第三张', '第四张'];

/** Draws pictures anew, so that nothing hidden is kept. */
export async function drawPictures(pictures: readonly string[]): Promise<Buffer[] | Refused> {
  const drawn: Buffer[] = [];
  for (const [at, picture] of pictures.entries()) {
    const taken = await acceptPicture(Buffer.from(picture, 'base64'), picturesLimits);
    if (!taken.accepted) return refused(`${frameNames[at] ?? ''}${taken.message}`, 'invalid');
    drawn.push(taken.bytes);
  }
  return drawn;
}

/** Reads the frames of an enrolment: each clear, and all of one person. Without an engine the officer’s eye decides. */
export async function readFrames(
  engine: FaceEngine | undefined,
  drawn: readonly Buffer[],
): Promise<ReadFrame[] | Refused> {
  if (!engine) return drawn.map((bytes) => ({ bytes, reading: undefined }));
  const read: (ReadFrame & { readonly reading: FaceReading })[] = [];
  for (const [at, bytes] of drawn.entries()) {
    const name = frameNames[at] ?? '';
    const reading = await engine.read(bytes);
    if (!reading.isRead) return refused(`${name}：${reading.sentence}`);
    if (!reading.isClear) return refused(`${name}：${reading.remarks.map(({ sentence }) => sentence).join('')}`);
    read.push({ bytes, reading });
  }
  const [first, ...others] = read;
  const stranger = others.find(
    ({ reading }) => first && engine.compare(first.reading.template, reading.template) < engine.manifest.threshold,
  );
  return stranger ? refused('三张照片不像同一个人。请由本人连续拍三张。') : read;
}

const sealKey = (classId: string, rowId: string, position: number): string => `${classId}/${rowId}/${position}`;

/** A frame as it is kept: picture and template sealed, each with its own key and bound to its place. */
export const sealedFrame = (
  { services }: { readonly services: Pick<Context['services'], 'secrets'> },
  held: Pick<TaughtClass, 'id' | 'regionCode'>,
  rowId: string,
  { bytes, reading }: ReadFrame,
  position: number,
) => {
  const key = sealKey(held.id, rowId, position);
  const template = reading && templateBytes(reading.template);
  return {
    region_code: held.regionCode,
    class_id: held.id,
    row_id: rowId,
    position,
    picture_sealed: services.secrets.sealBytes('attendancePicture', key, bytes),
    picture_digest: createHash('sha256').update(bytes).digest(),
    remarks: reading?.remarks.map(({ code }) => code) ?? [],
    engine_id: reading?.template.engineId ?? null,
    template_sealed: template ? services.secrets.sealBytes('faceTemplate', key, template) : null,
  };
};

export const openPicture = (
  secrets: Secrets,
  classId: string,
  rowId: string,
  position: number,
  sealed: Buffer,
): Buffer => secrets.openBytes('attendancePicture', sealKey(classId, rowId, position), sealed);

/** A confirmed person’s templates that the present engine can compare. */
export interface KnownFace {
  readonly rowId: string;
  readonly templates: readonly FaceTemplate[];
}

/** Faces of a class whose people consent and whom the bureau has confirmed. */
export async function knownFaces(
  { tx, services }: { readonly tx: Transaction; readonly services: Pick<Context['services'], 'secrets'> },
  held: TaughtClass,
  rowIds: readonly string[],
  engineId: string,
): Promise<KnownFace[]> {
  if (rowIds.length === 0) return [];
  const rows = await tx
    .selectFrom('enrolment_frames')
    .select(['row_id', 'position', 'template_sealed'])
    .where('region_code', '=', held.regionCode)
    .where('class_id', '=', held.id)
    .where('row_id', 'in', [...rowIds])
    .where('engine_id', '=', engineId)
    .orderBy('row_id')
    .orderBy('position')
    .execute();
  const faces = new Map<string, FaceTemplate[]>();
  for (const { row_id, position, template_sealed } of rows) {
    if (!template_sealed) continue;
    const bytes = services.secrets.openBytes('faceTemplate', sealKey(held.id, row_id, position), template_sealed);
    faces.set(row_id, [...(faces.get(row_id) ?? []), templateFrom(engineId, bytes)]);
  }
  return [...faces].map(([rowId, templates]) => ({ rowId, templates }));
}
