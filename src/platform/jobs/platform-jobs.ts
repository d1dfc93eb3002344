import { endIdleSessions } from './end-idle-sessions';
import { hourly } from './schedule';
import { verifyLogTailJob } from './verify-log-tail';

/** What the platform does behind the desk, whatever the stages are. */
export const platformJobs = [endIdleSessions, verifyLogTailJob] as const;

export const platformSchedule = [
  { job: endIdleSessions, times: hourly(10) },
  { job: verifyLogTailJob, times: hourly(40) },
] as const;
