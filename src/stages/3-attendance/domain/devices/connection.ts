/** From where a device was heard, and when, in milliseconds. */
export interface Sight {
  readonly source: string;
  readonly at: number;
}

const windowMilliseconds = 10 * 60_000;
const mostKept = 8;

/**
 * A device that moves to another address stays there. One that is heard from here, from there and from here again
 * within minutes is two devices with one key. Gives the sights to keep.
 */
export function heardFrom(before: readonly Sight[], sight: Sight): { sights: Sight[]; isTwoPlaces: boolean } {
  const recent = before.filter(({ at }) => sight.at - at <= windowMilliseconds);
  const last = recent.at(-1);
  if (last?.source === sight.source) return { sights: [...recent.slice(0, -1), sight], isTwoPlaces: false };
  const isTwoPlaces = recent.some(({ source }) => source === sight.source);
  return { sights: [...recent, sight].slice(-mostKept), isTwoPlaces };
}
