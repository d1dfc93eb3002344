import type { Lifecycle } from '#kernel/lifecycle';
import type { Role } from '#kernel/roles';

export const rollCallStates = ['called', 'answered', 'expired', 'reviewed'] as const;
export type RollCallState = (typeof rollCallStates)[number];
type RollCallAction = 'answer' | 'expire' | 'review';

export const callers = ['countyOfficer', 'cityOfficer'] as const;

/** 抽查点名: called unannounced, answered within its time or expired by the clock, and looked at by the bureau. */
export const rollCallLifecycle: Lifecycle<RollCallState, RollCallAction, Role> = {
  start: 'called',
  steps: {
    answer: { from: ['called'], to: 'answered', by: ['institutionClerk', 'institutionPrincipal'] },
    expire: { from: ['called'], to: 'expired', by: [] },
    review: { from: ['answered', 'expired'], to: 'reviewed', by: callers },
  },
};

export const rollCallStateNames: Record<RollCallState, string> = {
  called: '待作答',
  answered: '待核对',
  expired: '逾期未作答',
  reviewed: '已办结',
};
export const rollCallActionNames: Record<RollCallAction, string> = {
  answer: '作答',
  expire: '到时未作答',
  review: '核对办结',
};
