import { z } from 'zod';
import { command, done, refused } from '#platform/operation';
import { isRefused } from '../check-in/taught-class';
import { classId, officers, reason, recordingId } from './forms';
import { noteRecording, takeRecording } from './recording-store';
import { settleReuse } from './reuse-tasks';

/** 核实重复使用的画面：确为重复使用，或有正当原因，写明依据；两份录像在管辖范围内的一并认定 */
export const reviewReuse = command({
  name: 'recording.review-reuse',
  path: '/classes/:classId/recordings/:recordingId/reuse',
  title: '核实重复使用的画面',
  by: officers,
  cites: ['2021.4.1', '2021.4.2'],
  input: z.object({
    classId,
    recordingId,
    verdict: z.enum(['reused', 'explained'], '请选择核实结果'),
    note: reason,
  }),
  async handle(input, context) {
    const found = await takeRecording(context, input);
    if (isRefused(found)) return found;
    const { tx, now, actor } = context;
    const reviewed = await tx
      .updateTable('recording_matches')
      .set({ verdict: input.verdict, review_note: input.note, reviewed_by_name: actor.name, reviewed_at: now })
      .where((each) =>
        each.or([each('recording_id', '=', found.recording.id), each('other_id', '=', found.recording.id)]),
      )
      .where('reviewed_at', 'is', null)
      .returning('recording_id')
      .execute();
    if (reviewed.length === 0) return refused('这份录像没有待核实的重复使用，可能已核实，请刷新查看。', 'conflict');
    for (const id of new Set(reviewed.map((each) => each.recording_id))) await settleReuse(tx, id, now);
    noteRecording(context, found, { verdict: input.verdict, note: input.note, places: reviewed.length });
    return done({ places: reviewed.length });
  },
});
