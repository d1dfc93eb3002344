import { daily } from '#platform/jobs/schedule';
import { approvalPapers, missingApprovalPapers } from './jobs-approval-papers';
import { escalateOverdue, fitDeadlines, remindDue } from './jobs-deadlines';

/** What the opening stage does behind the desk. */
export const openingJobs = [fitDeadlines, remindDue, escalateOverdue, approvalPapers, missingApprovalPapers] as const;

/** When it does so by itself. */
export const openingSchedule = [
  { job: fitDeadlines, times: daily('07:30') },
  { job: remindDue, times: daily('08:00') },
  { job: escalateOverdue, times: daily('08:05') },
  { job: missingApprovalPapers, times: daily('02:20') },
] as const;
