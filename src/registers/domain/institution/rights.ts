import type { Role } from '#kernel/roles';

const ownPeople = ['institutionClerk', 'institutionPrincipal'] as const;

/** Who may do what with the record of an institution; the commands and the buttons of the page both read it. */
export const institutionRights = {
  /** A new record: the county that checks the papers, or the city for a county. */
  register: ['countyOfficer', 'cityOfficer'],
  /** Who to call: the institution’s own affair. */
  changeContact: ownPeople,
  /** Licence and standing: the county that checks them (2024 一（二）). */
  changeLicence: ['countyOfficer'],
  stateAccount: ['institutionPrincipal'],
  decideAccount: ['countyOfficer', 'countySignatory'],
  propose: ['countyOfficer', 'cityOfficer'],
  confirm: ['countySignatory', 'citySignatory'],
  keepVenues: [...ownPeople, 'countyOfficer'],
  checkVenue: ['countyOfficer'],
  keepAgreements: ownPeople,
  reveal: ['countyOfficer', 'countySignatory', 'cityOfficer', 'disciplineOfficer'],
} as const satisfies Record<string, readonly Role[]>;
export type InstitutionRight = keyof typeof institutionRights;

export const mayKeep = (right: InstitutionRight, role: Role): boolean =>
  institutionRights[right].some((each) => each === role);
