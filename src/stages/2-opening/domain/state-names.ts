import type { ClassState } from './lifecycle';

/** The states of a class in the documents’ words, for screens and exports. */
export const stateNames: Record<ClassState, string> = {
  drafted: '起草中',
  filed: '待资料核查',
  returned: '退回补正',
  verified: '待班期审核',
  approved: '已批准',
  refused: '不予批准',
  withdrawn: '已撤回',
};
