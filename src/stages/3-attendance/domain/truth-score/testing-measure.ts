import { plainDate } from '#kernel/plain-date';
import { figuresOn } from '#law/figures';
import { type SignalKey, signalKeys } from './signal';
import { attackedClass, type Boldness } from './testing-attacks';
import { honestClass } from './testing-classes';
import { isForReview, type TruthScore, truthScore } from './truth-score';

const figure = figuresOn(plainDate('2026-03-02'));

/** Seeds the weights and limits were set with; nothing measured on them is claimed. */
export const trainingSeed = 1;
/** Seeds nobody looked at while setting them: tests and benches begin here. */
export const testSeed = 7_000_000;

/** What the score makes of so many honest classes and so many of each attack, from a seed on. */
export interface Measured {
  readonly honest: number;
  readonly falseAlarms: number;
  /** By which patterns honest classes were suspected. */
  readonly falseReasons: Readonly<Record<string, number>>;
  readonly caught: readonly { readonly key: SignalKey; readonly count: number }[];
  readonly attacked: number;
}

const strongestOf = (score: TruthScore): string => score.reasons[0]?.key ?? '';

/** How many of so many classes with each attack stand in the review queue. */
export function caughtFrom(from: number, attacked: number, boldness: Boldness = 'any'): Measured['caught'] {
  return signalKeys.map((key) => {
    let count = 0;
    for (let seed = from; seed < from + attacked; seed += 1) {
      if (isForReview(truthScore(attackedClass(seed, key, boldness), figure), figure)) count += 1;
    }
    return { key, count };
  });
}

export function measure(from: number, honest: number, attacked: number): Measured {
  const falseReasons: Record<string, number> = {};
  let falseAlarms = 0;
  for (let seed = from; seed < from + honest; seed += 1) {
    const score = truthScore(honestClass(seed), figure);
    if (!isForReview(score, figure)) continue;
    falseAlarms += 1;
    falseReasons[strongestOf(score)] = (falseReasons[strongestOf(score)] ?? 0) + 1;
  }
  return { honest, falseAlarms, falseReasons, caught: caughtFrom(from, attacked), attacked };
}
