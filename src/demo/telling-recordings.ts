import { copyFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { z } from 'zod';
import { plainDate } from '#kernel/plain-date';
import { inScope } from '#platform/database/scope';
import { runJob } from '#platform/jobs/run-job';
import { findTools } from '#platform/video/find-tools';
import { attendanceJobs } from '../stages/3-attendance/server/index';
import { addCamera } from '../stages/3-attendance/server/recordings/camera-commands';
import { announceRecording } from '../stages/3-attendance/server/recordings/upload-commands';
import { act, actorNamed, clerkOf, type Moment, type Stage } from './acting';
import type { ToldClass } from './attendance';
import { clockAt, instantAt } from './days';
import { copyLesson, drawLesson } from './footage';

interface PastLesson {
  readonly taught_on: string;
  readonly starts_minute: number;
  readonly ends_minute: number;
  readonly venue_id: string;
}

const cameraForm = z.object({ cameraId: z.uuid() });
const announcedForm = z.object({ recordingId: z.uuid() });
const today = (stage: Stage) => stage.city.days.today;

/** The last lessons of a class before today, the latest first. */
const pastLessons = async (stage: Stage, classId: string): Promise<PastLesson[]> =>
  (
    await inScope(stage.platform.pool, { reach: 'system' }, (tx) =>
      sql<PastLesson>`select taught_on, starts_minute, ends_minute, venue_id from lessons where class_id = ${classId}
        and taught_on < ${today(stage)} and venue_id is not null order by taught_on desc, starts_minute desc
        limit 3`.execute(tx),
    )
  ).rows;

/** Hands in a file as the clerk does in the evening of the last lesson. */
async function handIn(stage: Stage, told: ToldClass, lesson: PastLesson, name: string, path: string): Promise<void> {
  const { platform, city } = stage;
  const { placed, classId } = told;
  const day = city.days.day(-1);
  const clerk: Moment = {
    actor: actorNamed(city, clerkOf(placed.institution)),
    day,
    at: instantAt(day, 20 * 60 + 10),
  };
  const camera = { venueId: lesson.venue_id, name: '后侧正中', position: 'rear' };
  const added = await act(stage, clerk, addCamera, `${placed.story.key}/camera/${lesson.venue_id}`, camera);
  const clock = instantAt(plainDate(lesson.taught_on), lesson.starts_minute);
  const local = new Date(Date.parse(clock) + 8 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 14);
  const { size } = await stat(path);
  const { recordingId } = announcedForm.parse(
    await act(stage, clerk, announceRecording, `${placed.story.key}/recording/${name}`, {
      classId,
      cameraId: cameraForm.parse(added).cameraId,
      fileName: `ch01_${local}.webm`,
      fileMark: `demo/${placed.story.key}/${name}`,
      byteLength: size,
      startsAt: clock,
      seconds: (lesson.ends_minute - lesson.starts_minute) * 60,
    }),
  );
  const { recordings } = platform.services;
  await recordings.begin(recordingId);
  if ((await recordings.sizeOf(recordingId)) === 0) await copyFile(path, recordings.pathOf(recordingId));
}

/**
 * Recordings of two classes: a lesson from its beginning to its end, one that breaks off, and one whose pictures are
 * those of the first. Without video tools there are none; they are looked through behind the desk once the product runs.
 */
export async function tellRecordings(stage: Stage, taught: readonly ToldClass[]): Promise<void> {
  const { platform, city } = stage;
  const tools = (await platform.services.video?.find()) && (await findTools(process.env));
  const [own, other] = ['running-boai', 'running-wuzhi'].map((key) =>
    taught.find(({ placed }) => placed.story.key === key),
  );
  if (!tools || !own || !other) return;
  const [first, second] = await pastLessons(stage, own.classId);
  const [third] = await pastLessons(stage, other.classId);
  if (!first || !second || !third) return;
  const secondsOf = ({ starts_minute, ends_minute }: PastLesson) => (ends_minute - starts_minute) * 60;
  const folder = await mkdtemp(join(tmpdir(), 'mingxun-demo-'));
  const [whole, broken, copied] = ['whole', 'broken', 'copied'].map((name) => join(folder, `${name}.webm`));
  try {
    if (!whole || !broken || !copied) return;
    await drawLesson(tools.ffmpeg, whole, { seed: city.seed + 1, seconds: secondsOf(second) });
    await drawLesson(tools.ffmpeg, broken, { seed: city.seed + 2, seconds: Math.round(secondsOf(first) * 0.7) });
    await copyLesson(tools.ffmpeg, whole, copied, secondsOf(third));
    await handIn(stage, own, second, 'whole', whole);
    await handIn(stage, own, first, 'broken', broken);
    await handIn(stage, other, third, 'copied', copied);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const tidy = attendanceJobs.find(({ name }) => name === 'tidy-recordings');
  const day = city.days.day(-1);
  const evening = { ...platform, clock: clockAt(day, instantAt(day, 20 * 60 + 30)) };
  if (tidy) await runJob(evening, tidy, {}, { signal: new AbortController().signal, warn: () => undefined });
}
