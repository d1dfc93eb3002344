/** A run of counters without a hole. */
export interface Run {
  readonly from: number;
  readonly to: number;
}

/** 缺号: counters between two runs that never came. */
export interface Gap extends Run {
  readonly count: number;
}

/** What is missing between runs, in whatever order they come; before the first run nothing is known to be missing. */
export function gapsBetween(runs: readonly Run[]): Gap[] {
  const gaps: Gap[] = [];
  let reached: number | undefined;
  for (const { from, to } of [...runs].sort((a, b) => a.from - b.from)) {
    if (reached !== undefined && from > reached + 1) {
      gaps.push({ from: reached + 1, to: from - 1, count: from - reached - 1 });
    }
    reached = Math.max(reached ?? to, to);
  }
  return gaps;
}

export const missingCount = (gaps: readonly Gap[]): number => gaps.reduce((sum, { count }) => sum + count, 0);
