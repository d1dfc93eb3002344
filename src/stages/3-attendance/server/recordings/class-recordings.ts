import { figuresOn } from '#law/figures';
import { judge } from '#law/rule';
import type { Reading } from '#platform/operation';
import { endOf, instantOf, localMinuteOf, startOf } from '../../domain/lesson-times';
import { type Footage, recordingReport } from '../../domain/recordings/recordings';
import { recordingRules } from '../../domain/recordings/recording-rules';
import { lessonsOf, type PlannedLesson, type TaughtClass } from '../check-in/taught-class';
import { recordingColumns, type StoredRecording } from './recording-store';

/** A camera of a room in which the class is taught. */
interface ClassCamera {
  readonly id: string;
  readonly venueId: string;
  readonly name: string;
  readonly position: string;
  readonly isRetired: boolean;
  /** The signed checklist of the room says that the camera at the back sees the whole room. */
  readonly isChecked: boolean;
}

/** The cameras of rooms, and whether both sides have signed that they are set up as annex 6 asks. */
async function camerasOf({ tx }: Pick<Reading, 'tx'>, venueIds: readonly string[]): Promise<ClassCamera[]> {
  if (venueIds.length === 0) return [];
  const cameras = await tx
    .selectFrom('cameras')
    .selectAll()
    .where('venue_id', 'in', [...venueIds])
    .orderBy('position', 'desc')
    .orderBy('added_at')
    .execute();
  const signed = await tx
    .selectFrom('device_checklists')
    .select('venue_id')
    .where('venue_id', 'in', [...venueIds])
    .where('state', '=', 'signed')
    .execute();
  const checked = new Set(signed.map(({ venue_id }) => venue_id));
  return cameras.map((each) => ({
    id: each.id,
    venueId: each.venue_id,
    name: each.name,
    position: each.position,
    isRetired: each.retired_at !== null,
    isChecked: each.position === 'rear' && checked.has(each.venue_id),
  }));
}

/** What counts as recorded: received and of known length, measured or stated. */
const footageOf = (recordings: readonly StoredRecording[]): Footage[] =>
  recordings.flatMap(({ id, camera_id, state, starts_at, ends_at }) =>
    ends_at && (state === 'received' || state === 'analysed')
      ? [{ fileId: id, cameraId: camera_id, from: Date.parse(starts_at), to: Date.parse(ends_at) }]
      : [],
  );

interface ClassFootage {
  readonly lessons: readonly PlannedLesson[];
  readonly cameras: readonly ClassCamera[];
  readonly recordings: readonly StoredRecording[];
}

/** Timetable, cameras and recordings of a class, as all questions about them begin. */
export async function classFootage(reading: Pick<Reading, 'tx'>, held: TaughtClass): Promise<ClassFootage> {
  const lessons = (await lessonsOf(reading, [held.id])).get(held.id) ?? [];
  const cameras = await camerasOf(reading, [...new Set(lessons.flatMap(({ venueId }) => venueId ?? []))]);
  const recordings = await reading.tx
    .selectFrom('recordings')
    .select(recordingColumns)
    .where('region_code', '=', held.regionCode)
    .where('class_id', '=', held.id)
    .where('state', '<>', 'abandoned')
    .orderBy('starts_at')
    .execute();
  return { lessons, cameras, recordings };
}

const isOver =
  (now: string) =>
  (lesson: PlannedLesson): boolean =>
    endOf(lesson) <= localMinuteOf(Date.parse(now));

const roomCameras =
  (cameras: readonly ClassCamera[]) =>
  ({ id }: { readonly id: string }, lessons: readonly PlannedLesson[]): string[] => {
    const venue = lessons.find((lesson) => lesson.id === id)?.venueId;
    return cameras.filter(({ venueId }) => venueId === venue).map((camera) => camera.id);
  };

interface CameraShare {
  readonly cameraId: string;
  readonly share: number;
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
}

/** How far each lesson that is over is on record: by all cameras of its room, and by each. */
export function coverageOf(
  { lessons, cameras, recordings }: ClassFootage,
  reading: Pick<Reading, 'now' | 'laterFigures'>,
  held: TaughtClass,
) {
  const figure = figuresOn(held.startsOn, reading.laterFigures);
  const footage = footageOf(recordings);
  const over = lessons.filter(isOver(reading.now));
  const inRoom = roomCameras(cameras);
  const report = recordingReport({ lessons: over, footage, camerasOf: (each) => inRoom(each, lessons) }, figure);
  const alone = new Map(
    cameras.map((camera) => {
      const own = over.filter(({ venueId }) => venueId === camera.venueId);
      const told = recordingReport({ lessons: own, footage, camerasOf: () => [camera.id] }, figure);
      return [camera.id, new Map(told.lessons.map((each) => [each.lessonId, each]))];
    }),
  );
  const byLesson = new Map(report.lessons.map((each) => [each.lessonId, each]));
  const shares = (lessonId: string): CameraShare[] =>
    [...alone].flatMap(([cameraId, told]) => {
      const each = told.get(lessonId);
      return each ? [{ cameraId, share: each.share, gaps: each.gaps }] : [];
    });
  return { byLesson, shares, extra: report.extra };
}

/** What the rules say of the recordings of a class, for the lessons that are over (附件6 之3、之4). */
export function classFindings(
  { lessons, cameras, recordings }: ClassFootage,
  reading: Pick<Reading, 'now' | 'laterFigures'>,
  held: TaughtClass,
) {
  const inRoom = roomCameras(cameras);
  const facts = {
    startsOn: held.startsOn,
    lessons: lessons.filter(isOver(reading.now)),
    footage: footageOf(recordings),
    camerasOf: (each: { readonly id: string }) => inRoom(each, lessons),
  };
  return judge(recordingRules, facts, reading.laterFigures);
}

/** Bounds of a lesson in milliseconds since the epoch. */
export const lessonSpan = (lesson: PlannedLesson) => ({
  from: instantOf(startOf(lesson)),
  to: instantOf(endOf(lesson)),
});
