import { z } from 'zod';
import { command, done, refused } from '#platform/operation';
import { isRefused } from '../check-in/taught-class';
import { judgeAnew } from './findings';
import { classId, institutions, reason, recordingId, version } from './forms';
import { noteRecording, takeRecording } from './recording-store';
import { startForm, whyNotThen } from './upload-commands';

/** 更正录像的开始时间：写明理由，原来填报的时间仍在 */
export const correctRecordingStart = command({
  name: 'recording.correct-start',
  path: '/classes/:classId/recordings/:recordingId/start',
  title: '更正录像的开始时间',
  by: institutions,
  cites: ['2021.4.4', '2021.A6.3'],
  input: z.object({ classId, recordingId, version, startsAt: startForm.startsAt, reason }),
  async handle(input, context) {
    const found = await takeRecording(context, input);
    if (isRefused(found)) return found;
    const { recording, held } = found;
    if (recording.version !== input.version) return refused('这份录像刚有变动，请刷新后再办。', 'conflict');
    if (recording.state === 'uploading' || recording.state === 'abandoned')
      return refused('录像还没有收到，请传完后再更正。', 'conflict');
    const why = whyNotThen(held, input.startsAt, context.now);
    if (why) return refused(why, 'blocked');
    const startsAt = new Date(input.startsAt).toISOString();
    const lasts = recording.ends_at && Date.parse(recording.ends_at) - Date.parse(recording.starts_at);
    await context.tx
      .updateTable('recordings')
      .set((each) => ({
        starts_at: startsAt,
        ends_at: lasts ? new Date(Date.parse(startsAt) + lasts).toISOString() : null,
        start_reason: input.reason,
        start_set_by_name: context.actor.name,
        version: each('version', '+', 1),
      }))
      .where('id', '=', recording.id)
      .execute();
    await judgeAnew(context, recording.id);
    noteRecording(context, found, { from: recording.starts_at, to: startsAt, reason: input.reason });
    return done({ startsAt });
  },
});
