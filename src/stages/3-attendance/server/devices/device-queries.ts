import { type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import { actionsFor } from '#kernel/lifecycle';
import { findRegion } from '#law/regions';
import { done, missing, query } from '#platform/operation';
import { missingCount } from '../../domain/devices/gaps';
import { type DeviceState, deviceLifecycle, deviceStates, isDeviceState } from '../../domain/devices/lifecycle';
import { isVendor, type Vendor, vendors } from '../../domain/devices/vendors';
import { alarmsOf } from './alarm-queries';
import { type DeviceRecord, stateOf, vendorOf } from './device-records';
import { deviceId, institutions, readers, text } from './forms';
import { formerPlaces, isCheckedWhereItStands } from './place-commands';
import { countDays, estimateOffset, eventsToday, findGaps } from './health';

/** A device in the list. */
export interface DeviceRow {
  readonly id: string;
  readonly institutionId: string;
  readonly institution: string;
  readonly region: string;
  readonly venue: string;
  readonly vendor: Vendor;
  readonly model: string;
  readonly serial: string;
  readonly responsibleName: string;
  readonly state: DeviceState;
  readonly lastSeenAt: string | undefined;
  readonly alarms: number;
  readonly checkInsToday: number;
  readonly hasChecklist: boolean;
}

interface Found {
  readonly id: string;
  readonly institution_id: string;
  readonly institution: string;
  readonly region_code: string;
  readonly venue: string;
  readonly vendor: string;
  readonly model: string;
  readonly serial: string;
  readonly responsible_name: string;
  readonly state: string;
  readonly last_seen_at: string | null;
  readonly alarms: number;
  readonly today: number;
  readonly checklist: boolean;
}

const mostDevices = 500;

function rowOf(found: Found): DeviceRow[] {
  const { vendor, state } = found;
  if (!isVendor(vendor) || !isDeviceState(state)) return [];
  return [
    {
      id: found.id,
      institutionId: found.institution_id,
      institution: found.institution,
      region: findRegion(found.region_code)?.name ?? found.region_code,
      venue: found.venue,
      vendor,
      model: found.model,
      serial: found.serial,
      responsibleName: found.responsible_name,
      state,
      lastSeenAt: found.last_seen_at ?? undefined,
      alarms: found.alarms,
      checkInsToday: found.today,
      hasChecklist: found.checklist,
    },
  ];
}

/** 考勤设备名单：有告警的在前 */
export const listDevices = query({
  name: 'device.list',
  path: '/devices',
  title: '考勤设备名单',
  by: readers,
  cites: ['2021.4.1', '2021.4.4'],
  input: z.object({
    state: z.enum(deviceStates).optional(),
    vendor: z.enum(vendors).optional(),
    search: text(50).optional(),
  }),
  async handle({ state, vendor, search }, { tx, now, today }) {
    const conditions = [
      sql<SqlBool>`true`,
      ...(state ? [sql<SqlBool>`d.state = ${state}`] : []),
      ...(vendor ? [sql<SqlBool>`d.vendor = ${vendor}`] : []),
      ...(search
        ? [
            sql<SqlBool>`position(lower(${search}) in lower(d.serial || ' ' || d.model || ' ' || i.name || ' ' || v.name)) > 0`,
          ]
        : []),
    ];
    const { rows } = await sql<Found>`
      select d.id, d.institution_id, i.name as institution, d.region_code, v.name as venue, d.vendor, d.model, d.serial,
        d.responsible_name, d.state, d.last_seen_at,
        (select count(*)::int from device_alarms a where a.device_id = d.id and a.settled_at is null) as alarms,
        (select count(*)::int from device_events e where e.device_id = d.id and e.kind = 'checkIn'
          and e.received_at >= ${`${today}T00:00:00+08:00`}::timestamptz) as today,
        exists (select from device_checklists c where c.device_id = d.id and c.state = 'signed'
          and c.venue_id = d.venue_id and c.signed_at >= coalesce((select max(f.until) from device_former_places f
            where f.device_id = d.id), '-infinity')) as checklist
      from devices d join institutions i on i.id = d.institution_id join venues v on v.id = d.venue_id
      where ${sql.join(conditions, sql` and `)}
      order by (d.state = 'revoked'), alarms desc, (d.state <> 'registered'), i.name, v.name, d.serial
      limit ${mostDevices}`.execute(tx);
    return done({ rows: rows.flatMap(rowOf), serverTime: now });
  },
});

const shown = (device: DeviceRecord) => ({
  id: device.id,
  institutionId: device.institution_id,
  venueId: device.venue_id,
  vendor: vendorOf(device),
  model: device.model,
  serial: device.serial,
  responsibleName: device.responsible_name,
  state: stateOf(device),
  version: device.version,
  keyKind: device.key_kind,
  keyIssuedAt: device.key_issued_at,
  keepsPictures: device.keeps_pictures,
  lastSeenAt: device.last_seen_at ?? undefined,
  lastHeartbeatAt: device.last_heartbeat_at ?? undefined,
  registeredAt: device.registered_at,
  confirmedAt: device.confirmed_at ?? undefined,
});

/** 设备档案与运行状况 */
export const showDevice = query({
  name: 'device.show',
  path: '/devices/:deviceId',
  title: '考勤设备',
  by: readers,
  cites: ['2021.4.1', '2021.4.4', '2021.A6.1'],
  input: z.object({ deviceId }),
  async handle(input, { tx, actor, now, today }) {
    const device = await tx.selectFrom('devices').selectAll().where('id', '=', input.deviceId).executeTakeFirst();
    if (!device) return missing('这台设备');
    const place = await tx
      .selectFrom('venues')
      .innerJoin('institutions', 'institutions.id', 'venues.institution_id')
      .select(['venues.name as venue', 'institutions.name as institution'])
      .where('venues.id', '=', device.venue_id)
      .executeTakeFirstOrThrow();
    const gaps = await findGaps(tx, device.id);
    const isOwn = institutions.some((role) => role === actor.role);
    const isInUse = stateOf(device) !== 'revoked';
    return done({
      ...shown(device),
      ...place,
      serverTime: now,
      gaps: gaps.slice(-20),
      missing: missingCount(gaps),
      days: await countDays(tx, device.id, now),
      offset: await estimateOffset(tx, device.id, now),
      events: await eventsToday(tx, device.id, today),
      alarms: await alarmsOf(tx, device.id),
      formerPlaces: await formerPlaces(tx, device.id),
      check: await isCheckedWhereItStands(tx, device),
      actions: actionsFor(deviceLifecycle, stateOf(device), actor.role),
      mayMove: isInUse && (isOwn || actor.role === 'countyOfficer'),
      mayRotate: isInUse && (isOwn || actor.role === 'countyOfficer'),
    });
  },
});
