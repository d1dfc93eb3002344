import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inScope } from '#platform/database/scope';
import { newId } from '#platform/identifiers';
import type { Transaction } from '#platform/operation';
import { isRefused, taughtClass } from '../check-in/taught-class';
import { itemsOf } from './purge-list';
import { type OldClass, openOldClass } from './testing-keeping';
import { addDevicePicture } from './testing-tails';

/** Three classes of one institution: A and B on the same days, C from the day after. */
let old: OldClass;
const [classB, classC] = [newId(), newId()];
const day = '2021-03-11';
beforeAll(async () => {
  old = await openOldClass(3);
  await beside(classB, day, day, 902);
  await beside(classC, '2021-03-12', '2021-03-13', 903);
  await known(old.room.classId, 'r1', 'ofA');
  await known(old.room.classId, 'r2', 'ofBoth');
  await known(classB, 'r1', 'ofBoth');
});
afterAll(() => old.room.close());

const system = <T>(work: (tx: Transaction) => Promise<T>) => inScope(old.platform.pool, { reach: 'system' }, work);
/** A class of the same institution with its roster, as the first; written past the triggers of a filing. */
async function beside(id: string, startsOn: string, endsOn: string, number: number): Promise<void> {
  const client = new Client(old.room.platform.database.superuser);
  const days = { starts_on: startsOn, ends_on: endsOn, final_exam_on: endsOn, skills_assessment_on: endsOn };
  const changed = { id, ...days, class_number: number, filing_number: `BA-${number}` };
  const copy = (table: string, key: string, change: object) =>
    client.query(
      `insert into ${table} select (jsonb_populate_record(null::${table}, to_jsonb(c) || $1::jsonb)).* from ${table} c
        where c.${key} = $2`,
      [JSON.stringify(change), old.room.classId],
    );
  await client.connect();
  try {
    await client.query('set session_replication_role = replica');
    await copy('training_classes', 'id', changed);
    await copy('roster_rows', 'class_id', { class_id: id });
  } finally {
    await client.end();
  }
}
const known = (classId: string, row: string, code: string) =>
  system((tx) =>
    sql`insert into device_people (region_code, class_id, row_id, person_code)
      values (${old.room.school.regionCode}, ${classId}, ${row}, ${code})`.execute(tx),
  );
const picture = (sequence: number, person: string, at: string) =>
  system((tx) => addDevicePicture(old, tx, sequence, at, person));
/** Pictures of devices that the purge of a class would list. */
const listed = (classId = old.room.classId) =>
  system(async (tx) => {
    const held = await taughtClass({ tx }, classId);
    if (isRefused(held)) throw new Error(held.message);
    return (await itemsOf({ tx }, held)).filter(({ source }) => source === 'device').map(({ hash }) => hash);
  });
const purged = (classId: string) =>
  system(async (tx) => {
    const id = newId();
    await sql`insert into evidence_purges (region_code, institution_id, class_id, id, state, ended_on, kept_until, proposed_at)
      select region_code, institution_id, id, ${id}, 'proposed', ends_on, ends_on + 1096, now() from training_classes
      where id = ${classId}`.execute(tx);
    await sql`update evidence_purges set state = 'started', version = 2, started_by = ${old.room.officer.userId},
      started_by_name = '钱科员', started_at = now(), item_count = 0, item_bytes = 0, items_digest = sha256('') where id = ${id}`.execute(
      tx,
    );
    await sql`update evidence_purges set state = 'witnessed', version = 3, witnessed_by = ${old.signatory.userId},
      witnessed_by_name = '吴局长', witnessed_at = now() where id = ${id}`.execute(tx);
  });

describe('a picture of a device, which names no class (2021 四)', () => {
  it('goes with the class whose people alone it shows, and stays while another of that day may need it', async () => {
    const onlyA = await picture(11, 'ofA', `${day}T00:30:00Z`);
    const both = await picture(12, 'ofBoth', `${day}T00:31:00Z`);
    const nobody = await picture(13, 'unknown', `${day}T00:32:00Z`);
    const later = await picture(14, 'ofA', '2021-03-12T00:30:00Z');
    expect(await listed()).toEqual([onlyA.hash]);
    expect(await listed(classB)).toEqual([]);
    // The day belongs to C alone: A was over, whoever it shows.
    expect(await listed(classC)).toContain(later.hash);
    await purged(classB);
    expect(new Set(await listed())).toEqual(new Set([onlyA.hash, both.hash, nobody.hash]));
    expect(await listed(classC)).not.toContain(both.hash);
  });

  it('is counted by the day in Beijing, not by that of the server’s clock', async () => {
    const late = await picture(21, 'unknown', '2021-03-11T17:30:00Z');
    expect(await listed()).not.toContain(late.hash);
    expect(await listed(classC)).toContain(late.hash);
  });
});
