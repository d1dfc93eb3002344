/** One measured series, in milliseconds unless it says otherwise. */
export interface Series {
  readonly name: string;
  readonly unit: string;
  readonly values: readonly number[];
}

/** What a bench found: the claim with its goal, and beside it, in the same run, the peer or the limit. */
export interface BenchReport {
  readonly claim: string;
  readonly goal: string;
  readonly met: boolean;
  readonly series: readonly Series[];
  readonly notes: readonly string[];
}

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

export const medianOf = (values: readonly number[]): number =>
  sorted(values)[Math.floor(values.length / 2)] ?? Number.NaN;
export const slowestOf = (values: readonly number[]): number => Math.max(...values);
export const fastestOf = (values: readonly number[]): number => Math.min(...values);

/** A share counted in trials with its 95 % interval by Wilson, in per cent. */
export function shareOf(count: number, trials: number): { value: number; low: number; high: number; words: string } {
  const z = 1.96;
  const share = count / trials;
  const middle = (share + (z * z) / (2 * trials)) / (1 + (z * z) / trials);
  const half =
    (z / (1 + (z * z) / trials)) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  const [value, low, high] = [100 * share, 100 * Math.max(0, middle - half), 100 * Math.min(1, middle + half)];
  return { value, low, high, words: `${value.toFixed(2)}% [${low.toFixed(2)}–${high.toFixed(2)}]` };
}
