import { type CronItem, type ParsedCronItem, parseCronItems } from 'graphile-worker';
import type { Scheduled } from './schedule';

/** The schedule as the queue reads it; runs of one job that pile up become one. */
export function cronItems(schedule: readonly Scheduled[]): ParsedCronItem[] {
  const items = schedule.map(
    ({ job, times }): CronItem => ({
      task: job.name,
      match: times.cron,
      identifier: job.name,
      options: {
        backfillPeriod: times.madeGoodWithinHours * 3_600_000,
        jobKey: `scheduled:${job.name}`,
        maxAttempts: job.attempts,
      },
    }),
  );
  return parseCronItems(items);
}
