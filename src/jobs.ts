import { openingJobs, openingSchedule } from '#opening/server';
import { platformJobs, platformSchedule } from './platform/jobs/platform-jobs';
import { attendanceJobs, attendanceSchedule } from './stages/3-attendance/server/index';

/** Every job of the product. */
export const jobs = [...platformJobs, ...openingJobs, ...attendanceJobs] as const;

/** When jobs run by themselves, in Beijing time. */
export const schedule = [...platformSchedule, ...openingSchedule, ...attendanceSchedule] as const;
