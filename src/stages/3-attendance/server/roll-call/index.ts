import { answerRollCall } from './answer-commands';
import { callRoll, openRollCall, reviewRollCall } from './call-commands';
import { showLikePicture, showRollCallPicture, takeRollCallEvidence } from './picture-operations';
import { listRollCalls, showRollCall } from './queries';
import { showWall } from './wall';

export { rollCallJobs, rollCallSchedule } from './jobs';

/** Everything that can be done with and asked of spot roll calls and the wall they start from. */
export const rollCallOperations = [
  showWall,
  listRollCalls,
  showRollCall,
  callRoll,
  openRollCall,
  answerRollCall,
  showRollCallPicture,
  showLikePicture,
  takeRollCallEvidence,
  reviewRollCall,
] as const;
