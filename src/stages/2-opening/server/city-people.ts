import { type RawBuilder, sql } from 'kysely';
import { plainDate } from '#kernel/plain-date';
import type { Context } from '#platform/operation';
import type { EnrolledBefore, PhoneElsewhere, TeachesThen, TeachingTrainee } from '../domain/city-evidence';
import { type OtherClassRow, otherClassOf } from './other-class';
import { levelOf } from './records';
import type { FilingParts } from './store';

/** Keyed hash of each trainee’s identity number by row. */
export type PersonKeys = ReadonlyMap<string, Buffer>;

/** Each trainee under every number the person is known by: merged records are one person. */
const rowsAndKeys = (keys: PersonKeys) =>
  sql`(select given.row_id, known as person
    from unnest(${[...keys.keys()]}::text[], ${[...keys.values()]}::bytea[]) as given(row_id, person)
    cross join lateral same_person(given.person) as known) as mine`;

/** The other classes of each trainee, the earliest first. */
export async function findEnrolments(
  { tx }: Context,
  keys: PersonKeys,
  counts: RawBuilder<boolean>,
): Promise<EnrolledBefore[]> {
  if (keys.size === 0) return [];
  const found = await sql<
    OtherClassRow & {
      row_id: string;
      id: string;
      occupation_code: string;
      level: number;
      starts_on: string;
      state: string;
    }
  >`select mine.row_id, held.id, held.region_code, held.filing_number, occupations.name as occupation,
      held.occupation_code, held.level, held.starts_on::text, held.state
    from ${rowsAndKeys(keys)}
    join roster_rows enrolled on enrolled.id_index = mine.person and enrolled.withdrawn_on is null
    join training_classes held on held.region_code = enrolled.region_code and held.id = enrolled.class_id and ${counts}
    join occupations on occupations.code = held.occupation_code
    order by mine.row_id, held.starts_on, held.id`.execute(tx);
  return found.rows.map((row) => ({
    ...otherClassOf(row),
    row: row.row_id,
    classKey: row.id,
    occupationCode: row.occupation_code,
    level: levelOf(row.level),
    startedOn: plainDate(row.starts_on),
    isApproved: row.state === 'approved',
  }));
}

/** Telephones of trainees that other persons of other classes give too. */
export async function findPhones(
  { tx, services }: Context,
  { roster }: FilingParts,
  keys: PersonKeys,
  counts: RawBuilder<boolean>,
): Promise<PhoneElsewhere[]> {
  const given = roster.filter(({ id, cells }) => cells.phone !== '' && keys.has(id));
  if (given.length === 0) return [];
  const phones = given.map(({ cells }) => services.secrets.index('phone', cells.phone));
  const persons = given.map(({ id }) => keys.get(id) ?? null);
  const found = await sql<OtherClassRow & { row_id: string; persons: number }>`
    select distinct on (mine.row_id) mine.row_id, held.region_code, held.filing_number, occupations.name as occupation,
      (dense_rank() over (partition by mine.row_id order by enrolled.id_index)
        + dense_rank() over (partition by mine.row_id order by enrolled.id_index desc) - 1)::int as persons
    from unnest(${given.map(({ id }) => id)}::text[], ${phones}::bytea[], ${persons}::bytea[]) as mine(row_id, phone, person)
    join roster_rows enrolled on enrolled.phone_index = mine.phone and enrolled.id_index not in (select same_person(mine.person))
      and enrolled.withdrawn_on is null
    join training_classes held on held.region_code = enrolled.region_code and held.id = enrolled.class_id and ${counts}
    left join occupations on occupations.code = held.occupation_code
    order by mine.row_id, held.filed_at desc, held.id`.execute(tx);
  return found.rows.map((row) => ({ ...otherClassOf(row), row: row.row_id, persons: row.persons }));
}

/** Trainees who are in the register of teachers of some institution and have not left it. */
export async function findTeachers({ tx, today }: Context, keys: PersonKeys): Promise<TeachingTrainee[]> {
  if (keys.size === 0) return [];
  const found = await sql<{ row_id: string; institution: string }>`
    select distinct on (mine.row_id) mine.row_id, institutions.name as institution
    from ${rowsAndKeys(keys)}
    join teachers on teachers.id_index = mine.person and (teachers.left_on is null or teachers.left_on >= ${today})
    join institutions on institutions.id = teachers.institution_id
    order by mine.row_id, institutions.name`.execute(tx);
  return found.rows.map(({ row_id, institution }) => ({ row: row_id, institution }));
}

/** Trainees who at the hours of these lessons teach another class. */
export async function findTeaching(
  { tx }: Context,
  { lessons }: FilingParts,
  classId: string,
  keys: PersonKeys,
): Promise<TeachesThen[]> {
  if (keys.size === 0 || lessons.length === 0) return [];
  const found = await sql<OtherClassRow & { row_id: string; days: string[] }>`
    select mine.row_id, held.region_code, held.filing_number, occupations.name as occupation,
      array_agg(distinct booked.taught_on::text) as days
    from ${rowsAndKeys(keys)}
    join teachers on teachers.id_index = mine.person
    join lessons booked on booked.teacher_id = teachers.id and booked.class_id <> ${classId}
    join unnest(${lessons.map((l) => l.taughtOn)}::date[], ${lessons.map((l) => l.startsMinute)}::int[],
      ${lessons.map((l) => l.endsMinute)}::int[]) as wanted(day, starts, ends)
      on booked.taught_on = wanted.day and booked.starts_minute < wanted.ends and booked.ends_minute > wanted.starts
    join training_classes held on held.region_code = booked.region_code and held.id = booked.class_id
      and held.state in ('filed', 'verified', 'approved')
    left join occupations on occupations.code = held.occupation_code
    group by mine.row_id, held.region_code, held.id, held.filing_number, occupations.name
    order by mine.row_id, held.id`.execute(tx);
  return found.rows.map((row) => ({
    ...otherClassOf(row),
    row: row.row_id,
    days: [...row.days].sort().map(plainDate),
  }));
}
