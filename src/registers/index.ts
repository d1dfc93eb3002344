export {
  type CatalogueEntry,
  type Designation,
  type InstitutionFacts,
  type Level,
  levelNames,
  levels,
  type Suspension,
  type Venue,
} from './domain/institution';
export { type Interruption, interruptionOf, interruptionWords, isOpenOn } from './domain/institution/holding';
export {
  fittingQualifications,
  holdsOn,
  isConsentedOn,
  isServingOn,
  isStoppedOn,
  type OfferedTeacher,
  offeredTeachers,
  type OutsideEmployer,
  type Qualification,
  qualificationsOf,
  type Teacher,
  type TeacherStanding,
  teacherStandingNames,
  teacherStandingOn,
} from './domain/teacher';
export { type Listing, type ListingStanding, listingOn } from './domain/listing';
export { catalogueOn, inForceOn } from './domain/catalogue';
export {
  type DormantEmployer,
  type EmployerFault,
  employerFaultNames,
  employerFaults,
  findDormant,
} from './domain/employer';
export { mergeLifecycle, mergeStateNames } from './domain/person-merge';
