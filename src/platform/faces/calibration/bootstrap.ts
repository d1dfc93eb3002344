import type { Weights } from './rates';

/** A value with its 95 % interval. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Numbers from 0 up to 1, the same for the same seed, so that a report can be made again. */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const everyoneOnce = (persons: number): Weights => Array<number>(persons).fill(1);

/** As many persons as there are, drawn with return: pictures of one person hang together, so persons are drawn. */
export function drawnWeights(persons: number, next: () => number): Weights {
  const weights = Array<number>(persons).fill(0);
  for (let draw = 0; draw < persons; draw += 1) {
    const person = Math.floor(next() * persons);
    weights[person] = (weights[person] ?? 0) + 1;
  }
  return weights;
}

/** The value of the set as it is, and between which values 95 of 100 drawn sets lie. */
export function intervalOf(
  persons: number,
  draws: readonly Weights[],
  measure: (weights: Weights) => number,
): Interval {
  const value = measure(everyoneOnce(persons));
  const drawn = draws
    .map(measure)
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const at = (share: number): number => drawn[Math.min(drawn.length - 1, Math.floor(share * drawn.length))] ?? value;
  return { value, low: Math.min(value, at(0.025)), high: Math.max(value, at(0.975)) };
}
