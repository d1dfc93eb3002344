import type { FigureReader } from '#law/figures';
import { endOf, instantOf, startOf, type TaughtLesson } from '../lesson-times';
import { type Interval, joined, lengthOf, uncovered } from './intervals';

/** A recorded file: which camera, from when to when, as measured from the file and not from its name. */
export interface Footage extends Interval {
  readonly fileId: string;
  readonly cameraId: string;
}

/** The timetable, the cameras of each lesson’s room and all that was recorded. */
export interface RecordingFacts {
  readonly lessons: readonly TaughtLesson[];
  readonly camerasOf: (lesson: TaughtLesson) => readonly string[];
  readonly footage: readonly Footage[];
}

/** How far one lesson is on record (2021 附件6 之3、之4). */
interface LessonRecording {
  readonly lessonId: string;
  /** Per cent, rounded down: a lesson with a second missing is not whole. */
  readonly share: number;
  /** What is missing and longer than the figure allows. */
  readonly gaps: readonly Interval[];
}

/** The recordings of a class against its timetable. */
interface RecordingReport {
  readonly lessons: readonly LessonRecording[];
  /** Two files of one camera that tell of the same time: one of them is not what it says. */
  readonly overlaps: readonly {
    readonly cameraId: string;
    readonly files: readonly [string, string];
    readonly milliseconds: number;
  }[];
  /** Recorded outside every lesson, by camera. */
  readonly extra: readonly { readonly cameraId: string; readonly intervals: readonly Interval[] }[];
}

const intervalOf = (lesson: TaughtLesson): Interval => ({
  from: instantOf(startOf(lesson)),
  to: instantOf(endOf(lesson)),
});

function lessonRecording(
  lesson: TaughtLesson,
  footage: readonly Footage[],
  tolerance: number,
  leastGap: number,
): LessonRecording {
  const whole = intervalOf(lesson);
  const parts = joined(footage, tolerance);
  // The edges have the same tolerance as the seams.
  const missing = uncovered(whole, parts).filter(({ from, to }) => to - from > tolerance);
  const share = Math.floor(((whole.to - whole.from - lengthOf(missing)) * 100) / (whole.to - whole.from));
  return { lessonId: lesson.id, share, gaps: missing.filter(({ from, to }) => to - from >= leastGap) };
}

function overlapsOf(cameraId: string, footage: readonly Footage[], tolerance: number): RecordingReport['overlaps'] {
  const ordered = [...footage].sort((a, b) => a.from - b.from || a.to - b.to || (a.fileId < b.fileId ? -1 : 1));
  let longest: Footage | undefined;
  return ordered.flatMap((each) => {
    const before = longest;
    if (!longest || each.to > longest.to) longest = each;
    const milliseconds = before ? Math.min(before.to, each.to) - each.from : 0;
    return before && milliseconds > tolerance
      ? [{ cameraId, files: [before.fileId, each.fileId] as const, milliseconds }]
      : [];
  });
}

/** Gaps, coverage, overlaps and what was recorded besides, for every lesson: theory, practice and exam alike. */
export function recordingReport(
  { lessons, camerasOf, footage }: RecordingFacts,
  figure: FigureReader,
): RecordingReport {
  const tolerance = figure('recordingTolerance') * 1000;
  const leastGap = figure('recordingGap') * 1000;
  const byCamera = new Map<string, Footage[]>();
  for (const each of footage) byCamera.set(each.cameraId, [...(byCamera.get(each.cameraId) ?? []), each]);
  const taught = joined(lessons.map(intervalOf), 0);
  const cameras = [...byCamera.keys()].sort();
  return {
    lessons: lessons.map((lesson) => {
      const own = [...new Set(camerasOf(lesson))].flatMap((cameraId) => byCamera.get(cameraId) ?? []);
      return lessonRecording(lesson, own, tolerance, leastGap);
    }),
    overlaps: cameras.flatMap((cameraId) => overlapsOf(cameraId, byCamera.get(cameraId) ?? [], tolerance)),
    extra: cameras.flatMap((cameraId) => {
      const intervals = joined(byCamera.get(cameraId) ?? [], tolerance)
        .flatMap((each) => uncovered(each, taught))
        .filter(({ from, to }) => to - from > tolerance);
      return intervals.length > 0 ? [{ cameraId, intervals }] : [];
    }),
  };
}
