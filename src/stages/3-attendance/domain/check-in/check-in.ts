import type { FigureReader } from '#law/figures';
import type { Mark } from '../lesson-minutes/marks';
import { localMinuteOf, type TaughtLesson } from '../lesson-times';
import { type CodeFacts, codeRefusal } from './code-steps';
import { lessonAt } from './lesson-window';
import { judgePlace, type PlaceFacts } from './place';
import { type DoubtCode, type RefusalCode, type Remark, remark } from './remarks';
import { type CardWay, type FaceWay, judgeCard, judgeFace } from './ways';

/** A tablet or device fixed at the door of a room, or a telephone of the trainee. */
export interface CheckInDevice {
  readonly kind: 'kiosk' | 'machine' | 'phone';
  readonly isActive: boolean;
  readonly isSignatureRight: boolean;
  /** What it took offline bears no signature, as of an old browser. */
  readonly isUnsigned?: boolean;
  readonly isOfThisRoom: boolean;
  /** Its clock is known to be off beyond the limit. */
  readonly hasClockDoubt: boolean;
}

/** Everything one check-in is judged by; the server has looked up and verified what is named here. */
export interface CheckInFacts {
  readonly traineeId: string;
  readonly isOnRoster: boolean;
  /** `seen` where the device tells no direction. */
  readonly direction: 'in' | 'out' | 'seen';
  /** Server time. */
  readonly receivedAt: number;
  /** Device time, where the device was offline when it was taken. */
  readonly takenOfflineAt: number | undefined;
  readonly lessons: readonly TaughtLesson[];
  readonly device: CheckInDevice;
  readonly way: FaceWay | CardWay;
  /** Of a kiosk: the server’s challenge, used once and soon. */
  readonly nonce: { readonly issuedAt: number; readonly isUsed: boolean } | undefined;
  /** Of a telephone: the code of the room’s screen and where it is. */
  readonly code: Pick<CodeFacts, 'step' | 'usedSteps'> | undefined;
  readonly place: Pick<PlaceFacts, 'room' | 'phone' | 'isInRoomNetwork'> | undefined;
}

/** What a check-in comes to: it counts, counts and is looked at, or does not count and says what to do instead. */
export interface CheckInVerdict {
  readonly verdict: 'accepted' | 'doubted' | 'refused';
  readonly lessonId: string | undefined;
  /** The instant that counts: the server’s, and the device’s only where it was offline. */
  readonly at: number;
  readonly refusals: readonly Remark<RefusalCode>[];
  readonly doubts: readonly Remark<DoubtCode>[];
  /** A clear picture of somebody else: an officer is asked, nothing is decided by it. */
  readonly isSuspected: boolean;
}

function deviceRemarks({ device, nonce, receivedAt }: CheckInFacts, figure: FigureReader) {
  const refusals: RefusalCode[] = [];
  if (!device.isActive) refusals.push('deviceNotActive');
  if (!device.isSignatureRight) refusals.push('deviceForged');
  if (nonce?.isUsed) refusals.push('nonceReplayed');
  else if (nonce && receivedAt - nonce.issuedAt > figure('nonceLife') * 1000) refusals.push('nonceExpired');
  return { refusals, doubts: device.isOfThisRoom ? [] : (['otherRoom'] as const) };
}

function phoneRemarks({ device, code, place, receivedAt }: CheckInFacts, figure: FigureReader) {
  if (device.kind !== 'phone') return { refusals: [], doubts: [] };
  const refusal = codeRefusal({
    step: code?.step,
    usedSteps: code?.usedSteps ?? new Set(),
    receivedAt,
    stepSeconds: figure('codeStep'),
    stepsBack: figure('codeStepsBack'),
  });
  const where = judgePlace({
    room: place?.room,
    phone: place?.phone,
    isInRoomNetwork: place?.isInRoomNetwork ?? false,
    radius: figure('geofenceRadius'),
    accuracyLimit: figure('placeAccuracy'),
  });
  return {
    refusals: [refusal, where.refusal].filter((each) => each !== undefined),
    doubts: where.doubt ? [where.doubt] : [],
  };
}

function timeDoubts({ takenOfflineAt, receivedAt, device }: CheckInFacts, figure: FigureReader): DoubtCode[] {
  if (takenOfflineAt === undefined) return [];
  const isAhead = takenOfflineAt - receivedAt > figure('clockOffsetLimit') * 1000;
  const isLate = receivedAt - takenOfflineAt > figure('lateArrival') * 60_000;
  return [
    ...(device.hasClockDoubt || isAhead ? (['clockDoubt'] as const) : []),
    ...(isLate ? (['lateArrival'] as const) : []),
    ...(device.isUnsigned ? (['notSigned'] as const) : []),
  ];
}

/** Judges one check-in (2021 四): every reason at once, so that nobody is sent away twice. */
export function judgeCheckIn(facts: CheckInFacts, figure: FigureReader): CheckInVerdict {
  const at = facts.takenOfflineAt ?? facts.receivedAt;
  const lesson = lessonAt(facts.lessons, localMinuteOf(at), facts.direction, figure);
  const way = facts.way.kind === 'face' ? judgeFace(facts.way, figure('livenessDoubt')) : judgeCard(facts.way);
  const device = deviceRemarks(facts, figure);
  const phone = phoneRemarks(facts, figure);
  const refusals: RefusalCode[] = [
    ...(facts.isOnRoster ? [] : (['notOnRoster'] as const)),
    ...(lesson ? [] : (['noLesson'] as const)),
    ...device.refusals,
    ...phone.refusals,
    ...way.refusals,
  ];
  const doubts: DoubtCode[] = [...device.doubts, ...phone.doubts, ...way.doubts, ...timeDoubts(facts, figure)];
  return {
    verdict: refusals.length > 0 ? 'refused' : doubts.length > 0 ? 'doubted' : 'accepted',
    lessonId: lesson?.id,
    at,
    refusals: refusals.map((code) => remark(code)),
    doubts: doubts.map((code) => remark(code)),
    isSuspected: refusals.includes('faceMismatch'),
  };
}

/** The mark a check-in leaves: doubted ones count while they are looked at, but for a doubtful clock. */
export function markOf(
  { traineeId, direction }: Pick<CheckInFacts, 'traineeId' | 'direction'>,
  { verdict, at, doubts }: CheckInVerdict,
): Mark | undefined {
  if (verdict === 'refused') return undefined;
  const hasClockDoubt = doubts.some(({ code }) => code === 'clockDoubt');
  return { traineeId, at, direction, ...(hasClockDoubt ? { hasClockDoubt } : {}) };
}
