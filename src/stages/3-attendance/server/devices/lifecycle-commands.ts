import { z } from 'zod';
import { type Context, command, type Done, done, missing, type Refused, refused } from '#platform/operation';
import { type DeviceAction, deviceLifecycle, deviceStateNames, type DeviceState } from '../../domain/devices/lifecycle';
import { calledDevice, type DeviceRecord, holdDevice, noteDevice, stateOf, tellOf } from './device-records';
import { deviceId, reason, version } from './forms';
import { isCheckedWhereItStands } from './place-commands';

interface Moved {
  readonly state: DeviceState;
  readonly version: number;
}

interface Wish {
  readonly deviceId: string;
  readonly version: number;
}

/** Moves a device one step, if it still stands where the person saw it. */
async function moveDevice(
  context: Context,
  action: DeviceAction,
  wish: Wish,
  more: (device: DeviceRecord) => Partial<DeviceRecord>,
  told: Readonly<Record<string, string | boolean>>,
): Promise<Done<Moved> | Refused> {
  const device = await holdDevice(context, wish.deviceId);
  if (!device) return missing('这台设备');
  const { from, to } = deviceLifecycle.steps[action];
  if (device.version !== wish.version) return refused('这台设备刚有变动，请刷新后再办。', 'conflict');
  if (!from.includes(stateOf(device)))
    return refused(`这台设备${deviceStateNames[stateOf(device)]}，不能这样办。`, 'conflict');
  const next = device.version + 1;
  await context.tx
    .updateTable('devices')
    .set({ ...more(device), state: to, version: next })
    .where('id', '=', device.id)
    .execute();
  noteDevice(context, device, told);
  const why = typeof told['reason'] === 'string' ? `：${told['reason']}` : '。';
  await tellOf(context, device, 'institution', `${calledDevice(device)}${deviceStateNames[to]}${why}`);
  return done({ state: to, version: next });
}

/** 确认启用：人社部门核对设备、位置与负责人，设置密码后启用 */
export const confirmDevice = command({
  name: 'device.confirm',
  path: '/devices/:deviceId/confirm',
  title: '确认启用设备',
  by: deviceLifecycle.steps.confirm.by,
  cites: ['2021.4.1', '2021.A6.1'],
  input: z.object({
    deviceId,
    version,
    /** Pictures are kept only where every trainee has consented to it separately. */
    keepsPictures: z.boolean(),
  }),
  handle: (input, context) =>
    moveDevice(
      context,
      'confirm',
      input,
      () => ({ confirmed_by: context.actor.userId, confirmed_at: context.now, keeps_pictures: input.keepsPictures }),
      { keepsPictures: input.keepsPictures },
    ),
});

const reasoned = z.object({ deviceId, version, reason });

/** 暂停使用：暂不接收，设备保留记录，恢复后补传 */
export const suspendDevice = command({
  name: 'device.suspend',
  path: '/devices/:deviceId/suspend',
  title: '暂停使用设备',
  by: deviceLifecycle.steps.suspend.by,
  cites: ['2021.4.1'],
  input: reasoned,
  handle: (input, context) => moveDevice(context, 'suspend', input, () => ({}), { reason: input.reason }),
});

export const resumeDevice = command({
  name: 'device.resume',
  path: '/devices/:deviceId/resume',
  title: '恢复使用设备',
  by: deviceLifecycle.steps.resume.by,
  cites: ['2021.4.1'],
  input: reasoned,
  async handle(input, context) {
    const device = await holdDevice(context, input.deviceId);
    if (!device) return missing('这台设备');
    const { hasMoved, isSigned } = await isCheckedWhereItStands(context.tx, device);
    if (hasMoved && !isSigned) {
      return refused('设备换过教室或专人，须双方重签检查表后才能恢复。请先办检查表。', 'conflict');
    }
    return moveDevice(context, 'resume', input, () => ({}), { reason: input.reason });
  },
});

/** 停用：密钥立即作废，不能恢复 */
export const revokeDevice = command({
  name: 'device.revoke',
  path: '/devices/:deviceId/revoke',
  title: '停用设备',
  by: deviceLifecycle.steps.revoke.by,
  cites: ['2021.4.1', '2021.A6.6'],
  input: reasoned,
  handle: (input, context) =>
    moveDevice(context, 'revoke', input, ({ key_version }) => ({ key_version: key_version + 1 }), {
      reason: input.reason,
    }),
});
