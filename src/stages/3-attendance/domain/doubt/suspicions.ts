import type { SignalKind } from '../impersonation/events';

/** A check-in of one lesson as it is looked at when the lesson is over. */
export interface LessonCheck {
  readonly id: string;
  readonly traineeId: string;
  readonly way: 'face' | 'card';
  readonly isRefused: boolean;
  readonly hasLowLiveness: boolean;
  /** The head was not turned when asked: the low score stands alone. */
  readonly wasNotChallenged: boolean;
  /** Of a check-in by card of somebody whose face is known with consent: how like the one face in the picture is. */
  readonly likeness: number | undefined;
}

export interface FaceFigures {
  readonly threshold: number;
  readonly mismatchBelow: number;
}

export interface Suspicion {
  readonly traineeId: string;
  readonly checkId: string;
  readonly signal: Extract<SignalKind, 'faceMismatch' | 'livenessDoubt'>;
}

const isDoubtfullyAlive = ({ way, hasLowLiveness, wasNotChallenged }: LessonCheck): boolean =>
  way === 'face' && hasLowLiveness && wasNotChallenged;

/** A sign that it was the trainee: a face that matched and is alive, or a picture that shows the known face. */
const isClean = (check: LessonCheck, { threshold }: FaceFigures): boolean =>
  check.way === 'face' ? !isDoubtfullyAlive(check) : (check.likeness ?? -1) >= threshold;

/**
 * What a lesson leaves suspected when it is over: a picture of somebody else under the trainee’s name, or a face that
 * may be a photograph, where no clean sign of the trainee follows or precedes. Who had to try twice is never suspected.
 */
export function suspicionsOf(checks: readonly LessonCheck[], figures: FaceFigures): Suspicion[] {
  const counted = checks.filter(({ isRefused }) => !isRefused);
  const cleared = new Set(counted.filter((check) => isClean(check, figures)).map(({ traineeId }) => traineeId));
  const found = new Map<string, Suspicion>();
  for (const check of counted) {
    const { traineeId, id: checkId, likeness } = check;
    if (cleared.has(traineeId)) continue;
    const isOther = likeness !== undefined && likeness < figures.mismatchBelow;
    const signal = isOther ? 'faceMismatch' : isDoubtfullyAlive(check) ? 'livenessDoubt' : undefined;
    if (!signal) continue;
    const key = `${traineeId}/${signal}`;
    if (!found.has(key)) found.set(key, { traineeId, checkId, signal });
  }
  return [...found.values()];
}
