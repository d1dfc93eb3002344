import type { PlainDate } from '#kernel/plain-date';
import type { Mark } from '../lesson-minutes/marks';
import type { CorrectionState } from '../lifecycle';
import { dayOfMinute, instantOf, type LocalMinute } from '../lesson-times';

export const correctionEvidenceKinds = ['recordingClip', 'roomPhoto', 'witnessStatement', 'deviceFault'] as const;
export type CorrectionEvidenceKind = (typeof correctionEvidenceKinds)[number];
export const correctionEvidenceNames: Record<CorrectionEvidenceKind, string> = {
  recordingClip: '录像片段',
  roomPhoto: '教室照片',
  witnessStatement: '教师证明',
  deviceFault: '设备故障记录',
};

/** A request to put a missing check-in or check-out right (补签). */
export interface CorrectionRequest {
  readonly id: string;
  readonly traineeId: string;
  readonly lessonId: string;
  readonly direction: 'in' | 'out';
  /** When the trainee came or left, as claimed. */
  readonly at: LocalMinute;
  readonly reason: string;
  readonly evidence: readonly { readonly id: string; readonly kind: CorrectionEvidenceKind }[];
  readonly requestedById: string;
  readonly requestedAt: LocalMinute;
}

/** A correction of the same trainee that was asked for before, in any class. */
export interface EarlierCorrection {
  readonly id: string;
  readonly lessonId: string;
  readonly direction: 'in' | 'out';
  readonly at: LocalMinute;
  readonly state: CorrectionState;
}

/** States in which a correction takes one of the month’s: waiting for decision, or granted. */
const counting: readonly CorrectionState[] = ['requested', 'endorsed', 'approved'];

/** Corrections of the month of `day` that count against the limit, the asked one left out. */
export const correctionsInMonth = (
  earlier: readonly EarlierCorrection[],
  day: PlainDate,
  except: string,
): EarlierCorrection[] =>
  earlier.filter(
    ({ id, at, state }) => id !== except && counting.includes(state) && dayOfMinute(at).slice(0, 7) === day.slice(0, 7),
  );

/** What a correction does to the minutes: granted, it is a mark like any other; in any other state, nothing. */
export const correctionMarks = (
  corrections: readonly (Pick<CorrectionRequest, 'traineeId' | 'direction' | 'at'> & {
    readonly state: CorrectionState;
  })[],
): Mark[] =>
  corrections
    .filter(({ state }) => state === 'approved')
    .map(({ traineeId, direction, at }) => ({ traineeId, direction, at: instantOf(at), isCorrection: true }));
