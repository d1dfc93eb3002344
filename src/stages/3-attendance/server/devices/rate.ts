/** So many at once, and so many a second after that. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** Requests of one device; a classroom needs a few in a second, a backlog some hundred at once. */
export const usualRate: Rate = { perSecond: 50, burst: 300 };
/** Tries from one address that named no known device or did not prove it. */
export const strangerRate: Rate = { perSecond: 1, burst: 60 };

const mostNames = 20_000;

/** A bucket of tokens for each name; false when it is empty. */
export function limiter({ perSecond, burst }: Rate): (name: string) => boolean {
  const buckets = new Map<string, { left: number; at: number }>();
  return (name) => {
    const now = performance.now();
    if (buckets.size > mostNames) buckets.clear();
    const bucket = buckets.get(name) ?? { left: burst, at: now };
    if (!buckets.has(name)) buckets.set(name, bucket);
    bucket.left = Math.min(burst, bucket.left + ((now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    if (bucket.left < 1) return false;
    bucket.left -= 1;
    return true;
  };
}
