import { z } from 'zod';
import { done, missing, query, type Reading, refused } from '#platform/operation';
import { noToolsSentence } from '#platform/video/video-tools';
import { isRefused, taughtClass } from '../check-in/taught-class';
import { whyDestroyed } from '../keeping/destroyed';
import { whyNotPlayed } from './being-proved';
import { classFindings, classFootage, coverageOf, lessonSpan } from './class-recordings';
import { classId, milliseconds, readers, recordingId } from './forms';
import { headsByLesson } from './heads';
import { openRecordingPicture } from './pictures';
import {
  factsOf,
  findingsOf,
  findRecording,
  noteRecording,
  recordingState,
  type StoredRecording,
} from './recording-store';
import { playAddress } from './ticket';

/** Bytes on the disk of an upload under way, for its progress after a reload. */
export const sentOf = async ({ services }: Pick<Reading, 'services'>, { id, state }: StoredRecording) =>
  state === 'uploading' ? ((await services.recordings.sizeOf(id)) ?? 0) : undefined;

export const told = (recording: StoredRecording) => ({
  id: recording.id,
  cameraId: recording.camera_id,
  state: recordingState(recording),
  version: recording.version,
  fileName: recording.file_name,
  fileMark: recording.file_mark,
  byteLength: recording.byte_length,
  startsAt: recording.starts_at,
  endsAt: recording.ends_at ?? undefined,
  statedStart: recording.stated_start,
  statedSeconds: recording.stated_seconds ?? undefined,
  startReason: recording.start_reason,
  startSetBy: recording.start_set_by_name ?? undefined,
  isMeasured: recording.is_measured,
  uploadedBy: recording.uploaded_by_name,
  announcedAt: recording.announced_at,
  expiresAt: recording.expires_at,
  receivedAt: recording.received_at ?? undefined,
  why: factsOf(recording)?.why,
  findings: findingsOf(recording),
});

/** Why received recordings wait; undefined when tools are there. */
export const whyNoTools = async ({ services }: Pick<Reading, 'services'>): Promise<string | undefined> =>
  (await services.video?.find()) ? undefined : noToolsSentence;

/** 班期的录像：逐次课、逐镜头的覆盖和中断，和全部录像 */
export const listRecordings = query({
  name: 'recording.list',
  path: '/classes/:classId/recordings',
  title: '班期的录像',
  by: readers,
  cites: ['2021.4.1', '2021.A6.3', '2021.A6.4'],
  input: z.object({ classId }),
  async handle(input, context) {
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    const all = await classFootage(context, held);
    const { byLesson, shares } = coverageOf(all, context, held);
    const heads = await headsByLesson(context, all.recordings);
    const rows = [];
    for (const each of all.recordings) rows.push({ ...told(each), sentBytes: await sentOf(context, each) });
    return done({
      serverTime: context.now,
      startsOn: held.startsOn,
      endsOn: held.endsOn,
      whyNoTools: await whyNoTools(context),
      cameras: all.cameras,
      venues: [
        ...new Map(all.lessons.flatMap(({ venueId, venue }) => (venueId ? [[venueId, venue] as const] : []))),
      ].map(([id, name]) => ({ id, name })),
      lessons: all.lessons.map((lesson) => ({
        id: lesson.id,
        taughtOn: lesson.taughtOn,
        startsMinute: lesson.startsMinute,
        endsMinute: lesson.endsMinute,
        kind: lesson.kind,
        content: lesson.content,
        venueId: lesson.venueId,
        venue: lesson.venue,
        ...lessonSpan(lesson),
        share: byLesson.get(lesson.id)?.share,
        gaps: byLesson.get(lesson.id)?.gaps ?? [],
        cameras: shares(lesson.id),
        heads: heads.get(lesson.id) ?? [],
      })),
      recordings: rows,
      findings: classFindings(all, context, held).map(({ rule, severity, message, fix, row }) => ({
        rule,
        severity,
        message,
        fix,
        row,
      })),
    });
  },
});

/** 打开录像观看：录像里有人像，每次打开都留痕 */
export const openRecording = query({
  name: 'recording.open',
  path: '/classes/:classId/recordings/:recordingId/open',
  title: '打开录像观看',
  by: readers,
  cites: ['2021.4.1', '2021.4.2'],
  input: z.object({ classId, recordingId }),
  isLogged: true,
  async handle(input, context) {
    const found = await findRecording(context, input);
    if (isRefused(found)) return found;
    const gone = await whyDestroyed(context, found.held.id);
    if (gone) return gone;
    if (!found.recording.storage_key) return missing('这份录像的文件');
    const why = await whyNotPlayed(context.tx, context.actor, found.recording.id, context.today);
    if (why) return refused(why, 'conflict');
    noteRecording(context, found, {});
    const address = playAddress(context.services, found.recording.id, context.actor.userId, context.now);
    return done({ address });
  },
});

/** 看录像的总览图或抽样画面；每次查看都留痕 */
export const showRecordingPicture = query({
  name: 'recording.picture',
  path: '/classes/:classId/recordings/:recordingId/picture',
  title: '看录像截图',
  by: readers,
  cites: ['2021.4.1', '2021.4.2'],
  input: z.object({
    classId,
    recordingId,
    kind: z.enum(['sheet', 'sample'], '没有这种截图'),
    atMs: z.coerce.number('应为毫秒数').pipe(milliseconds).default(0),
  }),
  isLogged: true,
  async handle({ kind, atMs, ...wish }, context) {
    const found = await findRecording(context, wish);
    if (isRefused(found)) return found;
    const body = await openRecordingPicture(context, found.recording.id, kind, atMs);
    if (!body) return (await whyDestroyed(context, found.held.id)) ?? missing('这张截图');
    noteRecording(context, found, { picture: kind, atMs });
    return done({ download: true as const, inline: true, mediaType: 'image/jpeg', fileName: '录像截图.jpg', body });
  },
});
