import type { FigureReader } from '#law/figures';
import { fixedPlace, oneOperator, peopleChanged, photoReuse } from './evidence-signals';
import { alwaysThere, headCount, weatherBlind } from './presence-signals';
import type { PatternSignal, SignalKey } from './signal';
import { burst, constantTimes } from './time-signals';
import { type ClassTrace, prepared } from './trace';

/** How much one pattern weighs at full strength; none alone makes a hundred. */
export const signalWeights: Record<SignalKey, number> = {
  burst: 0.85,
  constantTimes: 0.85,
  alwaysThere: 0.75,
  weatherBlind: 0.75,
  photoReuse: 0.9,
  headCount: 0.9,
  peopleChanged: 0.8,
  fixedPlace: 0.85,
  oneOperator: 0.85,
};

declare const scoreBrand: unique symbol;

/**
 * How doubtful a class’s attendance looks, with every reason. It says who is looked at first and nothing more: it is no
 * evidence, no finding, and nothing that decides about money takes it.
 */
export interface TruthScore {
  readonly [scoreBrand]?: never;
  /** 0 nothing odd … 100. */
  readonly doubt: number;
  /** What was found, the strongest first. */
  readonly reasons: readonly (PatternSignal & { readonly points: number })[];
  readonly lessons: readonly { readonly lessonId: string; readonly doubt: number }[];
}

/** Reasons that agree add up, but never to certainty. */
const together = (parts: readonly number[]): number => 100 * (1 - parts.reduce((left, part) => left * (1 - part), 1));

function signalsOf(trace: ClassTrace, figure: FigureReader): PatternSignal[] {
  const laidOut = prepared(trace);
  return [
    burst(laidOut),
    constantTimes(laidOut),
    alwaysThere(laidOut, figure),
    weatherBlind(laidOut, figure),
    photoReuse(laidOut),
    headCount(laidOut, figure),
    peopleChanged(laidOut),
    fixedPlace(laidOut),
    oneOperator(laidOut),
  ];
}

/** The truth score of a class and of each lesson, from the patterns known of cheated attendance (2021 四). */
export function truthScore(trace: ClassTrace, figure: FigureReader): TruthScore {
  const signals = signalsOf(trace, figure);
  const found = signals.filter(({ strength }) => strength > 0);
  return {
    doubt: Math.round(together(found.map(({ key, strength }) => signalWeights[key] * strength))),
    reasons: found
      .map((signal) => ({ ...signal, points: Math.round(100 * signalWeights[signal.key] * signal.strength) }))
      .sort((a, b) => b.points - a.points),
    lessons: trace.lessons.map(({ id }) => ({
      lessonId: id,
      doubt: Math.round(together(signals.map(({ key, lessons }) => signalWeights[key] * (lessons.get(id) ?? 0)))),
    })),
  };
}

/** Whether the class stands in the review queue. */
export const isForReview = ({ doubt }: TruthScore, figure: FigureReader): boolean =>
  doubt >= figure('truthScoreReview');

/** Ids in the order they are looked at: the most doubtful first, ties in the order given. */
export const reviewOrder = (scores: readonly { readonly id: string; readonly score: TruthScore }[]): string[] =>
  [...scores].sort((a, b) => b.score.doubt - a.score.doubt).map(({ id }) => id);
