import type { ScoredPair, ScoredPairs } from './scored-pairs';

/** How often each person of the set is drawn; ones for the set as it is. */
export type Weights = readonly number[];

const weightOf = ({ one, other }: ScoredPair, weights: Weights): number =>
  one === other ? (weights[one] ?? 0) : (weights[one] ?? 0) * (weights[other] ?? 0);

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** The weight of all pairs of strangers, without looking at them. */
function impostorWeight({ pictures }: ScoredPairs, weights: Weights): number {
  const counts = pictures.map((count, at) => count * (weights[at] ?? 0));
  return (sumOf(counts) ** 2 - sumOf(counts.map((count) => count ** 2))) / 2;
}

const genuineWeight = ({ pictures }: ScoredPairs, weights: Weights): number =>
  sumOf(pictures.map((count, at) => ((count * (count - 1)) / 2) * (weights[at] ?? 0)));

/** The weight of pairs at or above a score; they stand with the highest first. */
function acceptedWeight(pairs: readonly ScoredPair[], threshold: number, weights: Weights): number {
  let sum = 0;
  for (const pair of pairs) {
    if (pair.score < threshold) break;
    sum += weightOf(pair, weights);
  }
  return sum;
}

/** The share of strangers a threshold lets in. */
export const falseAcceptAt = (pairs: ScoredPairs, threshold: number, weights: Weights): number =>
  acceptedWeight(pairs.impostor, threshold, weights) / impostorWeight(pairs, weights);

/** The share of right persons it lets in. */
export const trueAcceptAt = (pairs: ScoredPairs, threshold: number, weights: Weights): number =>
  acceptedWeight(pairs.genuine, threshold, weights) / genuineWeight(pairs, weights);

/** The least score above which no larger share of strangers lies than wanted. */
export function thresholdFor(pairs: ScoredPairs, falseAccept: number, weights: Weights): number {
  const allowed = falseAccept * impostorWeight(pairs, weights) + 1e-9;
  let sum = 0;
  let above: number | undefined;
  for (const pair of pairs.impostor) {
    const weight = weightOf(pair, weights);
    if (weight === 0) continue;
    sum += weight;
    if (sum > allowed)
      return above === undefined || above === pair.score ? pair.score + 0.0005 : (above + pair.score) / 2;
    above = pair.score;
  }
  return pairs.impostor.at(-1)?.score ?? 0;
}

/** Where strangers accepted and right persons refused are equally many. */
export function equalErrorRate(pairs: ScoredPairs, weights: Weights): number {
  let [low, high] = [-1, 1];
  const bothAt = (score: number) => ({
    accepted: falseAcceptAt(pairs, score, weights),
    refused: 1 - trueAcceptAt(pairs, score, weights),
  });
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    const { accepted, refused } = bothAt(middle);
    if (accepted > refused) low = middle;
    else high = middle;
  }
  const { accepted, refused } = bothAt(high);
  return (accepted + refused) / 2;
}
