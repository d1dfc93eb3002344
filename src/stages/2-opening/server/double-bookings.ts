import { sql } from 'kysely';
import type { Context } from '#platform/operation';
import type { DoubleBooking, Lesson } from '../domain/opening';
import { slotsOf } from '../domain/slots';
import { type OtherClassRow, otherClassName } from './other-class';
import type { ClassRecord } from './records';
import type { FilingParts } from './store';

type Found = OtherClassRow & { lesson_id: string; what: 'teacher' | 'venue'; name: string };

/** Teachers, in whichever institution they are entered, and rooms that another class uses at the same time. */
const takenAt = ({ id }: ClassRecord, lessons: readonly Lesson[]) =>
  sql<Found>`
    with wanted as materialized (
      select * from unnest(${lessons.map((l) => l.id)}::uuid[], ${lessons.map((l) => l.taughtOn)}::date[],
        ${lessons.map((l) => l.startsMinute)}::int[], ${lessons.map((l) => l.endsMinute)}::int[],
        ${lessons.map((l) => l.teacherId ?? null)}::uuid[], ${lessons.map((l) => l.venueId ?? null)}::uuid[])
        as lesson(id, day, starts, ends, teacher_id, venue_id)),
    people as materialized (
      select mine.id as teacher_id, mine.name, same.id as same_id
      from teachers mine join teachers same on same.id_index = mine.id_index
      where mine.id in (select teacher_id from wanted)),
    taken as materialized (
      select wanted.id, 'teacher' as what, people.name, booked.region_code, booked.class_id
      from wanted join people on people.teacher_id = wanted.teacher_id
      join lessons booked on booked.teacher_id = people.same_id and booked.taught_on = wanted.day
        and booked.starts_minute < wanted.ends and booked.ends_minute > wanted.starts and booked.class_id <> ${id}
      union all
      select wanted.id, 'venue', (select name from venues where venues.id = wanted.venue_id), booked.region_code, booked.class_id
      from wanted
      join lessons booked on booked.venue_id = wanted.venue_id and booked.taught_on = wanted.day
        and booked.starts_minute < wanted.ends and booked.ends_minute > wanted.starts and booked.class_id <> ${id})
    select distinct on (taken.id, taken.what) taken.id as lesson_id, taken.what, taken.name,
      other.region_code, other.filing_number, occupations.name as occupation
    from taken
    join training_classes other on other.region_code = taken.region_code and other.id = taken.class_id
      and other.state in ('filed', 'verified', 'approved')
    left join occupations on occupations.code = other.occupation_code
    order by taken.id, taken.what, other.id`;

/** Teachers of these lessons who sit as trainees in another class in the same part of the day. */
const sittingAt = ({ id }: ClassRecord, lessons: readonly Lesson[]) => {
  const slots = lessons.flatMap((lesson) => slotsOf([lesson]).map((slot) => ({ ...slot, lesson })));
  return sql<Found>`
    with wanted as materialized (
      select * from unnest(${slots.map(({ lesson }) => lesson.id)}::uuid[], ${slots.map(({ day }) => day)}::date[],
        ${slots.map(({ part }) => part)}::smallint[], ${slots.map(({ lesson }) => lesson.teacherId ?? null)}::uuid[])
        as slot(id, day, part, teacher_id)),
    people as materialized (
      select mine.id as teacher_id, mine.name, known as person
      from teachers mine cross join lateral same_person(mine.id_index) as known
      where mine.id in (select teacher_id from wanted)),
    taken as materialized (
      select wanted.id, people.name, booked.region_code, booked.class_id
      from wanted join people on people.teacher_id = wanted.teacher_id
      join person_slots booked on booked.person_index = people.person and booked.day = wanted.day
        and booked.part = wanted.part and booked.class_id <> ${id})
    select distinct on (taken.id) taken.id as lesson_id, 'teacher' as what, taken.name,
      other.region_code, other.filing_number, occupations.name as occupation
    from taken
    join training_classes other on other.region_code = taken.region_code and other.id = taken.class_id
    left join occupations on occupations.code = other.occupation_code
    order by taken.id, other.id`;
};

const bookingOf = (row: Found): DoubleBooking => ({
  lessonId: row.lesson_id,
  what: row.what,
  name: row.name,
  otherClass: otherClassName(row),
});

/** Teachers and rooms of these lessons that are elsewhere at the same time. */
export async function findDoubleBookings(
  context: Context,
  record: ClassRecord,
  parts: FilingParts,
): Promise<DoubleBooking[]> {
  const lessons = parts.lessons.filter((lesson) => lesson.teacherId || lesson.venueId);
  if (lessons.length === 0) return [];
  return context.acrossRegions(async () => {
    const taken = await takenAt(record, lessons).execute(context.tx);
    const sitting = await sittingAt(record, lessons).execute(context.tx);
    return [
      ...taken.rows.map(bookingOf),
      ...sitting.rows.map((row): DoubleBooking => ({ ...bookingOf(row), isTrainee: true })),
    ];
  });
}
