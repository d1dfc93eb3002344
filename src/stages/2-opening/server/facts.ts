import { sql } from 'kysely';
import { type PlainDate, plainDate } from '#kernel/plain-date';
import { regions } from '#law/regions';
import type { Context } from '#platform/operation';
import { findInstitutionFacts, readCatalogue, readDormant } from '#registers/server';
import type { CityEvidence } from '../domain/city-evidence';
import type { EarlierTraining, OpeningFacts, Overlap } from '../domain/opening';
import { slotsOf } from '../domain/slots';
import { exchangeAnswers } from './exchange-evidence';
import type { ClassRecord } from './records';
import { type FilingParts, personIndex, readParts } from './store';

const regionName = (code: string): string => regions.find((region) => region.code === code)?.name ?? code;

interface OtherClass {
  readonly region_code: string;
  readonly filing_number: string | null;
  readonly occupation: string | null;
}

const otherClassName = (other: OtherClass): string =>
  `${other.filing_number ?? '未编号'} ${other.occupation ?? ''}`.trim();

/** Trainees of these parts whose time is already booked by another class, anywhere in the city. */
async function findOverlaps(
  context: Context,
  classId: string,
  parts: FilingParts,
  keys: ReadonlyMap<string, Buffer>,
): Promise<Overlap[]> {
  const slots = slotsOf(parts.lessons);
  if (slots.length === 0 || keys.size === 0) return [];
  const rowOf = new Map([...keys].map(([row, key]) => [key.toString('hex'), row]));
  const found = await context.acrossRegions(() =>
    sql<OtherClass & { person: string; class_id: string; days: string[] }>`
      select encode(booked.person_index, 'hex') as person, booked.class_id, booked.region_code,
        held.filing_number, occupations.name as occupation, array_agg(distinct booked.day::text) as days
      from person_slots booked
      join unnest(${slots.map((slot) => slot.day)}::date[], ${slots.map((slot) => slot.part)}::smallint[]) as wanted(day, part)
        on wanted.day = booked.day and wanted.part = booked.part
      join training_classes held on held.region_code = booked.region_code and held.id = booked.class_id
      left join occupations on occupations.code = held.occupation_code
      where booked.person_index = any(${[...keys.values()]}::bytea[]) and booked.class_id <> ${classId}
      group by booked.person_index, booked.class_id, booked.region_code, held.filing_number, occupations.name
      order by booked.person_index`.execute(context.tx),
  );
  return found.rows.flatMap((row) => {
    const rosterRow = rowOf.get(row.person);
    return rosterRow
      ? [
          {
            row: rosterRow,
            otherClass: otherClassName(row),
            otherRegion: regionName(row.region_code),
            days: [...row.days].sort().map(plainDate),
          },
        ]
      : [];
  });
}

/** Trainees of these parts who were in an approved class of the same occupation and level that began earlier. */
async function findEarlierTrainings(
  context: Context,
  record: ClassRecord,
  keys: ReadonlyMap<string, Buffer>,
): Promise<EarlierTraining[]> {
  if (keys.size === 0 || !record.occupation_code || !record.level) return [];
  const rowOf = new Map([...keys].map(([row, key]) => [key.toString('hex'), row]));
  const found = await context.acrossRegions(() =>
    sql<OtherClass & { person: string; starts_on: string }>`
      select distinct on (enrolled.id_index) encode(enrolled.id_index, 'hex') as person, held.region_code,
        held.filing_number, occupations.name as occupation, held.starts_on::text
      from roster_rows enrolled
      join training_classes held on held.region_code = enrolled.region_code and held.id = enrolled.class_id
        and held.state = 'approved' and held.occupation_code = ${record.occupation_code} and held.level = ${record.level}
        and (${record.starts_on}::date is null or held.starts_on < ${record.starts_on}::date)
      left join occupations on occupations.code = held.occupation_code
      where enrolled.id_index = any(${[...keys.values()]}::bytea[]) and enrolled.class_id <> ${record.id}
        and enrolled.withdrawn_on is null
      order by enrolled.id_index, held.starts_on`.execute(context.tx),
  );
  return found.rows.flatMap((row) => {
    const rosterRow = rowOf.get(row.person);
    dormantEmployers: await readDormant(context, parts.posts),
    return rosterRow ? [{ row: rosterRow, otherClass: otherClassName(row), startedOn: plainDate(row.starts_on) }] : [];
  });
}

/** Teachers and rooms of these lessons that another filed or approved class uses at the same time. */
async function findDoubleBookings(context: Context, record: ClassRecord, parts: FilingParts): Promise<DoubleBooking[]> {
  const lessons = parts.lessons.filter((lesson) => lesson.teacherId || lesson.venueId);
  if (lessons.length === 0) return [];
  const found = await context.acrossRegions(() =>
    sql<OtherClass & { lesson_id: string; what: 'teacher' | 'venue'; name: string }>`
      select distinct on (wanted.id, what) wanted.id as lesson_id, what, coalesce(teachers.name, venues.name) as name,
        other.region_code, other.filing_number, occupations.name as occupation
      from unnest(${lessons.map((l) => l.id)}::uuid[], ${lessons.map((l) => l.taughtOn)}::date[],
          ${lessons.map((l) => l.startsMinute)}::int[], ${lessons.map((l) => l.endsMinute)}::int[],
          ${lessons.map((l) => l.teacherId ?? null)}::uuid[], ${lessons.map((l) => l.venueId ?? null)}::uuid[])
          as wanted(id, day, starts, ends, teacher_id, venue_id)
      cross join (values ('teacher'), ('venue')) as kinds(what)
      join lessons booked on booked.taught_on = wanted.day and booked.starts_minute < wanted.ends
        and booked.ends_minute > wanted.starts and booked.class_id <> ${record.id}
        and ((what = 'teacher' and booked.teacher_id = wanted.teacher_id)
          or (what = 'venue' and booked.venue_id = wanted.venue_id))
      join training_classes other on other.region_code = booked.region_code and other.id = booked.class_id
        and other.state in ('filed', 'verified', 'approved')
      left join teachers on what = 'teacher' and teachers.id = booked.teacher_id
      left join venues on what = 'venue' and venues.id = booked.venue_id
      left join occupations on occupations.code = other.occupation_code
      order by wanted.id, what`.execute(context.tx),
  );
  return found.rows.map((row) => ({
    lessonId: row.lesson_id,
    what: row.what,
    name: row.name,
    otherClass: otherClassName(row),
  }));
}

/** All that the opening rules look at for one class, as of `filedOn`. */
export async function openingFacts(
  context: Context,
  record: ClassRecord,
  filedOn: PlainDate,
  given?: FilingParts,
): Promise<OpeningFacts> {
  const parts = given ?? (await readParts(context, record));
  const institution = await findInstitutionFacts(context, record.institution_id);
  if (!institution) throw new Error(`institution of class ${record.id} is out of sight`);
  const keys = new Map<string, Buffer>();
  for (const row of parts.roster) {
    const key = personIndex(context, row.cells.id);
    if (key) keys.set(row.id, key);
  }
  return {
    filedOn,
    calendar: context.calendar,
    ...parts,
    institution,
    catalogue: await readCatalogue(context),
    overlaps: await findOverlaps(context, record.id, parts, keys),
    earlierTrainings: await findEarlierTrainings(context, record, keys),
    doubleBookings: await findDoubleBookings(context, record, parts),
    exchange: await exchangeAnswers(context, record, keys),
    personKeys: new Map([...keys].map(([row, key]) => [row, key.toString('hex')])),
  };
}
