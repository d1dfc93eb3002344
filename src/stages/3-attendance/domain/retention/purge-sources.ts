import type { KeptKind } from './retention';

/**
 * What a purge takes away, by where it lies. All of it is the record of attendance or hangs on it, and goes with it when
 * the three years are over (2021 四, 附件6 之5): pictures of roll calls and devices show who was there, papers are why
 * somebody was not, pages of evidence are copies for a case. An open case holds the whole class; what a case decided
 * stays, with the digest of each page. Rows stay too, so that a certificate can be held against them.
 */
const purgeSources = [
  'recording',
  'recordingPicture',
  'check',
  'frame',
  'rollCall',
  'device',
  'casePage',
  'paperPage',
] as const;
export type PurgeSource = (typeof purgeSources)[number];

export const purgeSourceNames: Record<PurgeSource, string> = {
  recording: '视频录像',
  recordingPicture: '录像截图',
  check: '签到照片',
  frame: '建档照片',
  rollCall: '抽查点名照片',
  device: '考勤机照片',
  casePage: '冒名顶替证据',
  paperPage: '请假、补签证明',
};

export type PurgedKind = Exclude<KeptKind, 'checkInRecord' | 'faceTemplate'>;

export const purgedKindOf: Record<PurgeSource, PurgedKind> = {
  recording: 'recording',
  recordingPicture: 'recording',
  check: 'checkInPicture',
  frame: 'checkInPicture',
  rollCall: 'rollCallPicture',
  device: 'devicePicture',
  casePage: 'caseEvidence',
  paperPage: 'absencePaper',
};

export const isPurgeSource = (source: string): source is PurgeSource => purgeSources.some((each) => each === source);
