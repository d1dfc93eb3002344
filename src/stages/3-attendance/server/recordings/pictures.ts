import { openSealed, storeSealed } from '#platform/files/sealed-file';
import type { JobContext } from '#platform/jobs/job';
import type { Context } from '#platform/operation';
import type { Container } from '#platform/video/container';
import { contactSheet } from '#platform/video/contact-sheet';
import type { VideoTools } from '#platform/video/video-tools';
import type { PlannedLesson } from '../check-in/taught-class';
import { sampleTimes } from './heads';
import type { StoredRecording } from './recording-store';

type PictureKind = 'sheet' | 'sample';

const rowId = (recordingId: string, kind: PictureKind, atMs: number) => `${recordingId}/${kind}/${atMs}`;

async function keepPicture(
  context: JobContext,
  recording: StoredRecording,
  { kind, atMs, bytes, heads }: { kind: PictureKind; atMs: number; bytes: Buffer; heads?: number | undefined },
): Promise<void> {
  const { tx, now } = context;
  const hash = await storeSealed(context, 'recordingPicture', rowId(recording.id, kind, atMs), bytes);
  await tx
    .insertInto('recording_pictures')
    .values({
      region_code: recording.region_code,
      institution_id: recording.institution_id,
      recording_id: recording.id,
      at_ms: atMs,
      kind,
      file_hash: hash,
      head_count: heads ?? null,
      taken_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** One sealed picture of a recording, opened; undefined where there is none. */
export async function openRecordingPicture(
  { tx, services }: Pick<Context, 'tx' | 'services'>,
  recordingId: string,
  kind: PictureKind,
  atMs: number,
): Promise<Buffer | undefined> {
  const row = await tx
    .selectFrom('recording_pictures')
    .select('file_hash')
    .where('recording_id', '=', recordingId)
    .where('kind', '=', kind)
    .where('at_ms', '=', atMs)
    .executeTakeFirst();
  return row && openSealed(services, 'recordingPicture', rowId(recordingId, kind, atMs), row.file_hash);
}

interface Pictured {
  readonly recording: StoredRecording;
  readonly path: string;
  readonly container: Container;
  readonly durationMs: number;
}

const sheetTiles = 18;
const tilePixels = 320;
const samplePixels = 1280;
const nothing = () => Buffer.alloc(0);

const stillOf = (tools: VideoTools, { path, container }: Pictured, atMs: number, width: number, signal: AbortSignal) =>
  tools.still({ path, container, atMs, width, signal }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    return nothing();
  });

/** The sheet on which a whole recording is looked over at a glance. */
export async function drawSheet(context: JobContext, tools: VideoTools, of: Pictured): Promise<void> {
  const pictures: Buffer[] = [];
  for (let at = 0; at < sheetTiles; at += 1) {
    const time = Math.floor((of.durationMs * (at + 0.5)) / sheetTiles);
    pictures.push(await stillOf(tools, of, time, tilePixels, context.signal));
  }
  if (pictures.every(({ length }) => length === 0)) return;
  await keepPicture(context, of.recording, { kind: 'sheet', atMs: 0, bytes: await contactSheet(pictures) });
}

/** Samples in which heads are counted; without an engine, or outside lessons, none are taken. */
export async function countHeads(
  context: JobContext,
  tools: VideoTools,
  of: Pictured,
  lessons: readonly PlannedLesson[],
): Promise<string | undefined> {
  const found = await context.services.faces?.find();
  if (!found?.isAvailable) return '本机没有人脸识别模型，没有数画面里的人。';
  for (const atMs of sampleTimes(lessons, Date.parse(of.recording.starts_at), of.durationMs)) {
    const bytes = await stillOf(tools, of, atMs, samplePixels, context.signal);
    if (bytes.length === 0) continue;
    const counted = await found.engine.count(bytes);
    const heads = counted.isRead ? counted.faceCount : undefined;
    await keepPicture(context, of.recording, { kind: 'sample', atMs, bytes, heads });
  }
  return undefined;
}
