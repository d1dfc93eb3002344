export {
  type CatalogueEntry,
  type Designation,
  type InstitutionFacts,
  type Level,
  levelNames,
  levels,
  type Teacher,
  type Venue,
} from './domain/institution';
