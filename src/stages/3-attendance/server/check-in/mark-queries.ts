import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Reading } from '#platform/operation';
import type { PersonKind } from '../../domain/enrolment/person';
import type { SettlementDecision } from '../../domain/doubt/settlement';
import type { Mark } from '../../domain/lesson-minutes/marks';
import { isHeldBack } from '../devices/held-back';
import type { TaughtClass } from './taught-class';

/** Days of Beijing, both included. */
export interface Period {
  readonly from: PlainDate;
  readonly to: PlainDate;
}

type ClassKey = Pick<TaughtClass, 'id' | 'regionCode'>;
/** Whose check-ins are asked for: what counts hours asks for trainees, what teaching is judged by for teachers. */
export type Kinds = readonly PersonKind[];
const ofTrainees: Kinds = ['trainee'];

const startOf = (day: PlainDate) => sql`(${day}::date::timestamp at time zone 'Asia/Shanghai')`;
const endOf = (day: PlainDate) => sql`((${day}::date + 1)::timestamp at time zone 'Asia/Shanghai')`;
const idsOf = (classes: readonly ClassKey[]) => sql`${classes.map(({ id }) => id)}::uuid[]`;
const regionsOf = (classes: readonly ClassKey[]) =>
  sql`${[...new Set(classes.map(({ regionCode }) => regionCode))]}::text[]`;

/** A check-in of a station or telephone that was not refused. */
export interface FoundCheck {
  readonly class_id: string;
  readonly id: string;
  readonly kind: PersonKind;
  /** The row of the roster, or the id of the teacher. */
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
  /** When something was found against it after it had been taken. */
  readonly doubted_at: string | null;
}

/** Check-ins of classes, all of them in one question. */
export async function findChecks(
  { tx }: Pick<Reading, 'tx'>,
  classes: readonly ClassKey[],
  period: Period,
  kinds: Kinds = ofTrainees,
): Promise<readonly FoundCheck[]> {
  const later = kinds.includes('teacher')
    ? sql`left join lateral (select array_agg(d.kind order by d.kind) as kinds, max(d.raised_at) as at
        from teacher_doubts d where k.teacher_id is not null and d.class_id = k.class_id
          and d.check_key = k.id::text) later on true`
    : sql`cross join (select null::text[] as kinds, null::timestamptz as at) later`;
  const { rows } = await sql<FoundCheck>`
    select k.class_id, k.id, case when k.teacher_id is null then 'trainee' else 'teacher' end as kind,
      coalesce(k.row_id, k.teacher_id::text) as row_id, k.lesson_id, k.station_id, k.direction, k.at, k.received_at,
      k.source, k.way, k.remarks || coalesce(later.kinds, '{}') as remarks, k.witness_name, k.picture_digests, k.metres,
      k.phone_mark, k.place_mark, later.at as doubted_at
    from attendance_checks k ${later}
    where k.region_code = any(${regionsOf(classes)}) and k.class_id = any(${idsOf(classes)})
      and (k.row_id is not null and ${kinds.includes('trainee')}
        or k.teacher_id is not null and ${kinds.includes('teacher')})
      and k.verdict <> 'refused' and k.at >= ${startOf(period.from)} and k.at < ${endOf(period.to)}`.execute(tx);
  return rows;
}

/** An accepted check-in of an institution’s device. */
export interface FoundEvent {
  readonly class_id: string;
  readonly kind: PersonKind;
  readonly row_id: string;
  readonly device_id: string;
  readonly venue_id: string;
  readonly key: string;
  readonly direction: string;
  readonly at: string;
  readonly received_at: string;
  /** The device was in touch and brought it late: its clock was set back. */
  readonly is_held_back: boolean;
}

/** Under the identity number a device told; a teacher is of the institution, whichever class the plan names. */
const byNumber = (kind: PersonKind) =>
  kind === 'trainee'
    ? sql`select h.id, 'trainee', r.id, s.device_id, s.venue_id, s.key, s.direction, s.happened_at, s.received_at, s.is_held_back
      from held h join roster_rows r on r.region_code = h.region_code and r.class_id = h.id
        join seen s on s.institution_id = h.institution_id and s.person_index = r.id_index`
    : sql`select h.id, 'teacher', t.id::text, s.device_id, s.venue_id, s.key, s.direction, s.happened_at, s.received_at, s.is_held_back
      from held h join teachers t on t.institution_id = h.institution_id
        join seen s on s.institution_id = h.institution_id and s.person_index = t.id_index`;

/** Accepted check-ins of the institutions’ devices, under the codes of the classes or the identity numbers of people. */
export async function findEvents(
  { tx }: Pick<Reading, 'tx'>,
  classes: readonly TaughtClass[],
  period: Period,
  kinds: Kinds = ofTrainees,
): Promise<readonly FoundEvent[]> {
  const { rows } = await sql<FoundEvent>`
    with seen as (
      select d.institution_id, e.device_id,
        coalesce((select f.venue_id from device_former_places f where f.device_id = e.device_id
          and f.until > e.happened_at order by f.until limit 1), d.venue_id) as venue_id,
        e.person_code, e.person_index, e.direction, e.happened_at, e.received_at, e.device_id || '/' || e.series || '/' || e.sequence || '/' || e.told_key as key,
        ${isHeldBack} as is_held_back
      from devices d join device_events e on e.region_code = d.region_code and e.device_id = d.id
      where d.institution_id = any(${[...new Set(classes.map(({ institutionId }) => institutionId))]}::uuid[])
        and e.kind = 'checkIn' and e.verdict = 'accepted'
        and e.happened_at >= ${startOf(period.from)} and e.happened_at < ${endOf(period.to)}
    ), held as (
      select c.region_code, c.id, c.institution_id from training_classes c
      where c.region_code = any(${regionsOf(classes)}) and c.id = any(${idsOf(classes)})
    )
    select h.id as class_id, case when p.teacher_id is null then 'trainee' else 'teacher' end as kind, p.row_id, s.device_id, s.venue_id, s.key, s.direction, s.happened_at as at, s.received_at, s.is_held_back
    from held h join device_people p on p.region_code = h.region_code and p.class_id = h.id
        and (p.teacher_id is null and ${kinds.includes('trainee')} or p.teacher_id is not null and ${kinds.includes('teacher')})
      join seen s on s.institution_id = h.institution_id and s.person_code = p.person_code
    union
    ${sql.join(kinds.map(byNumber), sql` union `)}`.execute(tx);
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
): Promise<ReadonlyMap<string, SettlementDecision>> {
  const { rows } = await sql<{ class_id: string; check_key: string; decision: SettlementDecision }>`
    select distinct on (class_id, check_key) class_id, check_key, decision from check_settlements
    where class_id = any(${idsOf(classes)}) order by class_id, check_key, number desc`.execute(tx);
  return new Map(rows.map(({ class_id, check_key, decision }) => [`${class_id}/${check_key}`, decision]));
}
