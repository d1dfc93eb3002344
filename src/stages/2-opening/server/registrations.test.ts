import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Caller } from '#platform/http/testing-http';
import { addUser } from '#platform/testing-platform';
import { openCounty, type TestCounty } from './testing-county';
import { newPeople, type TestPerson, workingDayAfter } from './testing-filings';
import { draftFor, file, type Held, inputs, resultOf, verify } from './testing-steps';

let county: TestCounty;
let officer: Caller;
let neighbour: Caller;
beforeAll(async () => {
  county = await openCounty();
  ({ officer } = county);
  neighbour = await county.door.callerFor(
    await addUser(county.platform, { role: 'countyOfficer', regionCode: '410823' }),
  );
});
afterAll(() => county.close());

let days = 9;
async function newApproved(people: readonly TestPerson[]) {
  const day = workingDayAfter(county.platform.clock.today(), (days += 1));
  const filed = await file(county.principal, await draftFor(county.clerk, county.school, day, people));
  const verified = await verify(officer, filed);
  const approved = await county.signatory('class.approve', inputs.approve(verified));
  const { classNumber } = resultOf(z.object({ classNumber: z.number() }), approved);
  const [row] = await county.rows(sql<{ filing_number: string }>`
    select filing_number from training_classes where id = ${filed.classId}`);
  return { classId: filed.classId, version: verified.version, classNumber, filingNumber: row?.filing_number ?? '' };
}

const csv = (...rows: (readonly string[])[]) => ({
  name: '录入名单.csv',
  bytes: Buffer.from(rows.map((row) => row.join(',')).join('\r\n')),
});
const heading = ['系统录入号', '班期编号', '姓名', '身份证号'];
let serial = 0;
const entry = (words: string, { name, id }: TestPerson, number = `PX${(serial += 1)}`) => [number, words, name, id];
const upload = (...rows: (readonly string[])[]) => ({ upload: csv(heading, ...rows) });
const importList = (...rows: (readonly string[])[]) =>
  officer('registration.import', { system: 'skillTalent' }, upload(...rows));

const rowsForm = z.object({
  rows: z.array(z.looseObject({ classId: z.string(), both: z.number(), hereOnly: z.number(), thereOnly: z.number() })),
  unplaced: z.array(z.looseObject({ number: z.string(), maskedNumber: z.string() })),
});
async function standing({ classId }: Pick<Held, 'classId'>) {
  const { rows } = resultOf(rowsForm, await officer('registration.reconcile'));
  const row = rows.find((each) => each.classId === classId);
  return row && [row.both, row.hereOnly, row.thereOnly];
}

