import { type PlainDate, parsePlainDate } from '#kernel/plain-date';
import { clockOf, dayOfMinute, instantOf, localMinute, localMinuteOf } from '../../domain/lesson-times';
import { timesFromName } from '../../domain/recordings/file-times';
import type { CameraView, RecordedLesson } from './recording-words';

/** A file chosen for upload, with what has to be known of it. */
export interface ChosenFile {
  readonly id: string;
  readonly file: File;
  readonly mark: string;
  /** Where its times come from, for who checks them. */
  readonly source: 'name' | 'file' | 'none';
  readonly seconds: number | undefined;
  cameraId: string | undefined;
  day: PlainDate | undefined;
  time: string | undefined;
}

/** Whether a chosen file can still be read: no more once it was changed, moved away or is still being written. */
export const isReadable = (file: Blob): Promise<boolean> =>
  file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );
export const unreadable = '文件在选中之后变动过：已移走、改过，或还在导出。请等导出完，再选一次。';

const headBytes = 65_536;
const metadataWait = 5_000;

/** The length of a file as this browser reads it; undefined where it cannot. */
function lengthOf(file: File): Promise<number | undefined> {
  return new Promise((resolve) => {
    const video = document.createElement('video');
    const address = URL.createObjectURL(file);
    const end = (seconds: number | undefined) => {
      URL.revokeObjectURL(address);
      video.removeAttribute('src');
      resolve(seconds);
    };
    const clock = setTimeout(() => end(undefined), metadataWait);
    const settle = () => {
      clearTimeout(clock);
      end(Number.isFinite(video.duration) && video.duration > 0 ? Math.round(video.duration) : undefined);
    };
    video.preload = 'metadata';
    video.addEventListener('loadedmetadata', settle, { once: true });
    video.addEventListener('error', settle, { once: true });
    video.src = address;
  });
}

/** A mark by which the same file is known again after a reload: its name, size, day and beginning. */
async function markOf(file: File): Promise<string> {
  const told = `${file.size}-${file.lastModified}-${file.name.slice(-60)}`;
  if (!globalThis.crypto?.subtle) return told;
  const digest = await crypto.subtle.digest('SHA-256', await file.slice(0, headBytes).arrayBuffer());
  const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${told}-${hex.slice(0, 32)}`;
}

/** The instant a day and a time of day name; undefined while one is missing. */
export function startOfChoice({ day, time }: Pick<ChosenFile, 'day' | 'time'>): number | undefined {
  const [, hour, minute] = /^(\d\d):(\d\d)$/.exec(time ?? '') ?? [];
  if (!day || !hour || !minute) return undefined;
  return instantOf(localMinute(day, Number(hour) * 60 + Number(minute)));
}

/** The lesson a recording belongs to by its time: the one it begins in, or soon before. */
export function lessonOf(
  lessons: readonly RecordedLesson[],
  start: number | undefined,
  venueId?: string,
): RecordedLesson | undefined {
  if (start === undefined) return undefined;
  const near = lessons.filter((lesson) => venueId === undefined || lesson.venueId === venueId);
  return (
    near.find(({ from, to }) => start >= from - 60_000 && start < to) ??
    near.find(({ from }) => start < from && from - start <= 45 * 60_000)
  );
}

/** The camera a recording is most likely of: the one at the back of the room of its lesson. */
function cameraFor(cameras: readonly CameraView[], lesson: RecordedLesson | undefined): string | undefined {
  const used = cameras.filter(({ isRetired }) => !isRetired);
  const inRoom = lesson ? used.filter(({ venueId }) => venueId === lesson.venueId) : used;
  return (inRoom.find(({ position }) => position === 'rear') ?? inRoom[0])?.id;
}

/** Reads what a file tells of itself: its times from its name, else from its length and when it was written. */
export async function chosenFrom(
  file: File,
  lessons: readonly RecordedLesson[],
  cameras: readonly CameraView[],
): Promise<ChosenFile> {
  const [measured, mark] = [await lengthOf(file), await markOf(file)];
  const named = timesFromName(file.name);
  const seconds = measured ?? (named?.to === undefined ? undefined : Math.round((named.to - named.from) / 1000));
  const written = measured === undefined ? undefined : file.lastModified - measured * 1000;
  const isLikely = written !== undefined && lessonOf(lessons, written) !== undefined;
  const start = named?.from ?? (isLikely ? written : undefined);
  const minute = start === undefined ? undefined : localMinuteOf(start);
  return {
    id: mark,
    file,
    mark,
    source: named ? 'name' : isLikely ? 'file' : 'none',
    seconds,
    cameraId: cameraFor(cameras, lessonOf(lessons, start)),
    day: minute === undefined ? undefined : parsePlainDate(dayOfMinute(minute)),
    time: minute === undefined ? undefined : clockOf(minute),
  };
}
