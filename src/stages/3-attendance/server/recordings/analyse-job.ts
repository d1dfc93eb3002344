import { z } from 'zod';
import { job, type JobContext } from '#platform/jobs/job';
import { noToolsSentence, type VideoTools } from '#platform/video/video-tools';
import { recordingLifecycle } from '../../domain/recordings/lifecycle';
import { playWayOf } from '../../domain/recordings/playable';
import { isRefused, lessonsOf, type TaughtClass, taughtClass } from '../check-in/taught-class';
import { framesOf, lookedThrough, readFile } from './analyse';
import { judgeWithCopies } from './findings';
import { countHeads, drawSheet } from './pictures';
import { makePreview, setPreview } from './preview-job';
import { type RecordingFacts, recordingOf, type StoredRecording } from './recording-store';
import { findReuse } from './reuse';

async function write(
  { tx, now, log }: JobContext,
  recording: StoredRecording,
  state: 'analysed' | 'unreadable',
  facts: RecordingFacts,
): Promise<void> {
  const { durationMs } = facts;
  const ends = durationMs && new Date(Date.parse(recording.starts_at) + durationMs).toISOString();
  await tx
    .updateTable('recordings')
    .set((each) => ({
      state,
      version: each('version', '+', 1),
      facts: JSON.stringify(facts),
      analysed_at: now,
      ...(ends ? { ends_at: ends, is_measured: true } : {}),
    }))
    .where('id', '=', recording.id)
    .where('state', 'in', [...recordingLifecycle.steps.analyse.from])
    .execute();
  await log({
    action: 'recording.analyse',
    subject: { type: 'trainingClass', id: recording.class_id },
    regionCode: recording.region_code,
    institutionId: recording.institution_id,
    detail: { recording: recording.id, state, durationMs: durationMs ?? null },
  });
}

async function giveUp(context: JobContext, recording: StoredRecording, why: string): Promise<string> {
  await write(context, recording, 'unreadable', { still: [], black: [], notes: [], why });
  await judgeWithCopies(context, recording.id);
  return '录像不能读取。';
}

async function analyse(
  context: JobContext,
  tools: VideoTools,
  held: TaughtClass,
  recording: StoredRecording,
): Promise<string> {
  const { services, signal, tx, now } = context;
  const path = services.recordings.pathOf(recording.storage_key ?? recording.id);
  const file = await readFile(tools, path, signal);
  if (typeof file === 'string') return giveUp(context, recording, file);
  const frames = await framesOf(tools, path, file, signal);
  const seen = lookedThrough(context, held, file, frames);
  if (!seen) return giveUp(context, recording, '录像文件里没有一帧读得出来，可能已损坏。请重新导出一份再传。');
  const { signature } = seen;
  const place = { region_code: recording.region_code, institution_id: recording.institution_id };
  if (signature) {
    const kept = {
      step_ms: signature.stepMs,
      frames: signature.cells.length / 64,
      signature: Buffer.from(signature.cells),
    };
    await tx
      .insertInto('recording_signatures')
      .values({ ...place, recording_id: recording.id, ...kept, made_at: now })
      .onConflict((conflict) => conflict.column('recording_id').doUpdateSet(kept))
      .execute();
  }
  const pictured = { recording, path, container: file.container, durationMs: seen.facts.durationMs ?? 0 };
  await drawSheet(context, tools, pictured);
  const lessons = (await lessonsOf(context, [held.id])).get(held.id) ?? [];
  const note = await countHeads(context, tools, pictured, lessons);
  const reuse = signature ? await findReuse(context, held, recording.id, signature) : { compared: 0, copies: 0 };
  const notes = note ? [...seen.facts.notes, note] : seen.facts.notes;
  await write(context, recording, 'analysed', { ...seen.facts, notes, compared: reuse.compared });
  await judgeWithCopies(context, recording.id);
  // Pictures that need no drawing anew cost little; the others wait until somebody wants to see them.
  if (playWayOf(seen.facts) === 'copied') {
    await setPreview(tx, now, recording, 'waiting');
    await context.enqueue(makePreview, { recordingId: recording.id }, { key: `make-preview/${recording.id}` });
  }
  return `录像已分析，与 ${reuse.compared} 份比对，重复使用 ${reuse.copies} 份。`;
}

/** 分析收到的录像：时长、时间、静止、全黑、循环、重复使用、人数抽样 */
export const analyseRecording = job({
  name: 'analyse-recording',
  title: '分析收到的录像',
  input: z.object({ recordingId: z.uuid() }),
  attempts: 3,
  timeLimitSeconds: 2_400,
  isPatient: true,
  async run({ recordingId }, context) {
    const recording = await recordingOf(context, recordingId);
    if (!recording || recording.state !== 'received') return '这份录像不用分析。';
    const held = await taughtClass(context, recording.class_id);
    if (isRefused(held)) return '班期已不在开班中，没有分析。';
    const tools = await context.services.video?.find();
    if (!tools) {
      await judgeWithCopies(context, recording.id);
      return noToolsSentence;
    }
    return analyse(context, tools, held, recording);
  },
});
