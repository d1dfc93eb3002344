import {
  annulCorrection,
  approveCorrection,
  endorseCorrection,
  refuseCorrection,
  withdrawCorrection,
} from './correction-commands';
import { requestCorrection } from './correction-request-commands';
import { annulLeave, approveLeave, refuseLeave, requestLeave, withdrawLeave } from './leave-commands';
import { addAbsencePaper, showAbsencePaper } from './paper-commands';
import { listAbsences, listWaitingAbsences } from './queries';

/** Everything that can be done with and asked of leave and corrections. */
export const absenceOperations = [
  listAbsences,
  listWaitingAbsences,
  addAbsencePaper,
  showAbsencePaper,
  requestLeave,
  approveLeave,
  refuseLeave,
  withdrawLeave,
  annulLeave,
  requestCorrection,
  endorseCorrection,
  approveCorrection,
  refuseCorrection,
  withdrawCorrection,
  annulCorrection,
] as const;
