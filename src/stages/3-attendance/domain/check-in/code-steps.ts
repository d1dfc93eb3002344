import type { RefusalCode } from './remarks';

/** The number of the code that stands on the room’s screen at an instant; the server keys its HMAC with it. */
export const codeStepAt = (instant: number, stepSeconds: number): number => Math.floor(instant / (stepSeconds * 1000));

/** The steps whose codes are taken at an instant, the current first: the telephone’s own clock plays no part. */
export const acceptableSteps = (instant: number, stepSeconds: number, stepsBack: number): number[] => {
  const now = codeStepAt(instant, stepSeconds);
  return Array.from({ length: stepsBack + 1 }, (_, back) => now - back);
};

/** How long the code of the current step still stands, in milliseconds. */
export const codeStandsFor = (instant: number, stepSeconds: number): number =>
  (codeStepAt(instant, stepSeconds) + 1) * stepSeconds * 1000 - instant;

export interface CodeFacts {
  /** The step whose HMAC matched, found by the server; undefined where none did. */
  readonly step: number | undefined;
  readonly receivedAt: number;
  readonly stepSeconds: number;
  readonly stepsBack: number;
  /** Steps this trainee has used before: a photographed code serves nobody twice. */
  readonly usedSteps: ReadonlySet<number>;
}

/** Why a code is not taken; undefined when it is. */
export function codeRefusal({
  step,
  receivedAt,
  stepSeconds,
  stepsBack,
  usedSteps,
}: CodeFacts): RefusalCode | undefined {
  if (step === undefined) return 'codeMissing';
  const now = codeStepAt(receivedAt, stepSeconds);
  if (step > now) return 'codeAhead';
  if (step < now - stepsBack) return 'codeExpired';
  return usedSteps.has(step) ? 'codeReplayed' : undefined;
}
