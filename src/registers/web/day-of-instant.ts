const offsetMilliseconds = 8 * 3_600_000;

/** The Beijing day of an instant, as 2026-03-02. */
export const dayOfInstant = (instant: string): string =>
  new Date(Date.parse(instant) + offsetMilliseconds).toISOString().slice(0, 10);
