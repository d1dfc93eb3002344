import type { FigureReader } from '#law/figures';
import { isForReview, type TruthScore } from '../truth-score/truth-score';
import type { SignalKey } from '../truth-score/signal';

/** What an officer had before them when the class was last looked at. */
export interface LastReview {
  readonly isOpen: boolean;
  readonly doubt: number;
  readonly reasons: readonly string[];
}

/** By how many points a score has to rise before what was closed is asked again. */
export const risenBy = 10;

/**
 * Whether a class has to be looked at: its score has come to the figure, and there is more in it than what was looked at
 * before. Nobody is asked the same question twice.
 */
export function asksForReview(score: TruthScore, last: LastReview | undefined, figure: FigureReader): boolean {
  if (!isForReview(score, figure) || last?.isOpen) return false;
  if (!last) return true;
  const fresh = (key: SignalKey): boolean => !last.reasons.includes(key);
  return score.reasons.some(({ key }) => fresh(key)) || score.doubt >= last.doubt + risenBy;
}
