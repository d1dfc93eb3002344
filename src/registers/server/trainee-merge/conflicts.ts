import { sql } from 'kysely';
import { type PlainDate, plainDate } from '#kernel/plain-date';
import type { Context } from '#platform/operation';
import { regionName } from '../forms';
import type { PersonRecord } from './people';

/** Two classes that the two records cannot both have sat in, if they are one person. */
export interface MergeConflict {
  readonly kind: 'overlap' | 'sameClass';
  readonly first: string;
  readonly firstRegion: string;
  readonly second: string;
  readonly secondRegion: string;
  /** Half days booked in both, and the first of them; none where both are on one roster. */
  readonly days: number;
  readonly from: PlainDate | undefined;
}

interface Found {
  readonly kind: 'overlap' | 'sameClass';
  readonly first: string;
  readonly first_region: string;
  readonly second: string;
  readonly second_region: string;
  readonly days: number;
  readonly from_day: string | null;
}

/**
 * What speaks against the two being one person: time booked twice, or two rows of one roster. Looked for in the whole
 * city; of a class out of sight only its number and county are told.
 */
export async function findConflicts(
  context: Context,
  a: Pick<PersonRecord, 'person_index'>,
  b: Pick<PersonRecord, 'person_index'>,
): Promise<MergeConflict[]> {
  const found = await context.acrossRegions(() =>
    sql<Found>`
      with one as (select same_person(${a.person_index}) as person), other as (select same_person(${b.person_index}) as person)
      select 'overlap' as kind, here.filing_number as first, here.region_code as first_region,
        there.filing_number as second, there.region_code as second_region, count(distinct mine.day)::int as days,
        min(mine.day)::text as from_day
      from person_slots mine join person_slots booked on booked.day = mine.day and booked.part = mine.part
        and booked.class_id <> mine.class_id
        join training_classes here on here.region_code = mine.region_code and here.id = mine.class_id
        join training_classes there on there.region_code = booked.region_code and there.id = booked.class_id
      where mine.person_index in (select person from one) and booked.person_index in (select person from other)
      group by here.filing_number, here.region_code, there.filing_number, there.region_code
      union all
      select 'sameClass', held.filing_number, held.region_code, held.filing_number, held.region_code, 0, null
      from roster_rows mine join roster_rows row on row.region_code = mine.region_code and row.class_id = mine.class_id
        join training_classes held on held.region_code = mine.region_code and held.id = mine.class_id
      where mine.id_index in (select person from one) and row.id_index in (select person from other)
        and mine.id <> row.id and mine.withdrawn_on is null and row.withdrawn_on is null
        and held.filing_number is not null and held.state not in ('withdrawn', 'refused')
      group by held.filing_number, held.region_code
      order by kind, from_day, first, second`.execute(context.tx),
  );
  return found.rows.map((row) => ({
    kind: row.kind,
    first: row.first,
    firstRegion: regionName(row.first_region),
    second: row.second,
    secondRegion: regionName(row.second_region),
    days: row.days,
    from: row.from_day === null ? undefined : plainDate(row.from_day),
  }));
}
