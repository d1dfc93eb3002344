import type { Lifecycle } from '#kernel/lifecycle';
import type { Role } from '#kernel/roles';

export const changeStates = ['drafted', 'filed', 'returned', 'verified', 'approved', 'refused', 'withdrawn'] as const;
export type ChangeState = (typeof changeStates)[number];
export type ChangeAction = 'file' | 'verify' | 'return' | 'approve' | 'refuse' | 'withdraw';

/** 变更申请 → 核查 → 审批: a change of an approved class takes the way the class took (2024 一（一）–（三）). */
export const changeLifecycle: Lifecycle<ChangeState, ChangeAction, Role> = {
  start: 'drafted',
  steps: {
    file: { from: ['drafted', 'returned'], to: 'filed', by: ['institutionClerk', 'institutionPrincipal'] },
    verify: { from: ['filed'], to: 'verified', by: ['countyOfficer'] },
    return: { from: ['filed', 'verified'], to: 'returned', by: ['countyOfficer', 'countySignatory'] },
    approve: { from: ['verified'], to: 'approved', by: ['countySignatory'] },
    refuse: { from: ['verified'], to: 'refused', by: ['countySignatory'] },
    withdraw: {
      from: ['drafted', 'returned', 'filed'],
      to: 'withdrawn',
      by: ['institutionClerk', 'institutionPrincipal'],
    },
  },
};

/** The states of a change in the words of the field. */
export const changeStateNames: Record<ChangeState, string> = {
  drafted: '起草中',
  filed: '待核查',
  returned: '退回修改',
  verified: '待审批',
  approved: '已批准',
  refused: '不予批准',
  withdrawn: '已撤回',
};

/** States in which the institution may still write. */
export const isChangeEditable = (state: ChangeState): boolean => changeLifecycle.steps.file.from.includes(state);

/** States in which another change of the same class has to wait. */
export const openChangeStates = ['drafted', 'filed', 'returned', 'verified'] as const satisfies readonly ChangeState[];

/** States in which the county has to act. */
export const isChangeWaiting = (state: ChangeState): boolean => state === 'filed' || state === 'verified';
