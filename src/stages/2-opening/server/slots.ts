import { sql } from 'kysely';
import { checkIdentityNumber } from '#law/identity-number';
import { newId } from '#platform/identifiers';
import { nameKeys } from '#platform/names';
import type { Context } from '#platform/operation';
import { slotsOf } from '../domain/slots';
import type { ClassRecord } from './records';
import { type FilingParts, personIndex } from './store';

/** Gives back the time this class had booked. */
export const releaseSlots = (context: Context, record: ClassRecord): Promise<unknown> =>
  context.acrossRegions(() => context.tx.deleteFrom('person_slots').where('class_id', '=', record.id).execute());

/**
 * Books every trainee’s time for this class; false when another class has taken some of it since the rules were asked
 * (2024 一（二）). In one order for all, so that two filings wait for each other instead of stopping each other.
 */
export async function bookSlots(context: Context, record: ClassRecord, parts: FilingParts): Promise<boolean> {
  const keys = parts.roster.flatMap((row) => personIndex(context, row.cells.id) ?? []);
  const slots = slotsOf(parts.lessons);
  await releaseSlots(context, record);
  const booked = await context.acrossRegions(() =>
    sql`with people as materialized (select standing_person(person) as stands from unnest(${keys}::bytea[]) as person)
      insert into person_slots (person_index, day, part, region_code, class_id)
      select stands, day, part, ${record.region_code}, ${record.id}::uuid from people
      cross join unnest(${slots.map((slot) => slot.day)}::date[], ${slots.map((slot) => slot.part)}::smallint[]) as slot(day, part)
      order by stands, day, part on conflict do nothing`.execute(context.tx),
  );
  return booked.numAffectedRows === BigInt(keys.length * slots.length);
}

/** Enters the trainees into the city’s register of people, once each across all classes. */
export async function enterPeople(context: Context, parts: FilingParts): Promise<void> {
  const { secrets } = context.services;
  const values = parts.roster.flatMap((row) => {
    const checked = checkIdentityNumber(row.cells.id);
    if (!checked.ok) return [];
    const id = newId();
    const keys = nameKeys(row.cells.name);
    return [
      {
        id,
        person_index: secrets.index('identityNumber', checked.number),
        id_sealed: secrets.seal('identityNumber', id, checked.number),
        tail_index: secrets.index('identityTail', checked.number.slice(-4)),
        name: row.cells.name,
        pinyin: keys.pinyin,
        initials: keys.initials,
        name_pairs: keys.pairs,
        sex: checked.sex,
        birth: checked.birth,
        first_seen_at: context.now,
      },
    ];
  });
  if (values.length === 0) return;
  values.sort((a, b) => a.person_index.compare(b.person_index));
  await context.acrossRegions(() =>
    context.tx
      .insertInto('people')
      .values(values)
      .onConflict((conflict) => conflict.column('person_index').doNothing())
      .execute(),
  );
}
