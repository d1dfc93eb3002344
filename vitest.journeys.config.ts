import { defineConfig } from 'vitest/config';

/** Journeys through the built product in a real browser, one file at a time. */
export default defineConfig({
  test: {
    include: ['journeys/**/*.test.ts'],
    globalSetup: ['journeys/loaded-city.ts'],
    pool: 'forks',
    fileParallelism: false,
    maxWorkers: 1,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // A browser under load may miss a key; a fault of the product fails again.
    retry: 1,
    passWithNoTests: true,
  },
});
