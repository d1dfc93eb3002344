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
