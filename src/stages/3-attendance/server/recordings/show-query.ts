import { z } from 'zod';
import { done, query } from '#platform/operation';
import { playWayOf } from '../../domain/recordings/playable';
import { isRefused } from '../check-in/taught-class';
import { classFootage, lessonSpan } from './class-recordings';
import { classId, officers, readers, recordingId } from './forms';
import { headSamplesOf, seesBacks } from './heads';
import { sentOf, told, whyNoTools } from './queries';
import { factsOf, findRecording } from './recording-store';

const previewStates = ['waiting', 'made', 'failed', 'gone'] as const;

/** 一份录像：文件、时间、发现、证据片段和对应的课 */
export const showRecording = query({
  name: 'recording.show',
  path: '/classes/:classId/recordings/:recordingId',
  title: '一份录像',
  by: readers,
  cites: ['2021.4.1', '2021.A6.3'],
  input: z.object({ classId, recordingId }),
  async handle(input, context) {
    const found = await findRecording(context, input);
    if (isRefused(found)) return found;
    const { held, recording } = found;
    const { lessons, cameras, recordings } = await classFootage(context, held);
    const camera = cameras.find(({ id }) => id === recording.camera_id);
    const clips = await context.tx
      .selectFrom('recording_clips')
      .selectAll()
      .where('recording_id', '=', recording.id)
      .orderBy('from_ms')
      .execute();
    const pictures = await context.tx
      .selectFrom('recording_pictures')
      .select(['kind', 'at_ms'])
      .where('recording_id', '=', recording.id)
      .execute();
    const reuse = await context.tx
      .selectFrom('recording_matches')
      .select(['verdict', 'review_note', 'reviewed_by_name', 'reviewed_at'])
      .where('recording_id', '=', recording.id)
      .orderBy('reviewed_at', (order) => order.desc().nullsFirst())
      .execute();
    const preview = await context.tx
      .selectFrom('recording_previews')
      .select(['state', 'kind', 'why'])
      .where('recording_id', '=', recording.id)
      .executeTakeFirst();
    const hasCase = await context.tx
      .selectFrom('impersonation_cases')
      .select('class_id')
      .where('class_id', '=', held.id)
      .executeTakeFirst();
    const facts = factsOf(recording);
    const from = Date.parse(recording.starts_at);
    const to = recording.ends_at ? Date.parse(recording.ends_at) : from;
    const near = lessons
      .filter(({ venueId }) => camera === undefined || venueId === camera.venueId)
      .map((lesson) => ({ ...lessonSpan(lesson), id: lesson.id, content: lesson.content, kind: lesson.kind }))
      .filter((lesson) => lesson.to > from - 3_600_000 && lesson.from < to + 3_600_000);
    return done({
      ...told(recording),
      className: held.name,
      institution: held.institution,
      camera: camera?.name ?? '',
      seesBacks: camera?.position === seesBacks,
      venue: lessons.find(({ venueId }) => venueId === camera?.venueId)?.venue ?? '',
      sha256: recording.sha256?.toString('hex'),
      sentBytes: await sentOf(context, recording),
      whyNoTools: await whyNoTools(context),
      facts,
      playWay: playWayOf(facts),
      preview: preview && {
        state: previewStates.find((each) => each === preview.state) ?? ('failed' as const),
        kind: preview.kind === 'copied' ? ('copied' as const) : ('converted' as const),
        why: preview.why,
      },
      lessons: near,
      others: recordings
        .filter(({ id, camera_id, ends_at }) => id !== recording.id && camera_id === recording.camera_id && ends_at)
        .map(({ id, starts_at, ends_at }) => ({
          id,
          from: Date.parse(starts_at),
          to: Date.parse(ends_at ?? starts_at),
        }))
        .filter((other) => other.to > from - 3_600_000 && other.from < to + 3_600_000),
      heads: await headSamplesOf(context, held, lessons, recording),
      hasSheet: pictures.some(({ kind }) => kind === 'sheet'),
      samples: pictures.filter(({ kind }) => kind === 'sample').map(({ at_ms }) => at_ms),
      reuse: reuse.map(({ verdict, review_note, reviewed_by_name, reviewed_at }) => ({
        verdict: verdict === null ? undefined : verdict === 'reused' ? ('reused' as const) : ('explained' as const),
        note: review_note,
        by: reviewed_by_name ?? undefined,
        at: reviewed_at ?? undefined,
      })),
      mayReview: officers.some((each) => each === context.actor.role),
      hasCase: hasCase !== undefined,
      clips: clips.map((clip) => ({
        id: clip.id,
        fromMs: clip.from_ms,
        toMs: clip.to_ms,
        reason: clip.reason,
        isForCase: clip.case_id !== null,
        markedBy: clip.marked_by_name,
        markedAt: clip.marked_at,
      })),
    });
  },
});