describe('external registration numbers', () => {
  it('show who is entered there and not here, and the reverse, by filing number or class number', async () => {
    const people = newPeople(3);
    const held = await newApproved(people);
    const [one, two] = people;
    const [stranger] = newPeople(1);
    if (!one || !two || !stranger) throw new Error('no people');
    expect(await standing(held)).toEqual([0, 3, 0]);
    const reply = await importList(
      entry(held.filingNumber, one),
      entry(`2026年第${held.classNumber}期`, two),
      entry(held.filingNumber, stranger),
    );
    const { counts } = resultOf(z.object({ counts: z.record(z.string(), z.number()) }), reply);
    expect(counts).toEqual({ lines: 3, classes: 1, withoutClass: 0, withoutPerson: 0, unread: 0 });
    expect(await standing(held)).toEqual([2, 1, 1]);
    const peopleForm = z.object({ people: z.array(z.looseObject({ side: z.string(), maskedNumber: z.string() })) });
    const shown = resultOf(peopleForm, await officer('registration.show', { classId: held.classId }));
    expect(shown.people.map(({ side }) => side)).toEqual(['both', 'both', 'hereOnly', 'thereOnly']);
    expect(JSON.stringify(shown)).not.toContain(stranger.id);
  });

  it('a preview keeps nothing', async () => {
    const people = newPeople(1);
    const held = await newApproved(people);
    const [one] = people;
    if (!one) throw new Error('no people');
    const reply = await officer(
      'registration.preview',
      { system: 'skillTalent' },
      upload(entry(held.filingNumber, one)),
    );
    expect(reply.status).toBe(200);
    expect(await standing(held)).toEqual([0, 1, 0]);
  });

  it('under headings nobody knows are named by hand once, and then known to the whole county', async () => {
    const people = newPeople(2);
    const held = await newApproved(people);
    const [one, two] = people;
    if (!one || !two) throw new Error('no people');
    const strange = (...rows: (readonly string[])[]) => ({ upload: csv(['代号', '班', '学员', '证照'], ...rows) });
    const form = z.object({
      missing: z.array(z.string()),
      layout: z.object({ origin: z.string() }),
      fileColumns: z.array(z.object({ letter: z.string(), field: z.string().optional() })),
    });
    const first = strange(entry(held.filingNumber, one));
    const seen = resultOf(form, await officer('registration.preview', { system: 'skillTalent' }, first));
    expect(seen.missing).toEqual(['系统录入号', '身份证号']);
    expect(JSON.stringify(seen)).not.toContain(one.id);
    expect((await officer('registration.import', { system: 'skillTalent' }, first)).status).toBe(400);

    const columns = 'sheet=0,header=0,number=0,classWords=1,name=2,id=3';
    const named = await officer('registration.import', { system: 'skillTalent', columns }, first);
    expect(named.status).toBe(200);
    const colleague = await county.door.callerFor(
      await addUser(county.platform, { role: 'countyOfficer', regionCode: '410822' }),
    );
    const second = strange(entry(held.filingNumber, two));
    const known = resultOf(form, await colleague('registration.preview', { system: 'skillTalent' }, second));
    expect(known).toMatchObject({ missing: [], layout: { origin: 'remembered' } });
    await colleague('registration.import', { system: 'skillTalent' }, second);
    expect(await standing(held)).toEqual([2, 0, 0]);
    const foreign = resultOf(form, await neighbour('registration.preview', { system: 'skillTalent' }, second));
    expect(foreign.missing).toHaveLength(2);
  });

  it('imported again are brought up to date by their number and doubled by none', async () => {
    const people = newPeople(2);
    const held = await newApproved(people);
    const [one, two] = people;
    if (!one || !two) throw new Error('no people');
    await importList(entry(held.filingNumber, one, 'SAME-1'));
    await importList(entry(held.filingNumber, two, 'SAME-1'));
    expect(await standing(held)).toEqual([1, 1, 0]);
    expect(await county.rows(sql`select 1 from class_registrations where number = 'SAME-1'`)).toHaveLength(1);
  });

  it('of classes the county does not have are listed apart, masked', async () => {
    const [one] = newPeople(1);
    if (!one) throw new Error('no people');
    await importList(entry('BA-2026-9999', one, 'LOST-1'));
    const { unplaced } = resultOf(rowsForm, await officer('registration.reconcile'));
    expect(unplaced.map(({ number }) => number)).toEqual(['LOST-1']);
    expect(JSON.stringify(unplaced)).not.toContain(one.id);
  });

  it('of another county are out of sight', async () => {
    const people = newPeople(1);
    const held = await newApproved(people);
    expect((await neighbour('registration.show', { classId: held.classId })).status).toBe(404);
    const own = resultOf(rowsForm, await neighbour('registration.reconcile'));
    expect([own.rows, own.unplaced]).toEqual([[], []]);
    const [one] = people;
    if (!one) throw new Error('no people');
    await neighbour('registration.import', { system: 'skillTalent' }, upload(entry(held.filingNumber, one)));
    expect(await standing(held)).toEqual([0, 1, 0]);
  });

  it('are exported as a table', async () => {
    const reply = await officer('registration.export');
    expect([reply.status, reply.bytes.length > 2000]).toEqual([200, true]);
  });
});
