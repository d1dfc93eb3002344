import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '#platform/http/testing-http';
import { addUser } from '#platform/testing-platform';
import { openCounty, type TestCounty } from '../testing-county';
import { addSchool, workingDayAfter } from '../testing-filings';
import { type ApprovedClass, approvedClass, changeInputs, draftedChange, step, wishOf } from './testing-changes';

let county: TestCounty;
let signatories: readonly [Caller, Caller];
beforeAll(async () => {
  county = await openCounty();
  const { platform, door, school } = county;
  const other = await addUser(platform, { role: 'countySignatory', regionCode: school.regionCode });
  signatories = [county.signatory, await door.callerFor(other)];
});
afterAll(() => county.close());

let offset = 2;
const newClass = () => approvedClass(county, workingDayAfter(county.platform.clock.today(), (offset += 6)));
const wish = (opened: ApprovedClass) => ({
  ...wishOf(opened),
  lessons: opened.parts.lessons.map((lesson) =>
    lesson.taughtOn === opened.days[2] ? { ...lesson, content: '复习' } : lesson,
  ),
});
const statuses = (replies: readonly { status: number }[]) => replies.map(({ status }) => status).sort((a, b) => a - b);

describe('two at once', () => {
  it('draft one change between them', async () => {
    const opened = await newClass();
    const { classId } = opened;
    const replies = await Promise.all([county.clerk, county.principal].map((who) => who('change.draft', { classId })));
    expect(statuses(replies)).toEqual([200, 409]);
    expect(await county.rows(sql`select 1 from class_changes where class_id = ${classId}`)).toHaveLength(1);
  });

  it('file once and approve once: one version, one event of each', async () => {
    for (let round = 0; round < 5; round += 1) {
      const opened = await newClass();
      const drafted = await draftedChange(county.clerk, opened, wish(opened));
      const filing = [county.clerk, county.principal].map((who) => who('change.file', changeInputs.file(drafted)));
      expect(statuses(await Promise.all(filing))).toEqual([200, 409]);
      const filed = { ...drafted, version: drafted.version + 1 };
      const verified = await step(county.officer, 'verify', filed);
      const deciding = signatories.map((who) => who('change.approve', changeInputs.approve(verified)));
      expect(statuses(await Promise.all(deciding))).toEqual([200, 409]);
      const events = await county.rows(sql<{ action: string; count: number }>`
        select action, count(*)::int as count from class_events
        where class_id = ${opened.classId} and action like 'change.%' group by action order by action`);
      expect(events).toEqual(
        ['change.approve', 'change.file', 'change.verify'].map((action) => ({ action, count: 1 })),
      );
      expect(await county.rows(sql`select 1 from plan_versions where class_id = ${opened.classId}`)).toHaveLength(2);
    }
  });

  it('approve and refuse with one outcome', async () => {
    const opened = await newClass();
    const filed = await step(county.clerk, 'file', await draftedChange(county.clerk, opened, wish(opened)));
    const verified = await step(county.officer, 'verify', filed);
    const [one, two] = signatories;
    const replies = await Promise.all([
      one('change.approve', changeInputs.approve(verified)),
      two('change.refuse', changeInputs.refuse(verified)),
    ]);
    expect(statuses(replies)).toEqual([200, 409]);
  });
});

describe('a command sent twice', () => {
  it('is done once and answered the same', async () => {
    const opened = await newClass();
    const filed = await step(county.clerk, 'file', await draftedChange(county.clerk, opened, wish(opened)));
    const verified = await step(county.officer, 'verify', filed);
    const commandId = '01912345-0000-7000-8000-00000000abcd';
    const first = await county.signatory('change.approve', changeInputs.approve(verified), { commandId });
    const again = await county.signatory('change.approve', changeInputs.approve(verified), { commandId });
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.body.result).toEqual(first.body.result);
  });
});

describe('a change of another county or institution', () => {
  it('is not there, and a draft is its institution’s own', async () => {
    const opened = await newClass();
    const drafted = await draftedChange(county.clerk, opened, wish(opened));
    const { platform, door } = county;
    const outside = await door.callerFor(await addUser(platform, { role: 'countyOfficer', regionCode: '410823' }));
    const school = await addSchool(platform, county.school.regionCode);
    const neighbour = await door.callerFor(school.clerk);
    const seen = { classId: opened.classId, changeId: drafted.changeId };
    const ask = async (who: Caller) => (await who('change.show', seen)).status;
    expect([await ask(outside), await ask(neighbour), await ask(county.officer)]).toEqual([404, 404, 404]);
    const filed = await step(county.clerk, 'file', drafted);
    expect([await ask(outside), await ask(neighbour), await ask(county.officer)]).toEqual([404, 404, 200]);
    expect((await outside('change.verify', changeInputs.verify(filed))).status).toBe(404);
    expect((await neighbour('change.withdraw', changeInputs.withdraw(filed))).status).toBe(404);
    expect((await neighbour('class.copy', { classId: opened.classId })).status).toBe(404);
  });
});
