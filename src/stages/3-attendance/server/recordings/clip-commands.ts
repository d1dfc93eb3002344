import { z } from 'zod';
import { newId } from '#platform/identifiers';
import { command, done, refused } from '#platform/operation';
import { isRefused } from '../check-in/taught-class';
import { classId, institutions, milliseconds, officers, reason, recordingId } from './forms';
import { findRecording, noteRecording } from './recording-store';

const longestClip = 4 * 3_600_000;

/** 把录像的一段标为证据：谁、为何、哪一段，标了不能改 */
export const markClip = command({
  name: 'recording.mark-clip',
  path: '/classes/:classId/recordings/:recordingId/clips',
  title: '把录像的一段标为证据',
  by: [...institutions, ...officers],
  cites: ['2021.4.2', '2021.4.3'],
  input: z.object({
    classId,
    recordingId,
    fromMs: milliseconds,
    toMs: milliseconds,
    reason,
    forCase: z.boolean('请选择是否用于冒名顶替案件').default(false),
  }),
  async handle(input, context) {
    const found = await findRecording(context, input);
    if (isRefused(found)) return found;
    const { recording, held } = found;
    if (!recording.received_at) return refused('录像还没有收到，不能标记。', 'conflict');
    const lasts = recording.ends_at && Date.parse(recording.ends_at) - Date.parse(recording.starts_at);
    if (input.toMs <= input.fromMs) return refused('结束要在开始之后。', 'invalid');
    if (input.toMs - input.fromMs > longestClip) return refused('一段证据不超过 4 小时，请分段标记。', 'invalid');
    if (lasts && input.fromMs >= lasts) return refused('这一段在录像结束之后，请核对时间。', 'invalid');
    const { tx, actor, now } = context;
    const of = input.forCase
      ? await tx.selectFrom('impersonation_cases').select('class_id').where('class_id', '=', held.id).executeTakeFirst()
      : undefined;
    if (input.forCase && !of) return refused('本班没有冒名顶替案件，请先登记疑似人次，或不选“用于案件”。', 'conflict');
    const id = newId();
    await tx
      .insertInto('recording_clips')
      .values({
        region_code: held.regionCode,
        institution_id: held.institutionId,
        class_id: held.id,
        id,
        recording_id: recording.id,
        from_ms: input.fromMs,
        to_ms: input.toMs,
        reason: input.reason,
        case_id: of?.class_id ?? null,
        marked_by: actor.userId,
        marked_by_name: actor.name,
        marked_at: now,
      })
      .execute();
    const { fromMs, toMs, forCase } = input;
    noteRecording(context, found, { clip: id, fromMs, toMs, forCase, reason: input.reason });
    return done({ clipId: id });
  },
});
