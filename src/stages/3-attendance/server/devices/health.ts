import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Transaction } from '#platform/operation';
import { type Gap, gapsBetween, type Run } from '../../domain/devices/gaps';

/** Counters still missing of a device in its present series, from the runs its events form. */
export async function findGaps(tx: Transaction, deviceId: string): Promise<Gap[]> {
  const { rows } = await sql<Run>`
    with numbered as (
      select e.sequence, e.sequence - row_number() over (order by e.sequence) as run
      from device_events e join devices d on d.id = e.device_id and d.region_code = e.region_code and d.series = e.series
      where e.device_id = ${deviceId} and e.sequence > 0
    )
    select min(sequence) as from, max(sequence) as to from numbered group by run order by min(sequence)`.execute(tx);
  return gapsBetween(rows);
}

export interface DayCount {
  readonly day: PlainDate;
  readonly checkIns: number;
  readonly others: number;
}

/** Events by the day they were received, in Beijing time, newest first. */
export async function countDays(tx: Transaction, deviceId: string, now: string): Promise<DayCount[]> {
  const { rows } = await sql<DayCount>`
    select (received_at at time zone 'Asia/Shanghai')::date as day,
      count(*) filter (where kind = 'checkIn')::int as "checkIns",
      count(*) filter (where kind not in ('checkIn', 'heartbeat'))::int as others
    from device_events where device_id = ${deviceId} and received_at > ${now}::timestamptz - interval '14 days'
    group by 1 order by 1 desc`.execute(tx);
  return rows;
}

export interface ClockOffset {
  /** Received minus told of the fastest of these, in seconds: above zero the device is slow, below it is fast. */
  readonly seconds: number;
  readonly samples: number;
}

/** The lower envelope of received − told over the last day; delays on the way only add to it. */
export async function estimateOffset(tx: Transaction, deviceId: string, now: string): Promise<ClockOffset | undefined> {
  const { rows } = await sql<{ least: number | null; samples: number }>`
    select min(offset_ms)::int as least, count(*)::int as samples from device_events
    where device_id = ${deviceId} and offset_ms is not null
      and received_at > ${now}::timestamptz - interval '1 day'`.execute(tx);
  const [row] = rows;
  if (!row || row.least === null) return undefined;
  return { seconds: Math.round(row.least / 100) / 10, samples: row.samples };
}

export interface SeenEvent {
  readonly sequence: number | undefined;
  readonly kind: string;
  readonly person: string;
  readonly toldTime: string;
  readonly happenedAt: string | undefined;
  readonly receivedAt: string;
  readonly method: string;
  readonly verdict: string;
  readonly direction: string;
  readonly detail: string;
  readonly flags: readonly string[];
}

/** A person’s code as it is shown: first and last sign. */
const masked = (code: string): string => {
  const signs = Array.from(code);
  return signs.length <= 2 || code.includes('*') ? code : `${signs[0]}${'*'.repeat(signs.length - 2)}${signs.at(-1)}`;
};

const mostShown = 200;

/** What came today, newest first, people masked; heartbeats are left out. */
export async function eventsToday(tx: Transaction, deviceId: string, today: PlainDate): Promise<SeenEvent[]> {
  const rows = await tx
    .selectFrom('device_events')
    .selectAll()
    .where('device_id', '=', deviceId)
    .where('kind', '<>', 'heartbeat')
    .where('received_at', '>=', sql<string>`${`${today}T00:00:00+08:00`}::timestamptz`)
    .orderBy('received_at', 'desc')
    .orderBy('sequence', 'desc')
    .limit(mostShown)
    .execute();
  return rows.map((row) => ({
    sequence: row.sequence > 0 ? row.sequence : undefined,
    kind: row.kind,
    person: masked(row.person_code),
    toldTime: row.told_time,
    happenedAt: row.happened_at ?? undefined,
    receivedAt: row.received_at,
    method: row.method,
    verdict: row.verdict,
    direction: row.direction,
    detail: row.detail,
    flags: row.flags,
  }));
}
