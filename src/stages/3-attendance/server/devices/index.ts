import { checkDeviceChain } from './chain-queries';
import { listDeviceAlarms, settleDeviceAlarm } from './alarm-queries';
import { saveChecklist, showChecklist, signChecklist } from './checklist-commands';
import { listDevices, showDevice } from './device-queries';
import { confirmDevice, resumeDevice, revokeDevice, suspendDevice } from './lifecycle-commands';
import { moveDevicePlace } from './place-commands';
import { registerDevice, rotateDeviceKey } from './register-commands';

export { deviceDoor } from './doors';
export { type DayOfDevice, keepHistory } from './history';
export { keySeal } from './known-devices';
export { deviceJobs, deviceSchedule } from './jobs';

/** Everything that can be done with and asked of attendance devices. */
export const deviceOperations = [
  registerDevice,
  confirmDevice,
  suspendDevice,
  resumeDevice,
  revokeDevice,
  rotateDeviceKey,
  moveDevicePlace,
  listDevices,
  showDevice,
  checkDeviceChain,
  listDeviceAlarms,
  settleDeviceAlarm,
  saveChecklist,
  signChecklist,
  showChecklist,
] as const;
