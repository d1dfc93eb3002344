import { showKeeping, purgeCertificate } from './class-queries';
import { answerCopies } from './copy-commands';
import { settleCopyFinding } from './settle-command';
import { copyJobs, copySchedule } from './copy-jobs';
import { listCopies, showCopyChallenge } from './copy-queries';
import { askLift, decideLift, placeHold } from './hold-commands';
import { listKeeping } from './overview';
import { startPurge, witnessPurge, withdrawPurge } from './purge-commands';
import { purgeJobs, purgeSchedule } from './purge-jobs';

/** Everything that can be done with and asked of what is kept. */
export const keepingOperations = [
  listKeeping,
  showKeeping,
  purgeCertificate,
  placeHold,
  askLift,
  decideLift,
  startPurge,
  witnessPurge,
  withdrawPurge,
  listCopies,
  showCopyChallenge,
  answerCopies,
  settleCopyFinding,
] as const;

export const keepingJobs = [...copyJobs, ...purgeJobs] as const;
export const keepingSchedule = [...copySchedule, ...purgeSchedule] as const;
