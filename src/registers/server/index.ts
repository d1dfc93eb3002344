export { findInstitutionFacts, readCatalogue } from './institutions';
