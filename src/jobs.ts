import { openingJobs, openingSchedule } from '#opening/server';
import { platformJobs, platformSchedule } from './platform/jobs/platform-jobs';

/** Every job of the product. */
export const jobs = [...platformJobs, ...openingJobs] as const;

/** When jobs run by themselves, in Beijing time. */
export const schedule = [...platformSchedule, ...openingSchedule] as const;
