import { purgeCertificate } from './certificate-query';
import { showKeeping } from './class-queries';
import { answerCopies } from './copy-commands';
import { settleCopyFinding } from './settle-command';
import { copyJobs, copySchedule } from './copy-jobs';
import { listCopies, showCopyChallenge } from './copy-queries';
import { showDestroyed } from './destroyed';
import { askLift, decideLift, placeHold } from './hold-commands';
import { fetchBlocks, recheckCopy, sendBlocks } from './repair-commands';
import { listRepairs, showRepair } from './repair-queries';
import { listKeeping } from './overview';
import { startPurge, witnessPurge, withdrawPurge } from './purge-commands';
import { mendJobs, mendSchedule } from './mend-job';
import { purgeJobs, purgeSchedule } from './purge-jobs';

export { copyDoor } from './block-door';

/** Everything that can be done with and asked of what is kept. */
export const keepingOperations = [
  listKeeping,
  showKeeping,
  purgeCertificate,
  showDestroyed,
  placeHold,
  askLift,
  decideLift,
  startPurge,
  witnessPurge,
  withdrawPurge,
  listCopies,
  showCopyChallenge,
  answerCopies,
  listRepairs,
  showRepair,
  sendBlocks,
  fetchBlocks,
  recheckCopy,
  settleCopyFinding,
] as const;

export const keepingJobs = [...copyJobs, ...mendJobs, ...purgeJobs] as const;
export const keepingSchedule = [...copySchedule, ...mendSchedule, ...purgeSchedule] as const;
