import { labelOf } from '#law/clause-labels';
import type { ClauseId } from '#law/clause-ids';
import type { ClauseRef } from '#ui/clause';
import type { Tone } from '#ui/state';
import type { ClassAction, ClassState } from '../domain/lifecycle';

/** Words and tones of states and actions, as each desk reads them. */
export const actionNames: Record<ClassAction, string> = {
  file: '申报',
  verify: '核查通过',
  return: '退回补正',
  approve: '批准开班',
  refuse: '不予批准',
  withdraw: '撤回',
};

export { stateNames } from '../domain/state-names';

export const stateTones: Record<ClassState, Tone> = {
  drafted: 'calm',
  filed: 'warn',
  returned: 'stop',
  verified: 'warn',
  approved: 'ok',
  refused: 'stop',
  withdrawn: 'calm',
};

export const clauseRef = (id: ClauseId): ClauseRef => ({ id, label: labelOf(id) });
