import { type PlainDate, plainDate } from '#kernel/plain-date';
import { type AnyRule, rule } from '#law/rule';
import { clockOf, dayOfMinute, localMinuteOf } from '../lesson-times';
import { isFileClockLike } from './file-times';
import { headAlerts, type HeadSample } from './heads';
import type { Interval } from './intervals';

/** The same pictures in another recording, in words that may be read where this one is. */
export interface FoundCopy {
  readonly otherId: string;
  readonly words: string;
  readonly isSameFile: boolean;
  readonly lengthMs: number;
  /** Per cent. */
  readonly likeness: number;
}

/** One recording as its file and its pictures show it. */
export interface RecordingFileFacts {
  /** The day whose figures govern the class. */
  readonly startsOn: PlainDate;
  readonly recordingId: string;
  /** Milliseconds since the epoch. */
  readonly startsAt: number;
  readonly statedSeconds: number | undefined;
  readonly measuredMs: number;
  /** When the recorder says it made the file. */
  readonly createdAt: number | undefined;
  /** Milliseconds from the start of the file. */
  readonly still: readonly Interval[];
  readonly black: readonly Interval[];
  readonly loop: { readonly fromMs: number; readonly otherFromMs: number; readonly lengthMs: number } | undefined;
  readonly heads: readonly HeadSample[];
  /** The camera stands behind the class and sees backs: fewer faces than people are usual there. */
  readonly seesBacks: boolean;
}

const since2021 = plainDate('2021-01-01');
const shared = { cites: ['2021.A6.3', '2021.4.1'], severity: 'warns', from: since2021 } as const;
const governedBy = ({ startsOn }: { readonly startsOn: PlainDate }): PlainDate => startsOn;
const place = (recordingId: string) => ({ field: 'recording', row: recordingId });

/** 1 小时 40 分 */
export function spokenLength(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  if (hours > 0) return minutes > 0 ? `${hours} 小时 ${minutes} 分` : `${hours} 小时`;
  return minutes > 0 ? `${minutes} 分${seconds % 60 ? ` ${seconds % 60} 秒` : ''}` : `${seconds} 秒`;
}

const clockAt = (instant: number): string => clockOf(localMinuteOf(instant));
const spans = (intervals: readonly Interval[], startsAt: number): string =>
  intervals.map(({ from, to }) => `${clockAt(startsAt + from)}–${clockAt(startsAt + to)}`).join('、');

const lengthTold = rule({
  ...shared,
  id: 'attendance.recording-length',
  title: '录像时长与填报一致',
  governedBy,
  check: ({ recordingId, statedSeconds, measuredMs }: RecordingFileFacts, figure) =>
    statedSeconds !== undefined && Math.abs(statedSeconds * 1000 - measuredMs) > figure('recordingTimeSlack') * 1000
      ? [{ ...place(recordingId), stated: spokenLength(statedSeconds * 1000), measured: spokenLength(measuredMs) }]
      : [],
  says: ({ stated, measured }) => `文件实际长 ${measured}，填报的是 ${stated}；覆盖按实际时长计。`,
  fix: () => '请核对是不是选错了文件，或录像中途断过；缺少的一段请补传。',
});

const clockTold = rule({
  ...shared,
  id: 'attendance.recording-clock',
  title: '文件自带的时间与填报一致',
  governedBy,
  check: ({ recordingId, startsAt, measuredMs, createdAt }: RecordingFileFacts, figure) =>
    createdAt !== undefined && !isFileClockLike(createdAt, startsAt, measuredMs, figure('recordingTimeSlack') * 1000)
      ? [{ ...place(recordingId), file: createdAt, stated: startsAt }]
      : [],
  says: ({ file, stated }) => {
    const day = (instant: number) => dayOfMinute(localMinuteOf(instant));
    return `文件自带的录制时间是 ${day(file)} ${clockAt(file)}，填报的开始时间是 ${day(stated)} ${clockAt(stated)}。`;
  },
  fix: () => '请核对填报的时间和录像机的时钟；填错的更正开始时间，写明理由。',
});

