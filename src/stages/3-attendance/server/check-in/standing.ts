import { type FigureReader, figuresOn } from '#law/figures';
import { type Context, missing, type Refused, refused } from '#platform/operation';
import type { CheckInFacts } from '../../domain/check-in/check-in';
import type { QueuedFields, QueueSignature } from '../../domain/check-in/queued-check';
import { dayOfMinute, localMinuteOf } from '../../domain/lesson-times';
import { signatureOf } from './station-key';
import { findStation, type Station, wasOpenAt } from './stations';
import { isRefused, lessonsOf, type PlannedLesson, type TaughtClass, taughtClass } from './taught-class';

/** What every check-in at a station is judged with. */
export interface Standing {
  readonly held: TaughtClass;
  readonly station: Station;
  readonly figure: FigureReader;
  readonly receivedAt: number;
  readonly takenAt: number | undefined;
  /** Of what was taken without a network; others come straight from the tablet. */
  readonly signature: QueueSignature;
  readonly lessons: readonly PlannedLesson[];
}

export interface Sent extends QueuedFields {
  readonly classId: string;
  readonly stationId: string;
  readonly signature?: string | undefined;
}

/** Looks up class, station and the lessons of the day on which the check-in was taken. */
export async function standingOf(context: Context, sent: Sent): Promise<Standing | Refused> {
  const held = await taughtClass(context, sent.classId);
  if (isRefused(held)) return held;
  const station = await findStation(context, held, sent.stationId);
  if (!station) return missing('这个签到台');
  const receivedAt = Date.parse(context.now);
  const takenAt = sent.takenAt === undefined ? undefined : Date.parse(sent.takenAt);
  const at = takenAt ?? receivedAt;
  if (!wasOpenAt(station, Math.min(at, receivedAt))) {
    return refused('签到台已关闭或已到时间。请工作人员在班期考勤页重新打开。', 'conflict');
  }
  const day = dayOfMinute(localMinuteOf(at));
  return {
    held,
    station,
    figure: figuresOn(held.startsOn, context.laterFigures),
    receivedAt,
    takenAt,
    signature: takenAt === undefined ? 'right' : signatureOf(station, context.commandId, sent),
    lessons: (await lessonsOf(context, [held.id], day)).get(held.id) ?? [],
  };
}

/** The part of the facts a station knows by itself. */
export function stationFacts({
  station,
  lessons,
  receivedAt,
  takenAt,
  signature,
  figure,
}: Standing): Pick<CheckInFacts, 'receivedAt' | 'takenOfflineAt' | 'lessons' | 'device'> {
  const minute = localMinuteOf(takenAt ?? receivedAt);
  const reach = figure('checkInOpens');
  const near = lessons.filter(
    ({ startsMinute, endsMinute }) => minute % 1440 >= startsMinute - reach && minute % 1440 <= endsMinute + reach,
  );
  const isOfThisRoom = near.length === 0 || near.some(({ venueId }) => venueId === station.venueId);
  return {
    receivedAt,
    takenOfflineAt: takenAt,
    lessons,
    device: {
      kind: station.kind === 'kiosk' ? 'kiosk' : 'phone',
      isActive: true,
      isSignatureRight: signature !== 'wrong',
      isUnsigned: signature === 'none',
      isOfThisRoom,
      hasClockDoubt: false,
    },
  };
}
