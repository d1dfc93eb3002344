import { sql } from 'kysely';
import { type PlainDate, plainDate } from '#kernel/plain-date';
import type { Context } from '#platform/operation';
import { findInstitutionFacts, readCatalogue, readDormant } from '#registers/server';
import type { CityEvidence } from '../domain/city-evidence';
import type { EarlierTraining, OpeningFacts, Overlap } from '../domain/opening';
import { slotsOf } from '../domain/slots';
import { cityEvidence } from './city-evidence';
import { findDoubleBookings } from './double-bookings';
import { exchangeAnswers } from './exchange-evidence';
import { type OtherClassRow, otherClassName, regionName } from './other-class';
import type { ClassRecord } from './records';
import { type FilingParts, personIndex, readParts } from './store';

/** Trainees of these parts whose time is already booked by another class, anywhere in the city. */
async function findOverlaps(
  context: Context,
  classId: string,
  parts: FilingParts,
  keys: ReadonlyMap<string, Buffer>,
): Promise<Overlap[]> {
  const slots = slotsOf(parts.lessons);
  if (slots.length === 0 || keys.size === 0) return [];
  const found = await context.acrossRegions(() =>
    sql<OtherClassRow & { row_id: string; class_id: string; days: string[] }>`
      with people as materialized (
        select mine.row_id, known as person
        from unnest(${[...keys.keys()]}::text[], ${[...keys.values()]}::bytea[]) as mine(row_id, person)
        cross join lateral same_person(mine.person) as known),
      taken as materialized (
        select people.row_id, booked.region_code, booked.class_id, booked.day
        from people
        cross join unnest(${slots.map((slot) => slot.day)}::date[], ${slots.map((slot) => slot.part)}::smallint[])
          as wanted(day, part)
        join person_slots booked on booked.person_index = people.person and booked.day = wanted.day
          and booked.part = wanted.part and booked.class_id <> ${classId})
      select taken.row_id, taken.class_id, taken.region_code, held.filing_number, occupations.name as occupation,
        array_agg(distinct taken.day::text) as days
      from taken
      join training_classes held on held.region_code = taken.region_code and held.id = taken.class_id
      left join occupations on occupations.code = held.occupation_code
      group by taken.row_id, taken.class_id, taken.region_code, held.filing_number, occupations.name
      order by taken.row_id, taken.class_id`.execute(context.tx),
  );
  return found.rows.map((row) => ({
    row: row.row_id,
    otherClass: otherClassName(row),
    otherRegion: regionName(row.region_code),
    days: [...row.days].sort().map(plainDate),
  }));
}

/** The number that stands for each trainee whose record was merged; the others stand for themselves. */
async function standingKeys(context: Context, keys: ReadonlyMap<string, Buffer>) {
  const merged = [...keys];
  if (merged.length === 0) return new Map<string, string>();
  const found = await context.acrossRegions(() =>
    sql<{ row_id: string; stands: string }>`
      select mine.row_id, encode(standing_person(mine.person), 'hex') as stands
      from unnest(${merged.map(([row]) => row)}::text[], ${merged.map(([, key]) => key)}::bytea[]) as mine(row_id, person)`.execute(
      context.tx,
    ),
  );
  return new Map(found.rows.map(({ row_id, stands }) => [row_id, stands]));
}

/** Trainees who were in an approved class of the same occupation and level that began earlier: the first of each. */
function earlierTrainings(record: ClassRecord, { enrolments }: CityEvidence): EarlierTraining[] {
  const first = new Map<string, EarlierTraining>();
  for (const { row, otherClass, occupationCode, level, startedOn, isApproved } of enrolments) {
    const isSame = isApproved && occupationCode === record.occupation_code && level === record.level;
    if (!isSame || first.has(row) || (record.starts_on && startedOn >= record.starts_on)) continue;
    first.set(row, { row, otherClass, startedOn });
  }
  return [...first.values()];
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
  const city = await cityEvidence(context, record, parts, keys);
  return {
    filedOn,
    calendar: context.calendar,
    ...parts,
    institution,
    dormantEmployers: await readDormant(context, parts.posts),
    catalogue: await readCatalogue(context),
    overlaps: await findOverlaps(context, record.id, parts, keys),
    earlierTrainings: earlierTrainings(record, city),
    doubleBookings: await findDoubleBookings(context, record, parts),
    city,
    exchange: await exchangeAnswers(context, record, keys),
    standingKeys: await standingKeys(context, keys),
    personKeys: new Map([...keys].map(([row, key]) => [row, key.toString('hex')])),
  };
}
