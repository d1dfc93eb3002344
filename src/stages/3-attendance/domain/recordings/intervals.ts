/** A stretch of time from instant to instant, in milliseconds. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** Intervals in order, joined where no more than `tolerance` lies between two; empty ones dropped. */
export function joined(intervals: readonly Interval[], tolerance: number): Interval[] {
  const whole: { from: number; to: number }[] = [];
  const ordered = intervals.filter(({ from, to }) => to > from).sort((a, b) => a.from - b.from || a.to - b.to);
  for (const { from, to } of ordered) {
    const last = whole.at(-1);
    if (last && from - last.to <= tolerance) last.to = Math.max(last.to, to);
    else whole.push({ from, to });
  }
  return whole;
}

/** The parts of `whole` that none of `parts` covers; `parts` are in order and apart. */
export function uncovered(whole: Interval, parts: readonly Interval[]): Interval[] {
  const left: Interval[] = [];
  let at = whole.from;
  for (const { from, to } of parts) {
    if (to <= at) continue;
    if (from >= whole.to) break;
    if (from > at) left.push({ from: at, to: from });
    at = Math.max(at, to);
  }
  if (at < whole.to) left.push({ from: at, to: whole.to });
  return left;
}

export const lengthOf = (intervals: readonly Interval[]): number =>
  intervals.reduce((sum, { from, to }) => sum + to - from, 0);
