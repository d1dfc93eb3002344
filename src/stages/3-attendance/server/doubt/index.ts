import { compareFaces, compareProbes, faceSchedule } from './face-jobs';
import { lessonEndSchedule, settleLessons } from './lesson-end-job';
import { sayNotMe } from './not-me';
import { tellDifferent, tellSame, tellUnclear } from './pair-commands';
import { listFacePairs, openFacePair, showFacePair } from './pair-queries';
import { listDoubts, showBehind, showDoubt } from './queries';
import { queueChecks } from './queue-job';
import { explainDoubt, refreshDoubt, sendOnSite, substantiateDoubt } from './review-commands';
import { scoreClasses, scoreSchedule } from './score-job';
import { explainChecks, settleChecks } from './settle-commands';
import { listDoubtedChecks, listUnsettled } from './settle-queries';

export { keepDoubtedChecks, keepShownPair, keepTeacherDoubts } from './history';

/** Everything that can be done with and asked of doubts: scores and reviews, faces alike, check-ins that wait. */
export const doubtOperations = [
  listDoubts,
  showDoubt,
  showBehind,
  refreshDoubt,
  substantiateDoubt,
  explainDoubt,
  sendOnSite,
  listUnsettled,
  listDoubtedChecks,
  settleChecks,
  explainChecks,
  sayNotMe,
  listFacePairs,
  showFacePair,
  openFacePair,
  tellSame,
  tellDifferent,
  tellUnclear,
] as const;

export const doubtJobs = [scoreClasses, settleLessons, compareFaces, compareProbes, queueChecks] as const;
export const doubtSchedule = [scoreSchedule, lessonEndSchedule, ...faceSchedule] as const;
