import { z } from 'zod';
import { type Context, command, done, missing, refused, type Transaction } from '#platform/operation';
import { calledDevice, type DeviceRecord, holdDevice, noteDevice, stateOf, tellOf } from './device-records';
import { deviceId, institutions, reason, remark, version } from './forms';

/** A place a device has left, newest first. */
export interface FormerPlace {
  readonly venue: string;
  readonly keeper: string;
  readonly until: string;
  readonly reason: string;
  readonly by: string;
}

export const formerPlaces = (tx: Transaction, id: string): Promise<FormerPlace[]> =>
  tx
    .selectFrom('device_former_places as p')
    .innerJoin('venues as v', 'v.id', 'p.venue_id')
    .select([
      'v.name as venue',
      'p.responsible_name as keeper',
      'p.until as until',
      'p.reason as reason',
      'p.changed_by_name as by',
    ])
    .where('p.device_id', '=', id)
    .orderBy('p.until', 'desc')
    .limit(20)
    .execute();

/** Whether both sides have signed a checklist of the room and keeper the device has now (附件6 之1、2). */
export async function isCheckedWhereItStands(tx: Transaction, device: Pick<DeviceRecord, 'id' | 'venue_id'>) {
  const moved = await tx
    .selectFrom('device_former_places')
    .select('until')
    .where('device_id', '=', device.id)
    .orderBy('until', 'desc')
    .limit(1)
    .executeTakeFirst();
  const signed = await tx
    .selectFrom('device_checklists')
    .select('signed_at')
    .where('device_id', '=', device.id)
    .where('venue_id', '=', device.venue_id)
    .where('state', '=', 'signed')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  const hasMoved = moved !== undefined;
  const isSigned = Boolean(signed?.signed_at && (!moved || Date.parse(signed.signed_at) >= Date.parse(moved.until)));
  return { hasMoved, isSigned };
}

async function leavePlace({ tx, actor, now }: Context, device: DeviceRecord, why: string): Promise<void> {
  await tx
    .insertInto('device_former_places')
    .values({
      region_code: device.region_code,
      institution_id: device.institution_id,
      device_id: device.id,
      until: now,
      venue_id: device.venue_id,
      responsible_name: device.responsible_name,
      reason: why,
      changed_by: actor.userId,
      changed_by_name: actor.name,
    })
    .execute();
}

/** 更换教室或专人：换了教室的先暂停，双方重签检查表后由县（市、区）恢复 */
export const moveDevicePlace = command({
  name: 'device.change-place',
  path: '/devices/:deviceId/place',
  title: '更换设备的教室或专人',
  by: [...institutions, 'countyOfficer'],
  cites: ['2021.A6.1', '2021.A6.2'],
  input: z.object({
    deviceId,
    version,
    venueId: z.uuid('请选择教室'),
    responsibleName: remark(40).refine((value) => value !== '', '请填写专人姓名'),
    reason,
  }),
  async handle(input, context) {
    const { tx, today } = context;
    const device = await holdDevice(context, input.deviceId);
    if (!device) return missing('这台设备');
    if (device.version !== input.version)
      return refused('这台设备刚有变动，请刷新后再办；所填内容仍在本页。', 'conflict');
    if (stateOf(device) === 'revoked') return refused('这台设备已停用，不能更换；需要时重新登记。', 'conflict');
    const venue = await tx
      .selectFrom('venues')
      .selectAll()
      .where('id', '=', input.venueId)
      .where('institution_id', '=', device.institution_id)
      .executeTakeFirst();
    if (!venue) return missing('这个教室');
    if (venue.closed_on && venue.closed_on <= today) return refused('这个教室已停用，请选择在用的教室。', 'conflict');
    const hasRoom = venue.id !== device.venue_id;
    const hasKeeper = input.responsibleName !== device.responsible_name;
    if (!hasRoom && !hasKeeper) return refused('教室和专人都没有变，不用更换。', 'invalid');
    await leavePlace(context, device, input.reason);
    const state = hasRoom && device.state === 'active' ? ('suspended' as const) : stateOf(device);
    const next = device.version + 1;
    await tx
      .updateTable('devices')
      .set({ venue_id: venue.id, responsible_name: input.responsibleName, state, version: next })
      .where('id', '=', device.id)
      .execute();
    noteDevice(context, device, {
      reason: input.reason,
      ...(hasRoom ? { venue: venue.name } : {}),
      ...(hasKeeper ? { responsibleName: input.responsibleName } : {}),
    });
    const words = [
      hasRoom ? `已移到${venue.name}${state === 'suspended' ? '，暂停使用，双方重签检查表后恢复' : ''}` : '',
      hasKeeper ? `专人改为${input.responsibleName}，设备密码须由人社部门重设` : '',
    ].filter((each) => each !== '');
    const other = context.actor.institutionId ? 'county' : 'institution';
    await tellOf(context, device, other, `${calledDevice(device)}${words.join('；')}：${input.reason}`);
    return done({ state, version: next });
  },
});
