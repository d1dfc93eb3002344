import type { Lifecycle } from '#kernel/lifecycle';
import type { Role } from '#kernel/roles';

export const deviceStates = ['registered', 'active', 'suspended', 'revoked'] as const;
export type DeviceState = (typeof deviceStates)[number];
export type DeviceAction = 'confirm' | 'suspend' | 'resume' | 'revoke';

const officers = ['countyOfficer', 'cityOfficer'] as const;
const bureaus = ['countyOfficer', 'countySignatory', 'cityOfficer', 'citySignatory'] as const;

/**
 * 登记 → 确认启用 → 暂停 / 恢复 → 停用: the institution registers and names who is responsible, the bureau, which also
 * sets the password of the device, confirms (2021 附件6 之1); only an active device is listened to.
 */
export const deviceLifecycle: Lifecycle<DeviceState, DeviceAction, Role> = {
  start: 'registered',
  steps: {
    confirm: { from: ['registered'], to: 'active', by: ['countyOfficer'] },
    suspend: { from: ['active'], to: 'suspended', by: officers },
    resume: { from: ['suspended'], to: 'active', by: officers },
    revoke: { from: ['registered', 'active', 'suspended'], to: 'revoked', by: bureaus },
  },
};

/** The states of a device in the words of the field. */
export const deviceStateNames: Record<DeviceState, string> = {
  registered: '待确认',
  active: '使用中',
  suspended: '已暂停',
  revoked: '已停用',
};

export const isDeviceState = (text: string): text is DeviceState => deviceStates.some((state) => state === text);
