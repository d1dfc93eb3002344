import type { Movement } from './movement';
import { type DoubtCode, type RefusalCode } from './remarks';

/** What the manifest of an engine says of its scores: which number means the same person, which means another. */
export interface EngineManifest {
  readonly id: string;
  readonly threshold: number;
  /** Below this a clear picture shows somebody else. */
  readonly mismatchBelow: number;
}

/** 刷脸: our engine’s verdict on the picture, or the device’s own where it sends none. */
export interface FaceWay {
  readonly kind: 'face';
  readonly hasConsent: boolean;
  /** The portrait was taken before the first lesson and confirmed by the bureau (2021 附件6 之1). */
  readonly isEnrolled: boolean;
  /** The device decided by itself and sent no picture. */
  readonly isDeviceOnly: boolean;
  readonly engineId: string;
  readonly engines: readonly EngineManifest[];
  readonly score: number;
  readonly isClear: boolean;
  /** Per cent; a hint, never a decision. */
  readonly liveness: number | undefined;
  readonly challenge: 'passed' | 'failed' | 'notAsked';
  /** What pictures taken on the way say of the turn; a hint, never a decision. */
  readonly movement: Movement;
}

/** 身份证 + 一次性码 + 见证 + 教室照片: the equal way for whoever does not show the face, read or typed alike. */
export interface CardWay {
  readonly kind: 'card';
  readonly isCardMatched: boolean;
  readonly isCodeRight: boolean;
  readonly witnessId: string | undefined;
  readonly roomPhotoId: string | undefined;
  readonly traineeId: string;
}

export interface WayVerdict {
  readonly refusals: readonly RefusalCode[];
  readonly doubts: readonly DoubtCode[];
}

const refuse = (...refusals: RefusalCode[]): WayVerdict => ({ refusals, doubts: [] });

function scoreRefusal({ score, isClear }: FaceWay, engine: EngineManifest): RefusalCode | undefined {
  if (!isClear) return 'faceUnclear';
  if (score >= engine.threshold) return undefined;
  return score < engine.mismatchBelow ? 'faceMismatch' : 'faceUnsure';
}

export function judgeFace(way: FaceWay, livenessDoubt: number): WayVerdict {
  if (!way.hasConsent) return refuse('noConsent');
  if (!way.isEnrolled) return refuse('notEnrolled');
  if (way.isDeviceOnly) return { refusals: [], doubts: ['deviceOnly'] };
  if (way.challenge === 'failed') return refuse('challengeFailed');
  const engine = way.engines.find(({ id }) => id === way.engineId);
  // Without its manifest a score means nothing: the picture is kept and a person looks at it.
  if (!engine) return { refusals: way.isClear ? [] : ['faceUnclear'], doubts: ['unknownEngine'] };
  const refusal = scoreRefusal(way, engine);
  if (refusal) return refuse(refusal);
  const doubts: DoubtCode[] = [];
  if (way.liveness !== undefined && way.liveness < livenessDoubt) doubts.push('lowLiveness');
  if (way.challenge === 'notAsked') doubts.push('challengeNotAsked');
  // Whoever sends no picture of the way, or only blurred ones, shows no more than two photographs would.
  if (way.challenge === 'passed' && way.movement !== 'seen') doubts.push('turnJumped');
  return { refusals: [], doubts };
}

export function judgeCard({ isCardMatched, isCodeRight, witnessId, roomPhotoId, traineeId }: CardWay): WayVerdict {
  if (!isCardMatched || !isCodeRight || !witnessId || !roomPhotoId) return refuse('cardIncomplete');
  return witnessId === traineeId ? refuse('witnessIsTrainee') : { refusals: [], doubts: [] };
}
