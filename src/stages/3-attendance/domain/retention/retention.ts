import { addDays, addMonths, earlier, type PlainDate } from '#kernel/plain-date';
import type { FigureReader } from '#law/figures';

/** What is kept of a class: records and recordings as proof, faces only as long as they serve. */
export const keptKinds = [
  'checkInRecord',
  'recording',
  'checkInPicture',
  'rollCallPicture',
  'devicePicture',
  'caseEvidence',
  'absencePaper',
  'faceTemplate',
] as const;
export type KeptKind = (typeof keptKinds)[number];
export const keptKindNames: Record<KeptKind, string> = {
  checkInRecord: '考勤电子记录',
  recording: '视频录像',
  checkInPicture: '签到照片',
  rollCallPicture: '抽查点名照片',
  devicePicture: '考勤机照片',
  caseEvidence: '冒名顶替证据',
  absencePaper: '请假、补签证明',
  faceTemplate: '人脸特征',
};

/** 保全: nothing of the class is purged while one stands. */
export interface LegalHold {
  readonly reason: string;
  readonly from: PlainDate;
  /** The day it was lifted; undefined while it stands. */
  readonly liftedOn: PlainDate | undefined;
}

/** What decides how long something is kept. */
export interface KeptClass {
  /** The last day of the course; undefined while it runs. */
  readonly endedOn: PlainDate | undefined;
  readonly holds: readonly LegalHold[];
}

const standing = (holds: readonly LegalHold[], day: PlainDate): LegalHold[] =>
  holds.filter(({ from, liftedOn }) => from <= day && (liftedOn === undefined || liftedOn > day));

/** The last day of the retention period: three years after the class (2021 四, 附件6 之5). */
export const keptUntil = (endedOn: PlainDate, figure: FigureReader): PlainDate =>
  addMonths(endedOn, 12 * figure('evidenceYears'));

/** The first day on which it may be purged if no hold stands; a face template serves the class and no longer. */
function purgeableFrom(kind: KeptKind, endedOn: PlainDate, figure: FigureReader): PlainDate {
  return addDays(kind === 'faceTemplate' ? endedOn : keptUntil(endedOn, figure), 1);
}

type PurgeAnswer =
  | { readonly mayPurge: true; readonly since: PlainDate }
  | { readonly mayPurge: false; readonly until: PlainDate | undefined; readonly sentence: string };

const refusedUntil = (until: PlainDate | undefined, sentence: string): PurgeAnswer => ({
  mayPurge: false,
  until,
  sentence,
});

/**
 * Whether something of a class may be purged on a day; no role is asked, since none may do it earlier. A face template
 * goes at once when its owner withdraws consent: it proves nothing that the picture and the score do not.
 */
export function mayPurge(
  { endedOn, holds }: KeptClass,
  kind: KeptKind,
  day: PlainDate,
  figure: FigureReader,
  consentWithdrawnOn?: PlainDate,
): PurgeAnswer {
  const isWithdrawn = kind === 'faceTemplate' && consentWithdrawnOn !== undefined && consentWithdrawnOn <= day;
  if (isWithdrawn)
    return { mayPurge: true, since: endedOn ? earlier(consentWithdrawnOn, endedOn) : consentWithdrawnOn };
  const name = keptKindNames[kind];
  if (!endedOn) return refusedUntil(undefined, `培训还没有结束，${name}不能清除。`);
  const since = purgeableFrom(kind, endedOn, figure);
  if (day < since) return refusedUntil(since, `${name}须保管到 ${addDays(since, -1)}，在此之前任何人都不能清除。`);
  const [hold] = standing(holds, day);
  if (hold) return refusedUntil(undefined, `${name}自 ${hold.from} 起保全：${hold.reason}。解除保全后才能清除。`);
  return { mayPurge: true, since };
}

/** A class as the purge of a day sees it. */
interface PurgeCandidate extends KeptClass {
  readonly classId: string;
  /** The kinds that are still stored. */
  readonly stored: readonly KeptKind[];
}

/** What may be purged on a day, class by class; classes of which nothing may be purged are left out. */
export const purgeableOn = (
  classes: readonly PurgeCandidate[],
  day: PlainDate,
  figureOf: (endedOn: PlainDate) => FigureReader,
): { readonly classId: string; readonly kinds: readonly KeptKind[] }[] =>
  classes.flatMap((each) => {
    const { endedOn, stored, classId } = each;
    if (!endedOn) return [];
    const kinds = stored.filter((kind) => mayPurge(each, kind, day, figureOf(endedOn)).mayPurge);
    return kinds.length > 0 ? [{ classId, kinds }] : [];
  });
