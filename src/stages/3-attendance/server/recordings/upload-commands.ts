import { sql } from 'kysely';
import { z } from 'zod';
import { addDays } from '#kernel/plain-date';
import { figuresOn } from '#law/figures';
import { dayOf } from '#platform/clock';
import { newId } from '#platform/identifiers';
import { type Context, command, done, missing, refused } from '#platform/operation';
import { recordingLifecycle } from '../../domain/recordings/lifecycle';
import { isRefused, noteClass, type TaughtClass, taughtClass } from '../check-in/taught-class';
import { whyDestroyed } from '../keeping/destroyed';
import { cameraId, classId, fileName, instant, institutions, recordingId, text } from './forms';
import { noteRecording, recordingColumns, takeRecording } from './recording-store';
import { tidyRecordings } from './tidy-job';

const gigabyte = 1024 ** 3;
/** Kept free beside what is announced, so that an upload never fills the disk. */
const spareBytes = 2 * gigabyte;
const mostOpenUploads = 50;
/** A recorder’s clock may run ahead of ours a little. */
const ahead = 10 * 60_000;

export const startForm = {
  startsAt: instant,
  seconds: z.int('时长应为整秒').min(1).max(86_400, '一份录像不超过一天').optional(),
};

const spokenGigabytes = (bytes: number): string => `${(bytes / gigabyte).toFixed(1)} GB`;

/** Why a recording cannot have begun at that time; undefined when it can. */
export function whyNotThen({ startsOn, endsOn }: TaughtClass, startsAt: string, now: string): string | undefined {
  const on = dayOf(new Date(startsAt).toISOString());
  if (Date.parse(startsAt) > Date.parse(now) + ahead) return '开始时间还没有到，请核对日期和时间。';
  if (on >= addDays(startsOn, -1) && on <= addDays(endsOn, 1)) return undefined;
  return `开始时间 ${on} 不在本班上课期间（${startsOn} 至 ${endsOn}），请核对是不是选错了班或填错了日期。`;
}

/** Why there is no room for it; undefined when there is. */
async function whyNoRoom(context: Context, bytes: number): Promise<string | undefined> {
  const { tx, services } = context;
  const space = await services.diskSpace?.();
  if (!space) return undefined;
  const { rows } = await context.acrossRegions(() =>
    sql<{ due: number }>`select coalesce(sum(byte_length), 0)::float8 as due from recordings
      where state = 'uploading'`.execute(tx),
  );
  const room = space.freeBytes - (rows[0]?.due ?? 0) - spareBytes;
  if (bytes <= room) return undefined;
  return `服务器剩余空间不够收这份录像（${spokenGigabytes(bytes)}），请联系系统管理员扩容后再传。`;
}

const sameUpload = ({ tx }: Context, held: TaughtClass, camera: string, mark: string) =>
  tx
    .selectFrom('recordings')
    .select(recordingColumns)
    .where('region_code', '=', held.regionCode)
    .where('class_id', '=', held.id)
    .where('camera_id', '=', camera)
    .where('file_mark', '=', mark)
    .where('state', '<>', 'abandoned')
    .orderBy('announced_at', 'desc')
    .executeTakeFirst();

