import type { Lifecycle } from '#kernel/lifecycle';
import type { Role } from '#kernel/roles';

export type ClassState = 'drafted' | 'filed' | 'returned' | 'verified' | 'approved' | 'refused' | 'withdrawn';
export type ClassAction = 'file' | 'verify' | 'return' | 'approve' | 'refuse' | 'withdraw';

/** 开班申报 → 资料核查 → 班期审核 (2024 一（一）–（三）); the institution’s principal signs each filing. */
export const openingLifecycle: Lifecycle<ClassState, ClassAction, Role> = {
  start: 'drafted',
  steps: {
    file: { from: ['drafted', 'returned'], to: 'filed', by: ['institutionPrincipal'] },
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

export const classStates = [
  'drafted',
  'filed',
  'returned',
  'verified',
  'approved',
  'refused',
  'withdrawn',
] as const satisfies readonly ClassState[];

/** States in which the institution may still change the filing. */
export const isEditable = (state: ClassState): boolean => openingLifecycle.steps.file.from.includes(state);

/** States in which the county’s clock runs. */
export const isWaitingForCounty = (state: ClassState): boolean => state === 'filed' || state === 'verified';
