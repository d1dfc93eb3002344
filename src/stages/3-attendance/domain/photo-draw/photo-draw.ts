/** What an officer sees in a room photo that was drawn: the trainee there, nothing to be told from it, or somebody else or nobody. */
export const photoVerdicts = ['present', 'unclear', 'other'] as const;
export type PhotoVerdict = (typeof photoVerdicts)[number];
export const photoVerdictNames: Record<PhotoVerdict, string> = {
  present: '本人在场',
  unclear: '看不清',
  other: '不是本人或没有人',
};

/**
 * How many room photos of a day are looked at: a share of them in per cent, rounded up, never fewer than the least and
 * never more than there are (2021 四; the equal way without a face keeps its random check of photos).
 */
export const drawnOf = (pool: number, share: number, least: number): number =>
  Math.min(pool, Math.max(least, Math.ceil((pool * share) / 100)));

/** A check-in with its lot: what its id and the seed of the draw give, in hex. */
export interface Lot {
  readonly id: string;
  readonly lot: string;
}

/** The lowest lots; whoever has the list and the seed gets the same. */
export const lowestOf = (lots: readonly Lot[], count: number): string[] =>
  [...lots]
    .sort((one, other) => (one.lot < other.lot ? -1 : one.lot > other.lot ? 1 : one.id < other.id ? -1 : 1))
    .slice(0, count)
    .map(({ id }) => id);
