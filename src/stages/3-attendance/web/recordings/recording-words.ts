import type { api } from '#ui/api';
import { spokenInstant, spokenSize } from '#ui/format';
import type { Tone } from '#ui/state';
import { spokenLength } from '../../domain/recordings/file-rules';
import { clockOf, localMinuteOf } from '../../domain/lesson-times';
import type { RecordingState } from '../../domain/recordings/lifecycle';

export type RecordingsView = Awaited<ReturnType<typeof api.recording.list>>;
export type ListedRecording = RecordingsView['recordings'][number];
export type RecordedLesson = RecordingsView['lessons'][number];
export type CameraView = RecordingsView['cameras'][number];
export type RecordingView = Awaited<ReturnType<typeof api.recording.show>>;

export const recordingTones: Record<RecordingState, Tone> = {
  uploading: 'warn',
  received: 'calm',
  analysed: 'ok',
  unreadable: 'stop',
  abandoned: 'calm',
};

export const cameraPositionNames: Readonly<Record<string, string>> = {
  rear: '后侧正中',
  front: '前方',
  side: '侧面',
  portable: '移动',
};

/** 08:20–08:25、09:00–09:10 */
export const spokenSpans = (spans: readonly { readonly from: number; readonly to: number }[]): string =>
  spans.map(({ from, to }) => `${clockAt(from)}–${clockAt(to)}`).join('、');

export const clockAt = (instant: number): string => clockOf(localMinuteOf(instant));

/** 0:12:05 into a recording. */
export function playTime(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
}

/** 8 GB, 340 MB: sizes of recordings. */
export const spokenFile = (bytes: number): string =>
  bytes < 1_000_000_000 ? spokenSize(bytes) : `${(bytes / 1_000_000_000).toFixed(2)} GB`;

/** 11月23日 08:00 起，1 小时 40 分（实测） */
export function spokenTimes({
  startsAt,
  endsAt,
  isMeasured,
}: Pick<ListedRecording, 'startsAt' | 'endsAt' | 'isMeasured'>) {
  const start = `${spokenInstant(startsAt)} 起`;
  if (!endsAt) return `${start}，时长未知`;
  return `${start}，${spokenLength(Date.parse(endsAt) - Date.parse(startsAt))}${isMeasured ? '' : '（按填报）'}`;
}