const still = rule({
  ...shared,
  id: 'attendance.recording-still',
  title: '画面不静止',
  governedBy,
  check: ({ recordingId, still: found, startsAt }: RecordingFileFacts) =>
    found.length > 0 ? [{ ...place(recordingId), spans: spans(found, startsAt) }] : [],
  says: ({ spans: times }) => `画面静止不动：${times}。`,
  fix: () => '请核对是教室里没有人，还是镜头、录像机故障。',
});

const black = rule({
  ...shared,
  id: 'attendance.recording-black',
  title: '画面不是黑的',
  governedBy,
  check: ({ recordingId, black: found, startsAt }: RecordingFileFacts) =>
    found.length > 0 ? [{ ...place(recordingId), spans: spans(found, startsAt) }] : [],
  says: ({ spans: times }) => `画面全黑：${times}。`,
  fix: () => '请核对镜头是否被遮挡、教室是否关灯；这段时间另附佐证。',
});

const looped = rule({
  ...shared,
  id: 'attendance.recording-looped',
  title: '画面不循环播放',
  governedBy,
  check: ({ recordingId, loop, startsAt }: RecordingFileFacts) =>
    loop
      ? [
          {
            ...place(recordingId),
            first: clockAt(startsAt + loop.fromMs),
            again: clockAt(startsAt + loop.otherFromMs),
            length: spokenLength(loop.lengthMs),
          },
        ]
      : [],
  says: ({ first, again, length }) => `${first} 起的画面在 ${again} 起又出现一遍，相同的有 ${length}。`,
  fix: () => '请县（市、区）人社局查看两段画面，核实是否循环播放。',
});

const heads = rule({
  ...shared,
  id: 'attendance.recording-heads',
  title: '画面人数与签到人数相称',
  governedBy,
  check: ({ recordingId, heads: samples, seesBacks }: RecordingFileFacts, figure) =>
    headAlerts(samples, figure('headCountShare'), figure('headCountSamples')).map((alert) => ({
      ...place(recordingId),
      ...alert,
      times: `${clockAt(alert.from)}–${clockAt(alert.to)}`,
      seesBacks,
    })),
  says: ({ times, most, checkedIn, seesBacks }) =>
    `${times} 连续几次抽样，${seesBacks ? '后侧镜头' : '画面'}里最多找到 ${most} 张脸，当时签到在场 ${checkedIn} 人。`,
  fix: ({ seesBacks }) =>
    seesBacks
      ? '后侧镜头多是背影，数得少是常事，只作低一档的提醒；请看画面，并请机构加装前侧镜头。'
      : '低头、遮挡都会少数，人数只作提示；请看画面核实，不凭人数下结论。',
});

/** What the analysis of one recording tells (附件6 之3). */
export const recordingFileRules: readonly AnyRule<RecordingFileFacts>[] = [
  lengthTold,
  clockTold,
  still,
  black,
  looped,
  heads,
];

/** The copies found of one recording. */
interface RecordingCopyFacts {
  readonly startsOn: PlainDate;
  readonly recordingId: string;
  readonly copies: readonly FoundCopy[];
}

const reused = rule({
  ...shared,
  id: 'attendance.recording-reused',
  title: '画面不重复使用',
  governedBy,
  check: ({ recordingId, copies }: RecordingCopyFacts) =>
    copies.map(({ words, isSameFile, lengthMs, likeness, otherId }) => ({
      ...place(recordingId),
      words,
      isSameFile,
      length: spokenLength(lengthMs),
      likeness,
      otherId,
    })),
  says: ({ words, isSameFile, length, likeness }) =>
    isSameFile ? `与${words}的录像是同一份文件。` : `有 ${length}的画面与${words}的录像相同（相似 ${likeness}%）。`,
  fix: () => '请县（市、区）人社局对看两份录像，核实哪一份是当时录的；查实重复使用的，按没有录像处理。',
});

/** Re-used footage, found across lessons, classes and counties (附件6 之3、之4). */
export const recordingCopyRules: readonly AnyRule<RecordingCopyFacts>[] = [reused];
