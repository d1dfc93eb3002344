/** Runs work, at most so many at a time; the rest wait in order. */
export type Turnstile = <Result>(work: () => Promise<Result>) => Promise<Result>;

/**
 * Keeps a rush of sign-ins from taking every database connection and every core: each costs 20 ms and 19 MiB for its
 * hash.
 */
export function turnstile(width: number): Turnstile {
  const waiting: (() => void)[] = [];
  let free = width;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
