import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '#platform/http/testing-http';
import { addUser } from '#platform/testing-platform';
import { openCounty, type TestCounty } from './testing-county';
import { addSchool, newPeople, type TestSchool, workingDayAfter } from './testing-filings';
import { draftFor, type Held, inputs, mark } from './testing-steps';

let county: TestCounty;
let clerk: Caller;
let principal: Caller;
let officers: readonly [Caller, Caller];
let signatories: readonly [Caller, Caller];
beforeAll(async () => {
  county = await openCounty();
  const { platform, door, school } = county;
  const another = async (role: 'countyOfficer' | 'countySignatory') =>
    door.callerFor(await addUser(platform, { role, regionCode: school.regionCode }));
  ({ clerk, principal } = county);
  officers = [county.officer, await another('countyOfficer')];
  signatories = [county.signatory, await another('countySignatory')];
});
afterAll(() => county.close());

let days = 9;
const nextDay = () => workingDayAfter(county.platform.clock.today(), (days += 1));
const newDraft = (school: TestSchool = county.school) => draftFor(clerk, school, nextDay(), newPeople(1));
const statuses = (replies: readonly { status: number }[]) => replies.map(({ status }) => status).sort((a, b) => a - b);
const after = ({ classId, version }: Held): Held => ({ classId, version: version + 1 });

/** Runs work over all items, a few at a time. */
async function inLanes<Item, Result>(
  lanes: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = [...items];
  const lane = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) results.push(await work(item));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}

const returned = 3;

/**
 * A class through twelve races: two clicks file it, two officers verify it and return it, three times; then two
 * signatories approve it.
 */
async function raceThrough(held: Held): Promise<string[]> {
  const pairs: string[] = [];
  let at = held;
  const race = async (callers: readonly Caller[], name: string, input: object) => {
    const replies = await Promise.all(callers.map((caller) => caller(name, { ...input })));
    pairs.push(statuses(replies).join());
    at = after(at);
  };
  for (let round = 0; round <= returned; round += 1) {
    await race([principal, principal], 'class.file', inputs.file(at));
    at = await mark(officers[0], at);
    await race(officers, 'class.verify', inputs.verify(at));
    if (round < returned) await race(officers, 'class.return', inputs.return(at));
  }
  await race(signatories, 'class.approve', inputs.approve(at));
  return pairs;
}

const classCount = 18;
const upTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

describe('two at once', () => {
  it('have one winner in each of 216 racing pairs: one event, one log entry, no number twice or left out', async () => {
    const outcomes = await inLanes(3, upTo(classCount), async () => raceThrough(await newDraft()));
    expect(outcomes.flat()).toHaveLength(216);
    expect(outcomes.flat().filter((pair) => pair !== '200,409')).toEqual([]);
    const rows = await county.rows(sql<{ filing: number; number: number; actions: string }>`
      select split_part(c.filing_number, '-', 3)::int as filing, c.class_number as number,
        (select string_agg(action, ' ' order by happened_at) from class_events e where e.class_id = c.id) as actions
      from training_classes c order by 1`);
    expect(rows.map(({ filing }) => filing)).toEqual(upTo(classCount));
    expect(rows.map(({ number }) => number).sort((a, b) => a - b)).toEqual(upTo(classCount));
    const life = `${'file verify return '.repeat(returned)}file verify approve`;
    expect(new Set(rows.map(({ actions }) => actions))).toEqual(new Set([life]));
    const [log] = await county.rows(sql<{ done: number; distinct: number }>`
      select count(*)::int as done, count(distinct command_id)::int as distinct from log_events
      where outcome = 'done' and action in ('class.file', 'class.verify', 'class.return', 'class.approve')`);
    expect(log).toEqual({ done: 216, distinct: 216 });
  });

  it('institutions of two counties that file one person for the same time: one is filed, the other is told where', async () => {
    const { platform, door } = county;
    const elsewhere = await addSchool(platform, '410823');
    const second = await door.callerFor(elsewhere.principal);
    for (let n = 0; n < 8; n += 1) {
      const day = nextDay();
      const shared = newPeople(3);
      const here = await draftFor(clerk, county.school, day, shared);
      const there = await draftFor(second, elsewhere, day, [...shared].reverse());
      const replies = await Promise.all([
        principal('class.file', inputs.file(here)),
        second('class.file', inputs.file(there)),
      ]);
      expect(statuses(replies)).toEqual([200, 422]);
      const told = replies.find(({ status }) => status === 422)?.body.findings ?? [];
      const overlaps = told.filter(({ rule }) => rule === 'opening.no-overlap');
      expect(overlaps).toHaveLength(3);
      expect(overlaps[0]?.message).toMatch(/与(博爱县|武陟县)“(BA|WZ)-2026-\d{4} 养老护理员”的上课时间重叠/);
    }
  });

  it('classes of one institution cannot book the same teacher and room for the same time', async () => {
    const { platform, door, school } = county;
    const place = { regionCode: school.regionCode, institutionId: school.institutionId };
    const second = await door.callerFor(await addUser(platform, { role: 'institutionPrincipal', ...place }));
    for (let n = 0; n < 5; n += 1) {
      const day = nextDay();
      const here = await draftFor(clerk, county.school, day, newPeople(1));
      const there = await draftFor(clerk, county.school, day, newPeople(1));
      const replies = await Promise.all([
        principal('class.file', inputs.file(here)),
        second('class.file', inputs.file(there)),
      ]);
      expect(statuses(replies)).toEqual([200, 422]);
      const told = replies.flatMap(({ body }) => body.findings ?? []).map(({ rule }) => rule);
      expect(new Set(told)).toEqual(new Set(['opening.resource-free']));
    }
  });

  it('of many: forty decisions that ask for a password do not block one another', async () => {
    const held = await newDraft();
    const replies = await Promise.all(Array.from({ length: 40 }, () => principal('class.file', inputs.file(held))));
    expect(statuses(replies)).toEqual([200, ...Array.from({ length: 39 }, () => 409)]);
    expect(county.door.faults).toEqual([]);
  });
});
