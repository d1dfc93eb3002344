import { type Selectable, sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import { maskIdentityNumber } from '#law/masks';
import type { PeopleTable } from '#platform/database/tables';
import type { Instant } from '#platform/clock';
import type { Context, Reading } from '#platform/operation';
import { regionName } from '../forms';

export type PersonRecord = Selectable<PeopleTable>;

/** A class a person is or was in, as far as the reader sees; under which of the person’s records. */
export interface EnrolledClass {
  readonly classId: string;
  readonly recordId: string;
  readonly occupation: string;
  readonly institution: string;
  readonly region: string;
  readonly filingNumber: string;
  readonly state: string;
  readonly startsOn: PlainDate | undefined;
  readonly endsOn: PlainDate | undefined;
  readonly withdrawnOn: PlainDate | undefined;
}

/** One record of a person; the number masked. */
export interface PersonCard {
  readonly id: string;
  readonly name: string;
  readonly sex: string;
  readonly birth: PlainDate;
  readonly maskedNumber: string;
  readonly firstSeenAt: Instant;
  readonly classes: readonly EnrolledClass[];
}

export const findPerson = ({ tx }: Pick<Reading, 'tx'>, id: string): Promise<PersonRecord | undefined> =>
  tx.selectFrom('people').selectAll().where('id', '=', id).executeTakeFirst();

/** The record that stands for this one; undefined while it stands for itself. */
export async function survivorOf(context: Context, id: string): Promise<string | undefined> {
  const row = await context.acrossRegions(() =>
    context.tx.selectFrom('merged_people').select('merged_into').where('person_id', '=', id).executeTakeFirst(),
  );
  return row?.merged_into;
}

/** The records that stand behind this one and that the reader sees a class of. */
export const recordsBehind = ({ tx }: Context, id: string): Promise<PersonRecord[]> =>
  tx
    .selectFrom('people')
    .innerJoin('merged_people', 'merged_people.person_id', 'people.id')
    .selectAll('people')
    .where('merged_people.merged_into', '=', id)
    .orderBy('people.first_seen_at')
    .execute();

async function classesOf({ tx }: Context, records: readonly PersonRecord[]): Promise<Map<string, EnrolledClass[]>> {
  const found = await sql<{
    person_id: string;
    class_id: string;
    occupation: string | null;
    institution: string;
    region_code: string;
    filing_number: string;
    state: string;
    starts_on: PlainDate | null;
    ends_on: PlainDate | null;
    withdrawn_on: PlainDate | null;
  }>`
    select distinct on (held.starts_on, held.id, people.id) people.id as person_id, held.id as class_id,
      occupations.name as occupation, institutions.name as institution, held.region_code, held.filing_number,
      held.state, held.starts_on, held.ends_on, enrolled.withdrawn_on
    from people join roster_rows enrolled on enrolled.id_index = people.person_index
      join training_classes held on held.region_code = enrolled.region_code and held.id = enrolled.class_id
      join institutions on institutions.id = held.institution_id
      left join occupations on occupations.code = held.occupation_code
    where people.id = any(${records.map(({ id }) => id)}::uuid[]) and held.filing_number is not null
    order by held.starts_on desc, held.id, people.id, enrolled.withdrawn_on nulls first`.execute(tx);
  const byRecord = new Map<string, EnrolledClass[]>();
  for (const row of found.rows) {
    const own = byRecord.get(row.person_id) ?? [];
    byRecord.set(row.person_id, own);
    own.push({
      classId: row.class_id,
      recordId: row.person_id,
      occupation: row.occupation ?? '未选专业',
      institution: row.institution,
      region: regionName(row.region_code),
      filingNumber: row.filing_number,
      state: row.state,
      startsOn: row.starts_on ?? undefined,
      endsOn: row.ends_on ?? undefined,
      withdrawnOn: row.withdrawn_on ?? undefined,
    });
  }
  return byRecord;
}

export const numberOf = ({ services }: Pick<Reading, 'services'>, row: PersonRecord): string =>
  services.secrets.open('identityNumber', row.id, row.id_sealed);

/** Records as a page shows them. */
export async function cardsOf(context: Context, records: readonly PersonRecord[]): Promise<PersonCard[]> {
  const classes = await classesOf(context, records);
  return records.map((row) => ({
    id: row.id,
    name: row.name,
    sex: row.sex,
    birth: row.birth,
    maskedNumber: maskIdentityNumber(numberOf(context, row)),
    firstSeenAt: row.first_seen_at,
    classes: classes.get(row.id) ?? [],
  }));
}
