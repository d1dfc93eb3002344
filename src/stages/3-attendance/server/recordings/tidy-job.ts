import { z } from 'zod';
import type { Instant } from '#platform/clock';
import { inScope } from '#platform/database/scope';
import { job, type JobContext } from '#platform/jobs/job';
import { hourly } from '#platform/jobs/schedule';
import { appendLog } from '#platform/log/log';
import type { Transaction } from '#platform/operation';
import { analyseRecording } from './analyse-job';
import { makePreview } from './preview-job';
import { receiveUpload } from './receive';
import { raiseOpenReuse } from './reuse-tasks';
import { dropDeadLeases, whileNobodyWrites } from './upload-lease';

/** Whose hand it is in the log. */
const sender = { userId: null, name: '后台任务', role: 'system' };
const atOnce = 50;

interface OpenUpload {
  readonly id: string;
  readonly byte_length: number;
  readonly expires_at: Instant;
}

type UploadContext = Pick<JobContext, 'pool' | 'services' | 'now' | 'signal'>;

/**
 * Uploads whole on the disk that a crash kept from being received, whenever they ran out: their last byte came in time,
 * for none is taken later.
 */
async function receiveLeft({ pool, services, now, signal }: UploadContext, open: readonly OpenUpload[]) {
  let count = 0;
  for (const { id, byte_length } of open) {
    signal.throwIfAborted();
    if ((await services.recordings.sizeOf(id)) !== byte_length) continue;
    if ((await receiveUpload({ pool, services }, id, () => now, sender)) === 'received') count += 1;
  }
  return count;
}

const openUploads = ({ tx }: JobContext): Promise<OpenUpload[]> =>
  tx.selectFrom('recordings').select(['id', 'byte_length', 'expires_at']).where('state', '=', 'uploading').execute();

async function giveUp(tx: Transaction, id: string, now: Instant): Promise<boolean> {
  const over = await tx
    .updateTable('recordings')
    .set((each) => ({ state: 'abandoned', version: each('version', '+', 1) }))
    .where('id', '=', id)
    .where('state', '=', 'uploading')
    .returning(['class_id', 'region_code', 'institution_id'])
    .executeTakeFirst();
  if (!over) return false;
  await appendLog(tx, {
    action: 'recording.expire',
    outcome: 'done',
    actor: sender,
    subject: { type: 'trainingClass', id: over.class_id },
    regionCode: over.region_code,
    institutionId: over.institution_id,
    detail: { recording: id },
    happenedAt: now,
  });
  return true;
}

/** Uploads nobody has finished in time are given up, each settled before anything of it is removed. */
async function expire({ pool, services, now, signal }: UploadContext, open: readonly OpenUpload[]): Promise<number> {
  let count = 0;
  for (const { id, byte_length, expires_at } of open) {
    signal.throwIfAborted();
    if (expires_at >= now || (await services.recordings.sizeOf(id)) === byte_length) continue;
    if (await inScope(pool, { reach: 'system' }, (tx) => giveUp(tx, id, now))) count += 1;
  }
  return count;
}

/** Bytes of uploads given up, once nobody writes them any more; the row stays and says so. */
async function removeAbandoned({ tx, pool, services, signal }: JobContext): Promise<number> {
  const rows = await tx.selectFrom('recordings').select('id').where('state', '=', 'abandoned').execute();
  let count = 0;
  for (const { id } of rows) {
    if ((await services.recordings.sizeOf(id)) === undefined) continue;
    if (await whileNobodyWrites(pool, id, signal, () => services.recordings.remove(id))) count += 1;
  }
  return count;
}

/** Recordings that waited for tools, or whose analysis was lost, stand in line again. */
async function analyseWaiting({ tx, services, enqueue }: JobContext): Promise<number> {
  if (!(await services.video?.find())) return 0;
  const rows = await tx
    .selectFrom('recordings')
    .select('id')
    .where('state', '=', 'received')
    .orderBy('received_at')
    .limit(atOnce)
    .execute();
  for (const { id } of rows) await enqueue(analyseRecording, { recordingId: id }, { key: `analyse-recording/${id}` });
  return rows.length;
}

const previewDays = 30;

/** Previews nobody has asked for in weeks make room; they can be made again. */
async function dropOldPreviews({ tx, services, now }: JobContext): Promise<number> {
  const rows = await tx
    .updateTable('recording_previews as p')
    .from('recordings as r')
    .whereRef('r.id', '=', 'p.recording_id')
    .set({ state: 'gone', kind: null, byte_length: null, duration_ms: null, changed_at: now })
    .where('p.state', '=', 'made')
    .where('p.changed_at', '<', new Date(Date.parse(now) - previewDays * 86_400_000).toISOString())
    .returning(['r.id', 'r.storage_key'])
    .execute();
  for (const { id, storage_key } of rows) await services.recordings.removePreview(storage_key ?? id);
  return rows.length;
}

/** Previews that were asked for and lost their place in the queue stand in line again. */
async function makeWaiting({ tx, enqueue }: JobContext): Promise<void> {
  const rows = await tx
    .selectFrom('recording_previews')
    .select('recording_id as id')
    .where('state', '=', 'waiting')
    .limit(atOnce)
    .execute();
  for (const { id } of rows) await enqueue(makePreview, { recordingId: id }, { key: `make-preview/${id}` });
}

/** 录像上传的收尾：逾期作废，补收传完的，清除放弃的，把等着的送去分析 */
export const tidyRecordings = job({
  name: 'tidy-recordings',
  title: '录像上传的收尾',
  input: z.object({}),
  timeLimitSeconds: 1_200,
  isPatient: true,
  async run(_input, context) {
    await dropDeadLeases(context.pool);
    const open = await openUploads(context);
    const received = await receiveLeft(context, open);
    const expired = await expire(context, open);
    const removed = await removeAbandoned(context);
    const waiting = await analyseWaiting(context);
    const dropped = await dropOldPreviews(context);
    await makeWaiting(context);
    await raiseOpenReuse(context.tx, context.now);
    return `补收 ${received} 份，逾期作废 ${expired} 份，清除 ${removed} 份，待分析 ${waiting} 份，清除旧播放件 ${dropped} 份。`;
  },
});

export const recordingJobs = [analyseRecording, makePreview, tidyRecordings] as const;
export const recordingSchedule = [{ job: tidyRecordings, times: hourly(25) }] as const;
