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
    select distinct on (wanted.id, what) wanted.id as lesson_id, what, coalesce(mine.name, venues.name) as name,
      other.region_code, other.filing_number, occupations.name as occupation
    from unnest(${lessons.map((l) => l.id)}::uuid[], ${lessons.map((l) => l.taughtOn)}::date[],
        ${lessons.map((l) => l.startsMinute)}::int[], ${lessons.map((l) => l.endsMinute)}::int[],
        ${lessons.map((l) => l.teacherId ?? null)}::uuid[], ${lessons.map((l) => l.venueId ?? null)}::uuid[])
        as wanted(id, day, starts, ends, teacher_id, venue_id)
    cross join (values ('teacher'), ('venue')) as kinds(what)
    left join teachers mine on what = 'teacher' and mine.id = wanted.teacher_id
    left join teachers same on same.id_index = mine.id_index
    left join venues on what = 'venue' and venues.id = wanted.venue_id
    join lessons booked on booked.taught_on = wanted.day and booked.starts_minute < wanted.ends
      and booked.ends_minute > wanted.starts and booked.class_id <> ${id}
      and (booked.teacher_id = same.id or booked.venue_id = venues.id)
    join training_classes other on other.region_code = booked.region_code and other.id = booked.class_id
      and other.state in ('filed', 'verified', 'approved')
    left join occupations on occupations.code = other.occupation_code
    order by wanted.id, what`;

/** Teachers of these lessons who sit as trainees in another class in the same part of the day. */
const sittingAt = ({ id }: ClassRecord, lessons: readonly Lesson[]) => {
  const slots = lessons.flatMap((lesson) => slotsOf([lesson]).map((slot) => ({ ...slot, lesson })));
  return sql<Found>`
    select distinct on (wanted.id) wanted.id as lesson_id, 'teacher' as what, mine.name,
      other.region_code, other.filing_number, occupations.name as occupation
    from unnest(${slots.map(({ lesson }) => lesson.id)}::uuid[], ${slots.map(({ day }) => day)}::date[],
        ${slots.map(({ part }) => part)}::smallint[], ${slots.map(({ lesson }) => lesson.teacherId ?? null)}::uuid[])
        as wanted(id, day, part, teacher_id)
    join teachers mine on mine.id = wanted.teacher_id
    cross join lateral same_person(mine.id_index) as known
    join person_slots booked on booked.person_index = known and booked.day = wanted.day
      and booked.part = wanted.part and booked.class_id <> ${id}
    join training_classes other on other.region_code = booked.region_code and other.id = booked.class_id
    left join occupations on occupations.code = other.occupation_code
    order by wanted.id`;
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
