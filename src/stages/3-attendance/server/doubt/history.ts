import { sql } from 'kysely';
import type { Transaction } from '#platform/operation';
import { isRefused, taughtClass } from '../check-in/taught-class';
import { tellPairs } from './queue';
import { raiseTeacherDoubts, type TeacherDoubt } from './teacher-doubts';

interface DoubtedPast {
  readonly classId: string;
  readonly clerk: { readonly id: string; readonly name: string };
  readonly now: string;
  /** Ids for the check-ins, one for each that may be put. */
  readonly ids: readonly string[];
}

/** Check-ins of a tablet that was offline and whose clock was off: of trainees without any other in that lesson. */
export async function keepDoubtedChecks(tx: Transaction, { classId, clerk, now, ids }: DoubtedPast): Promise<void> {
  await sql`
    with lesson as (
      select l.* from lessons l where l.class_id = ${classId}
        and (l.taught_on + make_interval(mins => l.ends_minute)) at time zone 'Asia/Shanghai' < ${now}::timestamptz - interval '10 hours'
      order by l.taught_on desc, l.starts_minute desc limit 1
    ), missed as (
      select r.region_code, r.class_id, r.id as row_id, l.id as lesson_id, l.taught_on, l.starts_minute, l.ends_minute,
        row_number() over (order by r.position) as nth
      from lesson l join roster_rows r on r.region_code = l.region_code and r.class_id = l.class_id
      where r.withdrawn_on is null and not exists (select from attendance_checks k where k.region_code = r.region_code
        and k.class_id = r.class_id and k.row_id = r.id and k.lesson_id = l.id)
    ), put as (
      select m.*, d.direction, d.minute, row_number() over (order by m.nth, d.direction) as at
      from missed m cross join lateral (values ('in', m.starts_minute - 5), ('out', m.ends_minute + 4)) d(direction, minute)
      where m.nth <= 3
    )
    insert into attendance_checks (region_code, class_id, id, row_id, lesson_id, direction, at, received_at, taken_at,
      source, station_id, way, verdict, remarks, witness_id, witness_name, command_id)
    select p.region_code, p.class_id, i.id, p.row_id, p.lesson_id, p.direction,
      (p.taught_on + make_interval(mins => p.minute)) at time zone 'Asia/Shanghai',
      least(${now}::timestamptz, (p.taught_on + 1 + make_interval(mins => 460)) at time zone 'Asia/Shanghai'),
      (p.taught_on + make_interval(mins => p.minute)) at time zone 'Asia/Shanghai', 'kiosk', s.id, 'card', 'doubted',
      case when p.nth = 1 then '{clockDoubt,lateArrival}'::text[] else '{lateArrival}'::text[] end,
      ${clerk.id}::uuid, ${clerk.name}, i.id
    from put p join unnest(${ids}::uuid[]) with ordinality as i(id, at) on i.at = p.at
      join lateral (select id from attendance_stations t where t.region_code = p.region_code and t.class_id = p.class_id
        order by (t.opened_at at time zone 'Asia/Shanghai')::date = p.taught_on desc, t.opened_at limit 1) s on true
    on conflict do nothing`.execute(tx);
}

/** What stands for an engine where nothing was compared: a demonstration says so wherever the pair is shown. */
const noEngine = '演示数据，未经比对';

/** What was found against check-ins of teachers in a class of the past; for demonstrations. */
export async function keepTeacherDoubts(
  tx: Transaction,
  classId: string,
  now: string,
  doubts: readonly TeacherDoubt[],
): Promise<void> {
  const held = await taughtClass({ tx }, classId);
  if (!isRefused(held)) await raiseTeacherDoubts({ tx, now }, held, doubts);
}

interface ShownPair {
  readonly id: string;
  readonly classId: string;
  readonly now: string;
  /** Which of the enrolled trainees, counted from one. */
  readonly nth: readonly number[];
  /** A teacher of the class in place of the second of the two, with what the number is known by. */
  readonly teacher?: { readonly id: string; readonly index: Buffer };
}

/** Two people of a class put before an officer as if their faces were alike; for demonstrations. */
export async function keepShownPair(tx: Transaction, { id, classId, now, nth, teacher }: ShownPair): Promise<void> {
  await sql`
    with faces as (
      select r.region_code, r.class_id, r.id, null::uuid as teacher, r.id_index,
        row_number() over (order by r.position) as nth from roster_rows r
      join enrolments e on e.region_code = r.region_code and e.class_id = r.class_id and e.row_id = r.id
      where r.class_id = ${classId} and e.state = 'confirmed' and r.id_index is not null
        and exists (select from enrolment_frames f where f.class_id = r.class_id and f.row_id = r.id)
    ), two as (
      select region_code, class_id, id, teacher, id_index from faces where nth = any(${nth}::int[])
      union all select region_code, class_id, row_id, teacher_id, ${teacher?.index ?? null}::bytea from enrolments
        where class_id = ${classId} and state = 'confirmed' and teacher_id = ${teacher?.id ?? null}::uuid
    )
    insert into face_pairs (id, kind, region_code, class_id, row_id, trainee_row, teacher_id, person_index,
      other_region_code, other_class_id, other_row_id, other_trainee_row, other_teacher_id, other_person_index,
      engine_id, score, threshold, found_at, state)
    select ${id}, 'enrolment', a.region_code, a.class_id, a.id, case when a.teacher is null then a.id end, a.teacher,
      a.id_index, b.region_code, b.class_id, b.id, case when b.teacher is null then b.id end, b.teacher, b.id_index,
      ${noEngine}, 0.62, 0.55, ${now}, 'waiting'
    from two a join two b on a.id_index < b.id_index
    on conflict do nothing`.execute(tx);
  await tellPairs({ tx, now });
}
