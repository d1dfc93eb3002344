import { z } from 'zod';
import { type FigureReader, figuresOn } from '#law/figures';
import { dayOf } from '#platform/clock';
import type { Reading } from '#platform/operation';
import { pairingOf } from '../../domain/lesson-minutes/lesson-minutes';
import { endOf, inOrder, localMinuteOf, startOf } from '../../domain/lesson-times';
import type { HeadSample } from '../../domain/recordings/heads';
import type { HeadCount } from '../../domain/truth-score/trace';
import { marksOf, type TracedMark } from '../check-in/marks';
import { lessonsOf, type PlannedLesson, type TaughtClass } from '../check-in/taught-class';
import type { StoredRecording } from './recording-store';

type Judging = Pick<Reading, 'tx' | 'laterFigures'>;

const lessonAt = (lessons: readonly PlannedLesson[], at: number): PlannedLesson | undefined => {
  const minute = localMinuteOf(at);
  return lessons.find((lesson) => minute >= startOf(lesson) && minute < endOf(lesson));
};

/** How many were there at an instant by their check-ins: seen since the last long break and not signed out. */
function checkedInAt(
  marks: ReadonlyMap<string, readonly TracedMark[]>,
  lessons: readonly PlannedLesson[],
  at: number,
  figure: FigureReader,
): number {
  const minute = localMinuteOf(at);
  const day = dayOf(new Date(at).toISOString());
  const ofDay = lessons.filter(({ taughtOn }) => taughtOn === day);
  const { breaks } = pairingOf(inOrder(ofDay), figure);
  const since = breaks.filter((middle) => middle <= minute).at(-1) ?? 0;
  let count = 0;
  for (const own of marks.values()) {
    const last = own
      .filter(
        (mark) => mark.at <= at && localMinuteOf(mark.at) >= since && dayOf(new Date(mark.at).toISOString()) === day,
      )
      .at(-1);
    if (last && last.direction !== 'out') count += 1;
  }
  return count;
}

/** The sampled pictures of a recording against the check-ins of the moment. */
export async function headSamplesOf(
  reading: Judging,
  held: TaughtClass,
  lessons: readonly PlannedLesson[],
  { id, starts_at }: Pick<StoredRecording, 'id' | 'starts_at'>,
): Promise<HeadSample[]> {
  const rows = await reading.tx
    .selectFrom('recording_pictures')
    .select(['at_ms', 'head_count'])
    .where('recording_id', '=', id)
    .where('kind', '=', 'sample')
    .where('head_count', 'is not', null)
    .orderBy('at_ms')
    .execute();
  if (rows.length === 0) return [];
  const figure = figuresOn(held.startsOn, reading.laterFigures);
  const start = Date.parse(starts_at);
  const day = dayOf(new Date(start).toISOString());
  const marks = await marksOf(reading, held, lessons, { from: day, to: day }, figure);
  return rows.flatMap(({ at_ms, head_count }) => {
    const at = start + at_ms;
    const lesson = lessonAt(lessons, at);
    if (!lesson || head_count === null) return [];
    return [{ at, lessonId: lesson.id, seen: head_count, checkedIn: checkedInAt(marks, lessons, at, figure) }];
  });
}

/** Annex 6 puts this camera behind everybody: the faces it does not see say little. */
export const seesBacks = 'rear';

/** Heads counted in the recordings of a class, one for each sampled picture, as the truth score reads them. */
export async function headCountsOf(reading: Pick<Reading, 'tx'>, classId: string): Promise<HeadCount[]> {
  const lessons = (await lessonsOf(reading, [classId])).get(classId) ?? [];
  const rows = await reading.tx
    .selectFrom('recording_pictures as p')
    .innerJoin('recordings as r', 'r.id', 'p.recording_id')
    .innerJoin('cameras as c', 'c.id', 'r.camera_id')
    .select(['p.at_ms', 'p.head_count', 'r.starts_at', 'c.position'])
    .where('r.class_id', '=', classId)
    .where('p.kind', '=', 'sample')
    .where('p.head_count', 'is not', null)
    .orderBy('r.starts_at')
    .orderBy('p.at_ms')
    .execute();
  return rows.flatMap(({ at_ms, head_count, starts_at, position }) => {
    const lesson = lessonAt(lessons, Date.parse(starts_at) + at_ms);
    if (!lesson || head_count === null) return [];
    return [{ lessonId: lesson.id, count: head_count, seesBacks: position === seesBacks }];
  });
}

const alertForm = z.object({
  rule: z.literal('attendance.recording-heads'),
  message: z.string(),
  fix: z.string(),
  breach: z.object({ lessonId: z.string(), from: z.number(), to: z.number(), seesBacks: z.boolean() }),
});

/** Too few heads in a lesson, with the pictures in which they were counted. */
interface LessonHeads {
  readonly recordingId: string;
  readonly message: string;
  readonly fix: string;
  readonly seesBacks: boolean;
  /** Milliseconds from the start of the recording. */
  readonly frames: readonly number[];
}

/** What was found of heads in these recordings, lesson by lesson. */
export async function headsByLesson(
  { tx }: Pick<Reading, 'tx'>,
  recordings: readonly Pick<StoredRecording, 'id' | 'starts_at' | 'findings'>[],
): Promise<Map<string, LessonHeads[]>> {
  const alerts = recordings.flatMap(({ id, starts_at, findings }) =>
    (Array.isArray(findings) ? findings : []).flatMap((finding) => {
      const read = alertForm.safeParse(finding);
      return read.success ? [{ id, start: Date.parse(starts_at), ...read.data }] : [];
    }),
  );
  const found = new Map<string, LessonHeads[]>();
  if (alerts.length === 0) return found;
  const pictures = await tx
    .selectFrom('recording_pictures')
    .select(['recording_id', 'at_ms'])
    .where('recording_id', 'in', [...new Set(alerts.map(({ id }) => id))])
    .where('kind', '=', 'sample')
    .orderBy('at_ms')
    .execute();
  for (const { id, start, message, fix, breach } of alerts) {
    const frames = pictures.flatMap(({ recording_id, at_ms }) =>
      recording_id === id && start + at_ms >= breach.from && start + at_ms <= breach.to ? [at_ms] : [],
    );
    const told = { recordingId: id, message, fix, seesBacks: breach.seesBacks, frames };
    found.set(breach.lessonId, [...(found.get(breach.lessonId) ?? []), told]);
  }
  return found;
}

const mostSamples = 12;
const sampleEvery = 8 * 60_000;

/** The times, from the start of the file, at which heads are counted: within lessons, at their quiet times. */
export function sampleTimes(lessons: readonly PlannedLesson[], startsAt: number, durationMs: number): number[] {
  const every = Math.max(sampleEvery, Math.ceil(durationMs / mostSamples));
  const times: number[] = [];
  for (let at = Math.floor(every / 2); at < durationMs; at += every) {
    if (lessonAt(lessons, startsAt + at)) times.push(at);
  }
  return times;
}
