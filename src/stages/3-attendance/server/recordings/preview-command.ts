import { z } from 'zod';
import { command, done, refused } from '#platform/operation';
import { playWayOf } from '../../domain/recordings/playable';
import { isRefused } from '../check-in/taught-class';
import { classId, readers, recordingId } from './forms';
import { makePreview, setPreview } from './preview-job';
import { factsOf, noteRecording, takeRecording } from './recording-store';

const answer = (state: 'made' | 'waiting') => done({ state });

/** 做一份浏览器能播放的：后台办理，原件不动 */
export const askPreview = command({
  name: 'recording.ask-preview',
  path: '/classes/:classId/recordings/:recordingId/preview',
  title: '做浏览器播放件',
  by: readers,
  cites: ['2021.4.1'],
  input: z.object({ classId, recordingId }),
  async handle(input, context) {
    const found = await takeRecording(context, input);
    if (isRefused(found)) return found;
    const { recording } = found;
    if (!recording.storage_key || playWayOf(factsOf(recording)) === 'asIs')
      return refused('这份录像浏览器能直接播放，或还没有分析，不用另做。', 'conflict');
    const present = await context.tx
      .selectFrom('recording_previews')
      .select('state')
      .where('recording_id', '=', recording.id)
      .executeTakeFirst();
    if (present?.state === 'made') return answer('made');
    await setPreview(context.tx, context.now, recording, 'waiting');
    await context.enqueue(makePreview, { recordingId: recording.id }, { key: `make-preview/${recording.id}` });
    noteRecording(context, found, {});
    return answer('waiting');
  },
});
