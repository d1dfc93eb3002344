import { confirmAssessment, draftAssessment, returnAssessment, withdrawAssessment } from './assessment-commands';
import { recordFiling } from './filing-command';
import { assessmentDocument, showProtection } from './queries';

export { privacyJobs, privacySchedule } from './watch-job';

/** What is owed to people whose faces are stored: how many there are, the filing, the impact assessment. */
export const privacyOperations = [
  showProtection,
  assessmentDocument,
  draftAssessment,
  confirmAssessment,
  returnAssessment,
  withdrawAssessment,
  recordFiling,
] as const;
