import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { job, type JobContext } from '#platform/jobs/job';
import type { Transaction } from '#platform/operation';
import { previewBits } from '#platform/video/preview';
import { ToolFailure } from '#platform/video/run-tool';
import { noToolsSentence, type VideoTools } from '#platform/video/video-tools';
import { lastsAsLong, playWayOf } from '../../domain/recordings/playable';
import { factsOf, type RecordingFacts, recordingOf, type StoredRecording } from './recording-store';

type PreviewState = 'waiting' | 'made' | 'failed' | 'gone';
type Change = Partial<{ kind: 'copied' | 'converted'; byte_length: number; duration_ms: number; why: string }>;

/** Writes down how far the preview of a recording is. */
export async function setPreview(
  tx: Transaction,
  now: string,
  { id, region_code, institution_id }: Pick<StoredRecording, 'id' | 'region_code' | 'institution_id'>,
  state: PreviewState,
  change: Change = {},
): Promise<void> {
  const row = { kind: null, byte_length: null, duration_ms: null, why: '', ...change, state, changed_at: now };
  await tx
    .insertInto('recording_previews')
    .values({ ...row, recording_id: id, region_code, institution_id })
    .onConflict((conflict) => conflict.column('recording_id').doUpdateSet(row))
    .execute();
}

const spareBytes = 5_000_000_000;
const mostSeconds = 5_000;

/** Bytes a preview may take: as many as the original where it is copied, few where it is drawn anew. */
const bytesAllowed = (way: 'copied' | 'converted', bytes: number, durationMs: number): number =>
  way === 'copied'
    ? Math.ceil(bytes * 1.1) + 10_000_000
    : Math.ceil((durationMs / 1000) * (previewBits / 4)) + 10_000_000;

interface Wish {
  readonly recording: StoredRecording;
  readonly facts: RecordingFacts & { readonly container: NonNullable<RecordingFacts['container']> };
  readonly durationMs: number;
}

async function write(context: JobContext, tools: VideoTools, { recording, facts, durationMs }: Wish): Promise<Change> {
  const { services, signal } = context;
  const { recordings } = services;
  const key = recording.storage_key ?? recording.id;
  const into = recordings.previewDraftPath(key);
  const ways = playWayOf(facts) === 'copied' ? (['copied', 'converted'] as const) : (['converted'] as const);
  const begun = performance.now();
  for (const kind of ways) {
    const mostBytes = bytesAllowed(kind, recording.byte_length, durationMs);
    const secondsAllowed = Math.max(60, mostSeconds - (performance.now() - begun) / 1000);
    const wish = { path: recordings.pathOf(key), container: facts.container, kind, into, mostBytes, secondsAllowed };
    try {
      await tools.preview({ ...wish, signal });
      const told = await tools.probe(into, 'mp4', signal);
      const isWhole = told?.durationMs !== undefined && lastsAsLong(told.durationMs, durationMs);
      if (isWhole || (told && kind === 'converted')) {
        const { size } = await stat(into);
        await recordings.keepPreview(key);
        return { kind, byte_length: size, ...(told.durationMs ? { duration_ms: told.durationMs } : {}) };
      }
    } catch (error) {
      if (!(error instanceof ToolFailure) || error.kind === 'stopped') throw error;
      if (error.kind === 'time') break;
    }
  }
  await recordings.removePreview(key);
  return { why: '这种格式没有转成浏览器能播放的样子，请存下原件，用播放器看。' };
}

async function make(context: JobContext, recording: StoredRecording): Promise<string> {
  const { tx, now, services } = context;
  const facts = factsOf(recording);
  if (!facts?.container || playWayOf(facts) === 'asIs') return '浏览器能直接播放，不用另做。';
  const tools = await services.video?.find();
  if (!tools) return noToolsSentence;
  const durationMs = facts.durationMs ?? 3_600_000;
  const space = await services.diskSpace?.();
  const way = playWayOf(facts) === 'copied' ? 'copied' : 'converted';
  const isFull = space && space.freeBytes < bytesAllowed(way, recording.byte_length, durationMs) * 2 + spareBytes;
  const change = isFull
    ? { why: '服务器剩余空间不够做播放件，请联系系统管理员；可先存下原件，用播放器看。' }
    : await write(context, tools, { recording, facts: { ...facts, container: facts.container }, durationMs });
  await setPreview(tx, now, recording, change.why ? 'failed' : 'made', change);
  return change.why ?? `播放件已做好（${change.kind === 'copied' ? '画面原样改装' : '低码率转换'}）。`;
}

/** 给浏览器读不了的录像做播放件：原件不动，仍是佐证材料 */
export const makePreview = job({
  name: 'make-preview',
  title: '给录像做浏览器播放件',
  input: z.object({ recordingId: z.uuid() }),
  attempts: 2,
  timeLimitSeconds: 5_400,
  isPatient: true,
  async run({ recordingId }, context) {
    const recording = await recordingOf(context, recordingId);
    return recording ? make(context, recording) : '没有这份录像。';
  },
});
