import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Caller } from '#platform/http/testing-http';
import { addUser } from '#platform/testing-platform';
import { openCounty, type TestCounty } from './testing-county';
import { addSchool, newPeople, soundParts, type TestPerson, type TestSchool, workingDayAfter } from './testing-filings';
import { draft, file, inputs, resultOf, saveParts } from './testing-steps';

let county: TestCounty;
let officer: Caller;
let signatory: Caller;
let other: { readonly school: TestSchool; readonly clerk: Caller; readonly principal: Caller };
beforeAll(async () => {
  county = await openCounty();
  const { door, platform } = county;
  officer = await door.callerFor(await addUser(platform, { role: 'cityOfficer', name: '市局经办' }));
  signatory = await door.callerFor(await addUser(platform, { role: 'citySignatory', name: '市局负责人' }));
  const school = await addSchool(platform, '410821');
  other = { school, clerk: await door.callerFor(school.clerk), principal: await door.callerFor(school.principal) };
});
afterAll(() => county.close());

let days = 9;
const nextDay = () => workingDayAfter(county.platform.clock.today(), (days += 1));

/** A filing whose posts no other class has. */
const partsFor = (school: TestSchool, day: ReturnType<typeof nextDay>, people: readonly TestPerson[]) => {
  const parts = soundParts(school, day, people);
  return { ...parts, posts: parts.posts.map((post) => ({ ...post, employer: `单位 ${school.name} ${days}` })) };
};
const fileOwn = async (day: ReturnType<typeof nextDay>, people: readonly TestPerson[]) =>
  file(county.principal, await draft(county.clerk, partsFor(county.school, day, people)));
const draftOther = (day: ReturnType<typeof nextDay>, people: readonly TestPerson[]) =>
  draft(other.clerk, partsFor(other.school, day, people));

const personOf = async ({ id }: TestPerson): Promise<string> => {
  const index = county.platform.services.secrets.index('identityNumber', id);
  const [row] = await county.rows(sql<{ id: string }>`select id from people where person_index = ${index}`);
  return row?.id ?? '';
};
const why = { reason: '首次申报时证号写错', evidence: '查验身份证原件' };
const mergeForm = z.object({ mergeId: z.string() });
async function settle(mergeId: string) {
  const confirmed = await signatory('trainee.confirm-merge', { mergeId, conflictsSeen: 0, opinion: '核对无误' });
  expect(confirmed.status).toBe(200);
}
async function merge(kept: TestPerson, merged: TestPerson) {
  const input = { personId: await personOf(kept), mergedId: await personOf(merged), conflictsSeen: 0, ...why };
  await settle(resultOf(mergeForm, await officer('trainee.merge', input)).mergeId);
}

/** Two numbers, each with a filed class of its own: one person, as will turn out. */
async function twoRecords() {
  const [kept, merged] = newPeople(2);
  if (!kept || !merged) throw new Error('two people were asked for');
  const [first, second] = [nextDay(), nextDay()];
  await fileOwn(first, [kept]);
  await fileOwn(second, [merged]);
  return { kept, merged, first, second };
}

describe('a trainee known by two numbers', () => {
  it('is free at the hours of the other’s class until the records are merged, and then no longer', async () => {
    const { kept, merged, first } = await twoRecords();
    const held = await draftOther(first, [merged]);
    expect(held.findings).toEqual([]);
    await merge(kept, merged);
    const again = await saveParts(other.clerk, held, partsFor(other.school, first, [merged]));
    expect(again.findings).toEqual(['opening.no-overlap']);
    expect((await other.principal('class.file', inputs.file({ ...held, version: again.version }))).status).toBe(422);
  });

  it('cannot fill two rows of one class', async () => {
    const { kept, merged } = await twoRecords();
    await merge(kept, merged);
    const { findings } = await draftOther(nextDay(), [kept, merged]);
    expect(findings).toEqual(['opening.same-person-twice', 'opening.same-person-twice']);
  });

  it('books time under the number that stands, so that two filings in one moment cannot both have it', async () => {
    const { kept, merged } = await twoRecords();
    await merge(kept, merged);
    const day = nextDay();
    const own = await draft(county.clerk, partsFor(county.school, day, [kept]));
    const theirs = await draftOther(day, [merged]);
    const replies = await Promise.all([
      county.principal('class.file', inputs.file(own)),
      other.principal('class.file', inputs.file(theirs)),
    ]);
    expect(replies.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 422]);
  });

  it('is two people again once they are parted', async () => {
    const { kept, merged, first } = await twoRecords();
    await merge(kept, merged);
    const undo = { personId: await personOf(merged), reason: '两人是姐妹', evidence: '户口簿' };
    await settle(resultOf(mergeForm, await officer('trainee.split', undo)).mergeId);
    expect((await draftOther(first, [merged])).findings).toEqual([]);
    expect((await draftOther(first, [kept])).findings).toEqual(['opening.no-overlap']);
  });
});
