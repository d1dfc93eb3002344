/** How a page watches a head turn: for how long, and how often it looks, in milliseconds. */
export const watching = { turnMs: 1300, lookEveryMs: 50 } as const;

const shares = [1 / 3, 2 / 3];

/**
 * Of looks one after the other, each with how much it differs from the one before, those at which a third and two thirds
 * of all change were done; one where both fall together, none where nothing changed.
 */
export function looksOnTheWay(changes: readonly number[]): number[] {
  const whole = changes.reduce((sum, change) => sum + change, 0);
  if (whole <= 0) return [];
  const chosen = shares.map((share) => {
    let done = 0;
    return changes.findIndex((change) => (done += change) >= whole * share);
  });
  return [...new Set(chosen)].filter((at) => at >= 0);
}
