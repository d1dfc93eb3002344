import { correctEmployer, liftEmployer, markEmployer } from './keep';
import { exportEmployers, listEmployers } from './list';
import { showEmployer } from './show';

/** Everything that can be done and asked of employers. */
export const employerOperations = [
  listEmployers,
  exportEmployers,
  showEmployer,
  correctEmployer,
  markEmployer,
  liftEmployer,
] as const;
