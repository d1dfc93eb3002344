/** One row and its score. */
export interface Scored {
  readonly row: number;
  readonly score: number;
}

/** Keeps the highest scores of many, few as they are; a score that cannot be among them costs one comparison. */
export interface BestOf {
  /** What a score must exceed to be kept. */
  least(): number;
  offer(row: number, score: number): void;
  /** The highest first; equal ones by row. */
  taken(): Scored[];
}

export function bestOf(count: number): BestOf {
  const kept: Scored[] = [];
  let least = count > 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return {
    least: () => least,
    offer(row, score) {
      if (!(score > least)) return;
      let at = kept.length;
      while (at > 0 && (kept[at - 1]?.score ?? 0) < score) at -= 1;
      kept.splice(at, 0, { row, score });
      if (kept.length > count) kept.pop();
      if (kept.length === count) least = kept.at(-1)?.score ?? least;
    },
    taken: () => [...kept],
  };
}
