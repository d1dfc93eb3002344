import { z } from 'zod';
import { command, done, missing, query, refused, type Transaction } from '#platform/operation';
import { findRegion } from '#law/regions';
import { type AlarmKind, isAlarmKind } from '../../domain/devices/alarms';
import { noteDevice } from './device-records';
import { institutions, readers, reason } from './forms';

/** An alarm as it is shown. */
export interface SeenAlarm {
  readonly id: string;
  readonly kind: AlarmKind;
  readonly raisedAt: string;
  readonly detail: {
    readonly sequence?: number | undefined;
    readonly detail?: string | undefined;
    readonly seconds?: number | undefined;
    readonly count?: number | undefined;
  };
  readonly settledAt: string | undefined;
  readonly settledBy: string | undefined;
  readonly reason: string | undefined;
}

const detailForm = z
  .object({
    sequence: z.number().optional(),
    detail: z.string().optional(),
    seconds: z.number().optional(),
    count: z.number().optional(),
  })
  .catch({});

interface Stored {
  readonly id: string;
  readonly kind: string;
  readonly raised_at: string;
  readonly detail: unknown;
  readonly settled_at: string | null;
  readonly settled_by_name: string | null;
  readonly reason: string | null;
}

const alarmOf = (row: Stored): SeenAlarm[] =>
  isAlarmKind(row.kind)
    ? [
        {
          id: row.id,
          kind: row.kind,
          raisedAt: row.raised_at,
          detail: detailForm.parse(row.detail),
          settledAt: row.settled_at ?? undefined,
          settledBy: row.settled_by_name ?? undefined,
          reason: row.reason ?? undefined,
        },
      ]
    : [];

const mostShown = 100;

/** Open alarms first, then those settled last. */
export async function alarmsOf(tx: Transaction, deviceId: string): Promise<SeenAlarm[]> {
  const rows = await tx
    .selectFrom('device_alarms')
    .selectAll()
    .where('device_id', '=', deviceId)
    .orderBy('settled_at', (order) => order.desc().nullsFirst())
    .orderBy('raised_at', 'desc')
    .limit(mostShown)
    .execute();
  return rows.flatMap(alarmOf);
}

/** 待办结的设备告警 */
export const listDeviceAlarms = query({
  name: 'device.alarms',
  path: '/device-alarms',
  title: '设备告警',
  by: readers,
  cites: ['2021.A6.6'],
  input: z.object({}),
  async handle(_input, { tx }) {
    const rows = await tx
      .selectFrom('device_alarms')
      .innerJoin('devices', 'devices.id', 'device_alarms.device_id')
      .innerJoin('institutions', 'institutions.id', 'devices.institution_id')
      .innerJoin('venues', 'venues.id', 'devices.venue_id')
      .selectAll('device_alarms')
      .select(['devices.serial', 'devices.model', 'institutions.name as institution', 'venues.name as venue'])
      .where('device_alarms.settled_at', 'is', null)
      .orderBy('device_alarms.raised_at', 'desc')
      .limit(mostShown)
      .execute();
    return done({
      rows: rows.flatMap((row) =>
        alarmOf(row).map((alarm) => ({
          ...alarm,
          deviceId: row.device_id,
          device: `${row.model}（${row.serial}）`,
          institution: row.institution,
          venue: row.venue,
          region: findRegion(row.region_code)?.name ?? row.region_code,
        })),
      ),
    });
  },
});

/** What only the bureau may call settled: signs of somebody tampering. */
const forBureau: readonly AlarmKind[] = ['rewritten', 'tamper', 'recordsWiped', 'twoPlaces', 'forged'];

/** 办结告警：查明原因后写明；涉及防拆、改写、仿冒的由人社部门办结 */
export const settleDeviceAlarm = command({
  name: 'device.settle-alarm',
  path: '/device-alarms/:alarmId/settle',
  title: '办结设备告警',
  by: [...institutions, 'countyOfficer', 'cityOfficer'],
  cites: ['2021.A6.6'],
  input: z.object({ alarmId: z.uuid('告警编号不正确'), reason }),
  async handle({ alarmId, reason: why }, context) {
    const { tx, actor, now } = context;
    const alarm = await tx
      .selectFrom('device_alarms')
      .selectAll()
      .where('id', '=', alarmId)
      .forUpdate()
      .executeTakeFirst();
    if (!alarm || !isAlarmKind(alarm.kind)) return missing('这条告警');
    if (alarm.settled_at) return refused('这条告警已办结，请刷新查看。', 'conflict');
    if (actor.institutionId && forBureau.includes(alarm.kind))
      return refused('这类告警由人社部门查明后办结，请向县（市、区）人社局说明情况。', 'forbidden');
    await tx
      .updateTable('device_alarms')
      .set({ settled_at: now, settled_by: actor.userId, settled_by_name: actor.name, reason: why })
      .where('id', '=', alarmId)
      .execute();
    const device = { id: alarm.device_id, region_code: alarm.region_code, institution_id: alarm.institution_id };
    noteDevice(context, device, { alarm: alarm.kind, reason: why });
    return done({ alarmId });
  },
});
