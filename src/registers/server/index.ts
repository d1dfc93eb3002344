import { confirmEdition, listEditions, showEdition, withdrawEdition } from './catalogue/editions';
import {
  exportListings,
  listCandidates,
  listingDifferences,
  listListings,
  proposeListings,
} from './catalogue/listings';
import { occupationDifferences, proposeOccupations, readOccupationWorkbook } from './catalogue/occupation-editions';
import { exportOccupations, listOccupations, showOccupation } from './catalogue/occupation-list';
import { decideAccount, stateAccount, withdrawAccount } from './institution/account-commands';
import { addAgreement, endAgreement } from './institution/agreement-commands';
import { decideProposal, withdrawProposal } from './institution/deciding';
import { proposeDesignation, proposeOnDesignation, proposeOnInstitution } from './institution/decision-commands';
import { proposeIdentity } from './institution/identity-command';
import { changeContact, changeLicence } from './institution/profile-commands';
import { registerInstitution } from './institution/register-command';
import { revealOfInstitution } from './institution/reveal';
import { showInstitution } from './institution/show';
import { addVenue, changeVenue, closeVenue, reopenVenue } from './institution/venue-commands';
import { checkVenue, saveEquipment } from './institution/venue-upkeep';
import { venueUses } from './institution/venue-uses';
import { employerOperations } from './employers';
import { exportInstitutions, listInstitutions } from './institution-list';
import { showLogHead } from './log-head';
import { exportLog, listLog } from './log-list';
import { listMessages, readMessages } from './messages';
import { registerHistory } from './register-history';
import { ownInstitution } from './own-institution';
import { search } from './search';
import {
  addFigureLine,
  confirmFigureLine,
  listFigures,
  saveCalendarYear,
  showCalendar,
  showStanding,
} from './standing-figures';
import { showSystemStatus } from './system-status';
import { teacherOperations } from './teachers';
import { exportTeachers, listTeachers } from './teacher-list';
import { traineeMergeOperations } from './trainee-merge';
import { exportTrainees, listTrainees } from './trainees';
import { exportUsers, listUserPlaces, listUsers } from './users';
import {
  createUserAccount,
  disableUserAccount,
  enableUserAccount,
  resetUserPassword,
  resetUserSecondFactor,
} from './users-commands';

export { type Kept, noteKept } from './register-history';
export { enterEmployers, type NamedEmployer, readDormant } from './employers/enter';
export { findIdentityOn } from './institution/identity-store';
export { findInstitutionFacts, readCatalogue, readTeacherPhones } from './institutions';

export { type MatterKind, waitingMatters, type WaitingMatter } from './matters';

/** Everything that can be done and asked of the standing records. */
export const registerOperations = [
  search,
  listMessages,
  readMessages,
  listInstitutions,
  exportInstitutions,
  registerInstitution,
  showInstitution,
  changeContact,
  changeLicence,
  stateAccount,
  withdrawAccount,
  decideAccount,
  revealOfInstitution,
  proposeDesignation,
  proposeOnDesignation,
  proposeOnInstitution,
  proposeIdentity,
  decideProposal,
  withdrawProposal,
  addVenue,
  changeVenue,
  closeVenue,
  reopenVenue,
  checkVenue,
  saveEquipment,
  venueUses,
  addAgreement,
  endAgreement,
  ownInstitution,
  listTeachers,
  exportTeachers,
  ...teacherOperations,
  ...employerOperations,
  listOccupations,
  showOccupation,
  exportOccupations,
  occupationDifferences,
  readOccupationWorkbook,
  proposeOccupations,
  listListings,
  exportListings,
  listingDifferences,
  listCandidates,
  proposeListings,
  listEditions,
  showEdition,
  confirmEdition,
  withdrawEdition,
  registerHistory,
  listFigures,
  addFigureLine,
  confirmFigureLine,
  showCalendar,
  showStanding,
  saveCalendarYear,
  listTrainees,
  ...traineeMergeOperations,
  exportTrainees,
  listUsers,
  exportUsers,
  listUserPlaces,
  createUserAccount,
  disableUserAccount,
  enableUserAccount,
  resetUserPassword,
  resetUserSecondFactor,
  listLog,
  exportLog,
  showLogHead,
  showSystemStatus,
] as const;
