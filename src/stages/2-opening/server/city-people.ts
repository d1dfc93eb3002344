import { type RawBuilder, sql } from 'kysely';
import { plainDate } from '#kernel/plain-date';
import type { Context } from '#platform/operation';
import type { EnrolledBefore, PhoneElsewhere, TeachesThen, TeachingTrainee } from '../domain/city-evidence';
import { type OtherClassRow, otherClassOf } from './other-class';
import { levelOf } from './records';
import type { FilingParts } from './store';

/** Keyed hash of each trainee’s identity number by row. */
export type PersonKeys = ReadonlyMap<string, Buffer>;

/** Every number the person of a row is known by: merged records are one person. */
export interface KnownNumbers {
  readonly rows: readonly string[];
  readonly persons: readonly Buffer[];
}

/** Looked up once for all the questions that follow. */
export async function knownNumbers({ tx }: Context, keys: PersonKeys): Promise<KnownNumbers> {
  if (keys.size === 0) return { rows: [], persons: [] };
  const found = await sql<{ row_id: string; person: Buffer }>`
    select given.row_id, known as person
    from unnest(${[...keys.keys()]}::text[], ${[...keys.values()]}::bytea[]) as given(row_id, person)
    cross join lateral same_person(given.person) as known`.execute(tx);
  return { rows: found.rows.map(({ row_id }) => row_id), persons: found.rows.map(({ person }) => person) };
}

const rowsAndNumbers = ({ rows, persons }: KnownNumbers) =>
  sql`unnest(${rows}::text[], ${persons}::bytea[]) as mine(row_id, person)`;

/** The other classes of each trainee, the earliest first. */
export async function findEnrolments(
  { tx }: Context,
  numbers: KnownNumbers,
  counts: RawBuilder<boolean>,
): Promise<EnrolledBefore[]> {
  if (numbers.rows.length === 0) return [];
  const found = await sql<
    OtherClassRow & {
      row_id: string;
      id: string;
      occupation_code: string;
      level: number;
      starts_on: string;
      state: string;
    }
  >`with seats as materialized (
      select mine.row_id, enrolled.region_code, enrolled.class_id from ${rowsAndNumbers(numbers)}
      join roster_rows enrolled on enrolled.id_index = mine.person and enrolled.withdrawn_on is null)
    select seats.row_id, held.id, held.region_code, held.filing_number, occupations.name as occupation,
      held.occupation_code, held.level, held.starts_on::text, held.state
    from seats
    join training_classes held on held.region_code = seats.region_code and held.id = seats.class_id and ${counts}
    join occupations on occupations.code = held.occupation_code
    order by seats.row_id, held.starts_on, held.id`.execute(tx);
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
  { rows, persons }: KnownNumbers,
  counts: RawBuilder<boolean>,
): Promise<PhoneElsewhere[]> {
  const known = new Set(rows);
  const given = roster.filter(({ id, cells }) => cells.phone !== '' && known.has(id));
  if (given.length === 0) return [];
  const phones = given.map(({ cells }) => services.secrets.index('phone', cells.phone));
  const found = await sql<OtherClassRow & { row_id: string; persons: number }>`
    with seats as materialized (
      select mine.row_id, enrolled.region_code, enrolled.class_id, enrolled.id_index
      from unnest(${given.map(({ id }) => id)}::text[], ${phones}::bytea[]) as mine(row_id, phone)
      join roster_rows enrolled on enrolled.phone_index = mine.phone and enrolled.id_index is not null
        and enrolled.withdrawn_on is null),
    others as materialized (
      select * from seats where not exists (
        select from unnest(${rows}::text[], ${persons}::bytea[]) as own(row_id, person)
        where own.row_id = seats.row_id and own.person = seats.id_index))
    select distinct on (others.row_id) others.row_id, held.region_code, held.filing_number, occupations.name as occupation,
      (dense_rank() over (partition by others.row_id order by others.id_index)
        + dense_rank() over (partition by others.row_id order by others.id_index desc) - 1)::int as persons
    from others
    join training_classes held on held.region_code = others.region_code and held.id = others.class_id and ${counts}
    left join occupations on occupations.code = held.occupation_code
    order by others.row_id, held.filed_at desc, held.id`.execute(tx);
  return found.rows.map((row) => ({ ...otherClassOf(row), row: row.row_id, persons: row.persons }));
}

/** Trainees who are in the register of teachers of some institution and have not left it. */
export async function findTeachers({ tx, today }: Context, numbers: KnownNumbers): Promise<TeachingTrainee[]> {
  if (numbers.rows.length === 0) return [];
  const found = await sql<{ row_id: string; institution: string }>`
    with found as materialized (
      select mine.row_id, teachers.institution_id from ${rowsAndNumbers(numbers)}
      join teachers on teachers.id_index = mine.person and (teachers.left_on is null or teachers.left_on >= ${today}))
    select distinct on (found.row_id) found.row_id, institutions.name as institution
    from found join institutions on institutions.id = found.institution_id
    order by found.row_id, institutions.name`.execute(tx);
  return found.rows.map(({ row_id, institution }) => ({ row: row_id, institution }));
}

/** Trainees who at the hours of these lessons teach another class. */
export async function findTeaching(
  { tx }: Context,
  { lessons }: FilingParts,
  classId: string,
  numbers: KnownNumbers,
): Promise<TeachesThen[]> {
  if (numbers.rows.length === 0 || lessons.length === 0) return [];
  const found = await sql<OtherClassRow & { row_id: string; days: string[] }>`
    with found as materialized (
      select mine.row_id, teachers.id from ${rowsAndNumbers(numbers)} join teachers on teachers.id_index = mine.person),
    booked as materialized (
      select found.row_id, lessons.region_code, lessons.class_id, lessons.taught_on
      from found
      join lessons on lessons.teacher_id = found.id and lessons.class_id <> ${classId}
      join unnest(${lessons.map((l) => l.taughtOn)}::date[], ${lessons.map((l) => l.startsMinute)}::int[],
        ${lessons.map((l) => l.endsMinute)}::int[]) as wanted(day, starts, ends)
        on lessons.taught_on = wanted.day and lessons.starts_minute < wanted.ends and lessons.ends_minute > wanted.starts)
    select booked.row_id, held.region_code, held.filing_number, occupations.name as occupation,
      array_agg(distinct booked.taught_on::text) as days
    from booked
    join training_classes held on held.region_code = booked.region_code and held.id = booked.class_id
      and held.state in ('filed', 'verified', 'approved')
    left join occupations on occupations.code = held.occupation_code
    group by booked.row_id, held.region_code, held.id, held.filing_number, occupations.name
    order by booked.row_id, held.id`.execute(tx);
  return found.rows.map((row) => ({
    ...otherClassOf(row),
    row: row.row_id,
    days: [...row.days].sort().map(plainDate),
  }));
}
