import type { Lifecycle } from '#kernel/lifecycle';
import type { Role } from '#kernel/roles';

export const enrolmentStates = ['captured', 'confirmed', 'returned', 'erased'] as const;
export type EnrolmentState = (typeof enrolmentStates)[number];
export type EnrolmentAction = 'capture' | 'confirm' | 'return' | 'erase';

const institutions = ['institutionClerk', 'institutionPrincipal'] as const;

/**
 * 头像建档: the institution takes the frames before the first lesson, the bureau compares them with the photo of the
 * roster and confirms (2021 附件6 之1); a withdrawn consent erases them, whoever records it.
 */
export const enrolmentLifecycle: Lifecycle<EnrolmentState, EnrolmentAction, Role> = {
  start: 'captured',
  steps: {
    capture: { from: ['captured', 'returned', 'erased'], to: 'captured', by: institutions },
    confirm: { from: ['captured'], to: 'confirmed', by: ['countyOfficer'] },
    return: { from: ['captured', 'confirmed'], to: 'returned', by: ['countyOfficer'] },
    erase: { from: ['captured', 'confirmed', 'returned'], to: 'erased', by: institutions },
  },
};

export const enrolmentStateNames: Record<EnrolmentState, string> = {
  captured: '待核对',
  confirmed: '已建档',
  returned: '已退回',
  erased: '已删除',
};

export const enrolmentActionNames: Record<EnrolmentAction, string> = {
  capture: '采集头像',
  confirm: '核对通过',
  return: '退回重采',
  erase: '撤回同意，删除人脸信息',
};
