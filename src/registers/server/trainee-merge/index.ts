import { confirmMerge, mergeTrainees, refuseMerge, splitTrainee, withdrawMerge } from './keep';
import { compareTrainees, listMerges, showTrainee } from './show';

/** Everything that can be done and asked of one trainee across all classes. */
export const traineeMergeOperations = [
  showTrainee,
  compareTrainees,
  listMerges,
  mergeTrainees,
  splitTrainee,
  confirmMerge,
  refuseMerge,
  withdrawMerge,
] as const;
