import { listMessages, readMessages } from './messages';
import { listCatalogue, listInstitutions, listTeachers, ownInstitution, showInstitution } from './register-lists';
import { search } from './search';
import { addFigureLine, confirmFigureLine, listFigures, saveCalendarYear, showCalendar, showStanding } from './standing-figures';

export { findInstitutionFacts, readCatalogue } from './institutions';

/** Everything that can be done and asked of the standing records. */
export const registerOperations = [
  search,
  listMessages,
  readMessages,
  listInstitutions,
  showInstitution,
  ownInstitution,
  listTeachers,
  listCatalogue,
  listFigures,
  addFigureLine,
  confirmFigureLine,
  showCalendar,
  showStanding,
  saveCalendarYear,
] as const;
