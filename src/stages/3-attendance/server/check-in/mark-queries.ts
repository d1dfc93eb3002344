import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Reading } from '#platform/operation';
import type { Mark } from '../../domain/lesson-minutes/marks';
import type { TaughtClass } from './taught-class';

/** Days of Beijing, both included. */
export interface Period {
  readonly from: PlainDate;
  readonly to: PlainDate;
}

type ClassKey = Pick<TaughtClass, 'id' | 'regionCode'>;

const startOf = (day: PlainDate) => sql`(${day}::date::timestamp at time zone 'Asia/Shanghai')`;
const endOf = (day: PlainDate) => sql`((${day}::date + 1)::timestamp at time zone 'Asia/Shanghai')`;
const idsOf = (classes: readonly ClassKey[]) => sql`${classes.map(({ id }) => id)}::uuid[]`;
const regionsOf = (classes: readonly ClassKey[]) =>
  sql`${[...new Set(classes.map(({ regionCode }) => regionCode))]}::text[]`;

/** A check-in of a station or telephone that was not refused. */
export interface FoundCheck {
  readonly class_id: string;
  readonly id: string;
  readonly row_id: string;
  readonly lesson_id: string | null;
  readonly station_id: string;
  readonly direction: Mark['direction'];
  readonly at: string;
  readonly received_at: string;
  readonly source: 'kiosk' | 'phone';
  readonly way: 'face' | 'card';
  readonly remarks: readonly string[];
  readonly witness_name: string | null;
  readonly picture_digests: readonly string[];
  readonly metres: number | null;
  readonly phone_mark: Buffer | null;
  readonly place_mark: Buffer | null;
}

/** Check-ins of classes, all of them in one question. */
export async function findChecks(
  { tx }: Pick<Reading, 'tx'>,
  classes: readonly ClassKey[],
  period: Period,
): Promise<readonly FoundCheck[]> {
  const { rows } = await sql<FoundCheck>`
    select class_id, id, row_id, lesson_id, station_id, direction, at, received_at, source, way, remarks, witness_name,
      picture_digests, metres, phone_mark, place_mark
    from attendance_checks
    where region_code = any(${regionsOf(classes)}) and class_id = any(${idsOf(classes)}) and row_id is not null
      and verdict <> 'refused' and at >= ${startOf(period.from)} and at < ${endOf(period.to)}`.execute(tx);
  return rows;
}

/** An accepted check-in of an institution’s device. */
export interface FoundEvent {
  readonly class_id: string;
  readonly row_id: string;
  readonly device_id: string;
  readonly venue_id: string;
  readonly key: string;
  readonly direction: string;
  readonly at: string;
  readonly received_at: string;
}

/** Accepted check-ins of the institutions’ devices, under the codes of the classes or the identity numbers of trainees. */
export async function findEvents(
  { tx }: Pick<Reading, 'tx'>,
  classes: readonly TaughtClass[],
  period: Period,
): Promise<readonly FoundEvent[]> {
  const { rows } = await sql<FoundEvent>`
    with seen as (
      select d.institution_id, e.device_id,
        coalesce((select f.venue_id from device_former_places f where f.device_id = e.device_id
          and f.until > e.happened_at order by f.until limit 1), d.venue_id) as venue_id,
        e.person_code, e.person_index, e.direction, e.happened_at, e.received_at, e.device_id || '/' || e.series || '/' || e.sequence || '/' || e.told_key as key
      from devices d join device_events e on e.region_code = d.region_code and e.device_id = d.id
      where d.institution_id = any(${[...new Set(classes.map(({ institutionId }) => institutionId))]}::uuid[])
        and e.kind = 'checkIn' and e.verdict = 'accepted'
        and e.happened_at >= ${startOf(period.from)} and e.happened_at < ${endOf(period.to)}
    ), held as (
      select c.region_code, c.id, c.institution_id from training_classes c
      where c.region_code = any(${regionsOf(classes)}) and c.id = any(${idsOf(classes)})
    )
    select h.id as class_id, p.row_id, s.device_id, s.venue_id, s.key, s.direction, s.happened_at as at, s.received_at
    from held h join device_people p on p.region_code = h.region_code and p.class_id = h.id and p.teacher_id is null
      join seen s on s.institution_id = h.institution_id and s.person_code = p.person_code
    union
    select h.id, r.id, s.device_id, s.venue_id, s.key, s.direction, s.happened_at, s.received_at
    from held h join roster_rows r on r.region_code = h.region_code and r.class_id = h.id
      join seen s on s.institution_id = h.institution_id and s.person_index = r.id_index`.execute(tx);
  return rows;
}

/** The least difference of a device’s clock in an hour: all its estimate needs. */
export interface ClockSample {
  readonly device_id: string;
  readonly day: PlainDate;
  readonly received: string;
  readonly least: number;
}

export async function findClockSamples(
  { tx }: Pick<Reading, 'tx'>,
  deviceIds: readonly string[],
  period: Period,
): Promise<readonly ClockSample[]> {
  if (deviceIds.length === 0) return [];
  const { rows } = await sql<ClockSample>`
    select device_id, (received_at at time zone 'Asia/Shanghai')::date as day, date_trunc('hour', received_at) as received,
      min(offset_ms)::int as least
    from device_events where device_id = any(${deviceIds}::uuid[]) and offset_ms is not null
      and received_at >= ${startOf(period.from)} and received_at < ${endOf(period.to)}
    group by 1, 2, 3`.execute(tx);
  return rows;
}

/** What the bureau has settled of check-ins that waited for it: the last word of each, by class and check. */
export async function findSettlements(
  { tx }: Pick<Reading, 'tx'>,
  classes: readonly ClassKey[],
): Promise<ReadonlyMap<string, 'counts' | 'discounted'>> {
  const { rows } = await sql<{ class_id: string; check_key: string; decision: 'counts' | 'discounted' }>`
    select distinct on (class_id, check_key) class_id, check_key, decision from check_settlements
    where class_id = any(${idsOf(classes)}) order by class_id, check_key, number desc`.execute(tx);
  return new Map(rows.map(({ class_id, check_key, decision }) => [`${class_id}/${check_key}`, decision]));
}
