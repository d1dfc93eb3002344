import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Reading } from '#platform/operation';
import type { Mark } from '../../domain/lesson-minutes/marks';
import type { TaughtClass } from '../check-in/taught-class';

interface FoundMark {
  readonly teacher_id: string;
  readonly at: string;
  readonly direction: string;
}

const directions: Readonly<Record<string, Mark['direction']>> = { in: 'in', out: 'out' };

/**
 * When the teachers of the institution were at the class: at its stations, by telephone, and at the devices of its rooms
 * under their card or the code they have in the class.
 */
export async function teacherMarks(
  { tx }: Pick<Reading, 'tx'>,
  held: TaughtClass,
  period: { readonly from: PlainDate; readonly to: PlainDate },
  venueIds: readonly string[],
): Promise<Map<string, Mark[]>> {
  const from = sql`(${period.from}::date::timestamp at time zone 'Asia/Shanghai')`;
  const to = sql`((${period.to}::date + 1)::timestamp at time zone 'Asia/Shanghai')`;
  const { rows } = await sql<FoundMark>`
    with seen as (
      select e.person_code, e.person_index, e.happened_at, e.direction
      from devices d join device_events e on e.region_code = d.region_code and e.device_id = d.id
      where d.institution_id = ${held.institutionId} and e.kind = 'checkIn' and e.verdict = 'accepted'
        and e.happened_at >= ${from} and e.happened_at < ${to}
        and coalesce((select f.venue_id from device_former_places f where f.device_id = e.device_id
          and f.until > e.happened_at order by f.until limit 1), d.venue_id) = any(${venueIds}::uuid[])
    )
    select teacher_id, at, direction from attendance_checks
    where region_code = ${held.regionCode} and class_id = ${held.id} and teacher_id is not null
      and verdict <> 'refused' and at >= ${from} and at < ${to}
    union
    select t.id, s.happened_at, s.direction
    from seen s join teachers t on t.institution_id = ${held.institutionId} and t.id_index = s.person_index
    union
    select p.teacher_id, s.happened_at, s.direction
    from seen s join device_people p on p.region_code = ${held.regionCode} and p.class_id = ${held.id}
      and p.teacher_id is not null and p.person_code = s.person_code`.execute(tx);
  const byTeacher = new Map<string, Mark[]>();
  for (const { teacher_id: id, at, direction } of rows) {
    const mark = { traineeId: id, at: Date.parse(at), direction: directions[direction] ?? 'seen' };
    byTeacher.set(id, [...(byTeacher.get(id) ?? []), mark]);
  }
  return byTeacher;
}
