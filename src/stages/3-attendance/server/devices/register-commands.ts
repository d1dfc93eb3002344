import { z } from 'zod';
import { newId } from '#platform/identifiers';
import { command, done, missing, refused } from '#platform/operation';
import { vendors } from '../../domain/devices/vendors';
import { calledDevice, holdDevice, newKey, noteDevice, stateOf, tellOf, vendorOf } from './device-records';
import { deviceId, institutions, reason, remark, text, version } from './forms';

const publicKey = z
  .string()
  .regex(/^[A-Za-z0-9+/]{43}=$/, '公钥应为 32 字节的 Base64')
  .optional();
const wrongKey = refused('公钥不是有效的 Ed25519 公钥（32 字节，Base64）。请从设备重新导出。', 'invalid');

/** 登记考勤设备：放在哪个教室、由谁负责；密钥只显示这一次 */
export const registerDevice = command({
  name: 'device.register',
  path: '/devices',
  title: '登记考勤设备',
  by: institutions,
  cites: ['2021.4.1', '2021.4.4', '2021.A6.1'],
  keepsNothing: true,
  input: z.object({
    venueId: z.uuid('请选择教室'),
    vendor: z.enum(vendors, '请选择设备类型'),
    model: text(60).refine((value) => value !== '', '请填写型号'),
    serial: z.string().regex(/^[A-Za-z0-9._:-]{3,64}$/, '序列号为 3 至 64 位字母、数字或 . _ : -，照设备铭牌填写'),
    responsibleName: remark(40).refine((value) => value !== '', '请填写专人姓名'),
    publicKey,
  }),
  async handle(input, context) {
    const { tx, actor, now, today } = context;
    const venue = await tx.selectFrom('venues').selectAll().where('id', '=', input.venueId).executeTakeFirst();
    if (!venue) return missing('这个教室');
    if (venue.closed_on && venue.closed_on <= today) return refused('这个教室已停用，请选择在用的教室。', 'conflict');
    const { vendor, model, serial } = input;
    const taken = await context.acrossRegions(() =>
      tx
        .selectFrom('devices')
        .select('id')
        .where('vendor', '=', vendor)
        .where('serial', '=', serial)
        .where('state', '<>', 'revoked')
        .executeTakeFirst(),
    );
    if (taken) return refused('这个序列号已登记。若设备是转来的，请原单位所在人社局先停用原登记。', 'conflict');
    const id = newId();
    const key = newKey(context, { id, keyVersion: 1, vendor }, input.publicKey);
    if (!key) return wrongKey;
    const device = { id, region_code: venue.region_code, institution_id: venue.institution_id };
    await tx
      .insertInto('devices')
      .values({
        ...device,
        venue_id: venue.id,
        vendor,
        model,
        serial,
        responsible_name: input.responsibleName,
        state: 'registered',
        key_kind: key.kind,
        ...key.stored,
        key_issued_at: now,
        registered_by: actor.userId,
        registered_at: now,
      })
      .execute();
    noteDevice(context, device, { vendor, model, responsibleName: input.responsibleName, venue: venue.name });
    await tellOf(context, device, 'county', `${calledDevice(input)}已登记，待核对后确认启用。`);
    return done({ deviceId: id, keyKind: key.kind, key: key.told ?? null });
  },
});

/** 换发密钥：旧密钥立即失效，新密钥只显示这一次 */
export const rotateDeviceKey = command({
  name: 'device.rotate-key',
  path: '/devices/:deviceId/key',
  title: '换发设备密钥',
  by: [...institutions, 'countyOfficer'],
  cites: ['2021.A6.1', '2021.A6.6'],
  keepsNothing: true,
  input: z.object({
    deviceId,
    version,
    reason,
    /** The device counts from 1 again, because it was reset to its factory state. */
    restartsSequence: z.boolean(),
    publicKey,
  }),
  async handle(input, context) {
    const device = await holdDevice(context, input.deviceId);
    if (!device) return missing('这台设备');
    if (device.version !== input.version) return refused('这台设备刚有变动，请刷新后再办。', 'conflict');
    if (stateOf(device) === 'revoked') return refused('这台设备已停用，不能换发密钥；请重新登记。', 'conflict');
    const keyVersion = device.key_version + 1;
    const vendor = vendorOf(device);
    const key = newKey(context, { id: device.id, keyVersion, vendor }, input.publicKey);
    if (!key) return wrongKey;
    await context.tx
      .updateTable('devices')
      .set({
        version: device.version + 1,
        key_kind: key.kind,
        key_version: keyVersion,
        ...key.stored,
        key_issued_at: context.now,
        series: device.series + (input.restartsSequence ? 1 : 0),
      })
      .where('id', '=', device.id)
      .execute();
    noteDevice(context, device, { reason: input.reason, keyVersion, restartsSequence: input.restartsSequence });
    const other = context.actor.institutionId ? 'county' : 'institution';
    await tellOf(context, device, other, `${calledDevice(device)}已换发密钥：${input.reason}`);
    return done({ deviceId: device.id, version: device.version + 1, keyKind: key.kind, key: key.told ?? null });
  },
});
