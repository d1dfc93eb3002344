import { showImpersonationEvidence } from './evidence-query';
import { confirmImpersonation, dismissImpersonation } from './finding-commands';
import {
  appealImpersonation,
  callImpersonationHearing,
  holdImpersonationHearing,
  lapseImpersonation,
  notifyImpersonation,
  remandImpersonation,
  requestImpersonationHearing,
  reverseImpersonation,
  stateImpersonation,
  suspendImpersonation,
  upholdImpersonation,
  voidClassSubsidy,
} from './procedure-commands';
import { listImpersonations, showImpersonation } from './queries';
import { addImpersonationEvidence, reportImpersonation } from './report-commands';

/** Everything that can be done with and asked of impersonations. */
export const impersonationOperations = [
  listImpersonations,
  showImpersonation,
  showImpersonationEvidence,
  addImpersonationEvidence,
  reportImpersonation,
  confirmImpersonation,
  dismissImpersonation,
  notifyImpersonation,
  stateImpersonation,
  requestImpersonationHearing,
  callImpersonationHearing,
  holdImpersonationHearing,
  lapseImpersonation,
  remandImpersonation,
  voidClassSubsidy,
  appealImpersonation,
  suspendImpersonation,
  upholdImpersonation,
  reverseImpersonation,
] as const;