/** 登记要上传的录像：之后向 /video/编号/upload 续传；同一份没传完的接着传 */
export const announceRecording = command({
  name: 'recording.announce',
  path: '/classes/:classId/recordings',
  title: '上传录像',
  by: institutions,
  cites: ['2021.4.1', '2021.4.4', '2021.A6.3'],
  input: z.object({
    classId,
    cameraId,
    fileName,
    fileMark: text(200).refine((value) => value !== '', '没有文件记号'),
    byteLength: z.int('文件大小不正确').min(1, '文件是空的（0 字节），请重新选择').max(Number.MAX_SAFE_INTEGER),
    ...startForm,
  }),
  async handle(input, context) {
    const { tx, actor, now } = context;
    const held = await taughtClass(context, input.classId);
    if (isRefused(held)) return held;
    const gone = await whyDestroyed(context, held.id);
    if (gone) return gone;
    const camera = await tx
      .selectFrom('cameras')
      .select(['id', 'name', 'retired_at'])
      .where('id', '=', input.cameraId)
      .where('institution_id', '=', held.institutionId)
      .executeTakeFirst();
    if (!camera) return missing('这个镜头');
    if (camera.retired_at) return refused('这个镜头已停用，请选择在用的镜头。', 'conflict');
    const known = await context.acrossRegions(() => sameUpload(context, held, camera.id, input.fileMark));
    if (known && known.byte_length === input.byteLength) {
      if (known.state !== 'uploading') return refused('这份文件在这个镜头下已经传过了。', 'conflict');
      noteClass(context, held, { recording: known.id, resumed: true });
      return done({ recordingId: known.id, expiresAt: known.expires_at, resumed: true });
    }
    const figure = figuresOn(held.startsOn, context.laterFigures);
    if (input.byteLength > figure('recordingMostSize') * gigabyte) {
      const limit = `${figure('recordingMostSize')} GB`;
      return refused(`文件 ${spokenGigabytes(input.byteLength)}，超过上限 ${limit}，请分段导出后上传。`, 'invalid');
    }
    const why = whyNotThen(held, input.startsAt, now) ?? (await whyNoRoom(context, input.byteLength));
    if (why) return refused(why, 'blocked');
    const { open } = await tx
      .selectFrom('recordings')
      .select(({ fn }) => fn.countAll<string>().as('open'))
      .where('class_id', '=', held.id)
      .where('state', '=', 'uploading')
      .executeTakeFirstOrThrow();
    if (Number(open) >= mostOpenUploads)
      return refused(`本班已有 ${mostOpenUploads} 份没有传完的录像，请先传完或放弃。`, 'conflict');
    const id = newId();
    const startsAt = new Date(input.startsAt).toISOString();
    const ends =
      input.seconds === undefined ? null : new Date(Date.parse(startsAt) + input.seconds * 1000).toISOString();
    const expiresAt = new Date(Date.parse(now) + figure('recordingUploadLife') * 86_400_000).toISOString();
    await tx
      .insertInto('recordings')
      .values({
        region_code: held.regionCode,
        institution_id: held.institutionId,
        class_id: held.id,
        id,
        camera_id: camera.id,
        state: recordingLifecycle.start,
        file_name: input.fileName,
        file_mark: input.fileMark,
        byte_length: input.byteLength,
        stated_start: startsAt,
        stated_seconds: input.seconds ?? null,
        uploaded_by: actor.userId,
        uploaded_by_name: actor.name,
        announced_at: now,
        expires_at: expiresAt,
        starts_at: startsAt,
        ends_at: ends,
      })
      .execute();
    noteClass(context, held, { recording: id, camera: camera.name, bytes: input.byteLength, startsAt });
    return done({ recordingId: id, expiresAt, resumed: false });
  },
});

/** 放弃没有传完的录像 */
export const abandonRecording = command({
  name: 'recording.abandon',
  path: '/classes/:classId/recordings/:recordingId/abandon',
  title: '放弃上传',
  by: institutions,
  cites: ['2021.4.4'],
  input: z.object({ classId, recordingId }),
  async handle(input, context) {
    const found = await takeRecording(context, input);
    if (isRefused(found)) return found;
    if (found.recording.state !== 'uploading')
      return refused('这份录像已经收到，作为佐证材料保管，不能删除。', 'conflict');
    await context.tx
      .updateTable('recordings')
      .set((each) => ({ state: 'abandoned', version: each('version', '+', 1) }))
      .where('id', '=', found.recording.id)
      .where('state', '=', 'uploading')
      .execute();
    await context.enqueue(tidyRecordings, {}, { key: 'tidy-recordings' });
    noteRecording(context, found, { state: 'abandoned' });
    return done({ abandoned: true });
  },
});
