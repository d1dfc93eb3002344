import { sql } from 'kysely';
import { z } from 'zod';
import { job, type JobContext } from '#platform/jobs/job';
import { daily, hourly } from '#platform/jobs/schedule';
import { gapStandsMinutes, silentAfterMinutes } from '../../domain/devices/alarms';
import { raiseAlarms } from './alarm-store';
import { verifyDeviceChains } from './chain-queries';
import { findGaps } from './health';
import { isHeldBack } from './held-back';

interface Watched {
  readonly id: string;
  readonly region_code: string;
  readonly institution_id: string;
  readonly last_seen_at: string | null;
  readonly series: number;
}

/** Active devices in whose room a lesson of an approved class is held now, and that have long been silent. */
const silentInLesson = async ({ tx, now, today }: JobContext): Promise<readonly Watched[]> =>
  (
    await sql<Watched>`select distinct d.id, d.region_code, d.institution_id, d.last_seen_at, d.series
      from devices d
      join lessons l on l.venue_id = d.venue_id and l.taught_on = ${today}::date
      join training_classes c on c.region_code = l.region_code and c.id = l.class_id and c.state = 'approved'
      where d.state = 'active'
        and ${now}::timestamptz between ((l.taught_on + make_interval(mins => l.starts_minute)) at time zone 'Asia/Shanghai')
          and ((l.taught_on + make_interval(mins => l.ends_minute)) at time zone 'Asia/Shanghai')
        and coalesce(d.last_seen_at, d.confirmed_at) < ${now}::timestamptz - make_interval(mins => ${silentAfterMinutes})`.execute(
      tx,
    )
  ).rows;

/** Devices from which numbered events came in the last days. */
const numbering = async ({ tx, now }: JobContext): Promise<readonly Watched[]> =>
  (
    await sql<Watched>`select d.id, d.region_code, d.institution_id, d.last_seen_at, d.series from devices d
      where d.state in ('active', 'suspended') and exists (select from device_events e where e.device_id = d.id
        and e.sequence > 0 and e.received_at > ${now}::timestamptz - interval '8 days')`.execute(tx)
  ).rows;

/** Active devices whose check-ins of today came late though they were in touch, with the least of it in seconds. */
const heldBackToday = async ({ tx, today }: JobContext): Promise<readonly (Watched & { behind: number })[]> =>
  (
    await sql<Watched & { behind: number }>`select d.id, d.region_code, d.institution_id, d.last_seen_at, d.series,
        min(extract(epoch from e.received_at - e.happened_at))::int as behind
      from devices d join device_events e on e.region_code = d.region_code and e.device_id = d.id
      where d.state = 'active' and e.kind = 'checkIn'
        and e.received_at >= (${today}::date::timestamp at time zone 'Asia/Shanghai') and ${isHeldBack}
      group by d.id`.execute(tx)
  ).rows;

const ownerOf = ({ id, region_code, institution_id }: Watched) => ({
  deviceId: id,
  regionCode: region_code,
  institutionId: institution_id,
});

/** 设备巡看：上课时离线的、时钟被拨慢的、流水号缺口久未补上的，告知机构与县（市、区） */
export const watchDevices = job({
  name: 'watch-devices',
  title: '查看考勤设备：上课时离线、时钟被拨慢、记录缺号',
  input: z.object({}),
  async run(_input, context) {
    const { tx, now, today } = context;
    // A request older than the time a signature holds is refused for that alone.
    await sql`delete from device_nonces where used_at < ${now}::timestamptz - interval '20 minutes'`.execute(tx);
    let raised = 0;
    for (const device of await silentInLesson(context)) {
      const alarm = {
        ...ownerOf(device),
        kind: 'offline' as const,
        key: `${today}/${device.last_seen_at ?? ''}`,
        detail: {},
      };
      raised += await raiseAlarms(tx, [alarm], now);
    }
    for (const { behind, ...device } of await heldBackToday(context)) {
      const alarm = {
        ...ownerOf(device),
        kind: 'clockAhead' as const,
        key: `back/${today}`,
        detail: { seconds: -behind },
      };
      raised += await raiseAlarms(tx, [alarm], now);
    }
    for (const device of await numbering(context)) {
      for (const { from, count } of await findGaps(tx, device.id)) {
        const { rows } = await sql`select from device_events e where e.region_code = ${device.region_code}
          and e.device_id = ${device.id} and e.series = ${device.series} and e.sequence = ${from + count}
          and e.received_at < ${now}::timestamptz - make_interval(mins => ${gapStandsMinutes})`.execute(tx);
        if (rows.length === 0) continue;
        const alarm = {
          ...ownerOf(device),
          kind: 'gap' as const,
          key: `${device.series}/${from}`,
          detail: { sequence: from, count },
        };
        raised += await raiseAlarms(tx, [alarm], now);
      }
    }
    return `发出设备告警 ${raised} 条。`;
  },
});

export const deviceJobs = [watchDevices, verifyDeviceChains] as const;
export const deviceSchedule = [
  { job: watchDevices, times: hourly(20) },
  { job: verifyDeviceChains, times: daily('03:40') },
] as const;
