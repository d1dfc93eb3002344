import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { addDays, type PlainDate } from '#kernel/plain-date';
import { addUser } from '#platform/testing-platform';
import { openCounty, type TestCounty } from '../testing-county';
import { newPeople, soundParts, workingDayAfter } from '../testing-filings';
import { resultOf } from '../testing-steps';
import {
  type ApprovedClass,
  approvedChange,
  approvedClass,
  changeInputs,
  draftedChange,
  savedChange,
  step,
  wishOf,
} from './testing-changes';

let county: TestCounty;
beforeAll(async () => {
  county = await openCounty();
});
afterAll(() => county.close());

let offset = 2;
const nextStart = (): PlainDate => workingDayAfter(county.platform.clock.today(), (offset += 6));
const newClass = () => approvedClass(county, nextStart());

const moved = (opened: ApprovedClass, day: PlainDate | undefined, change: object) =>
  opened.parts.lessons.map((lesson) => (lesson.taughtOn === day ? { ...lesson, ...change } : lesson));
const slotsOf = async ({ classId }: { classId: string }, from = '2000-01-01') =>
  (await county.rows(sql`select 1 from person_slots where class_id = ${classId} and day >= ${from}`)).length;
const lessonForm = z.looseObject({ id: z.string(), taughtOn: z.string(), content: z.string() });
const timetableForm = z.object({
  versions: z.array(z.looseObject({ version: z.number(), fromDay: z.string() })),
  holding: z.number().optional(),
  lessons: z.array(lessonForm),
  onDay: z.array(lessonForm),
});
const timetable = async (classId: string, day?: string) =>
  resultOf(timetableForm, await county.clerk('class.timetable', { classId, ...(day ? { day } : {}) }));
const newRow = (person: ReturnType<typeof newPeople>[number], day: PlainDate) => {
  const [row] = soundParts(county.school, day, [person]).rows;
  if (!row) throw new Error('no row');
  return { ...row, id: randomUUID() };
};

describe('a change of an approved class', () => {
  it('is filed, checked, decided by a second person, and holds from its first day on, never before', async () => {
    const opened = await newClass();
    const [first, second, third] = opened.days;
    const before = await timetable(opened.classId, first);
    expect(before).toMatchObject({ versions: [{ version: 1 }], holding: 1 });
    const lessons = moved(opened, third, { content: '移动与转运' });
    const change = await draftedChange(county.clerk, opened, { ...wishOf(opened), lessons });
    expect([change.kinds, change.findings]).toEqual([['plan'], []]);
    const filed = await step(county.clerk, 'file', change);
    expect((await timetable(opened.classId)).versions).toHaveLength(1);
    const done = await step(county.signatory, 'approve', await step(county.officer, 'verify', filed));
    const after = await timetable(opened.classId, third);
    expect(after.versions.map(({ version, fromDay }) => [version, fromDay])).toEqual([
      [1, first],
      [2, third],
    ]);
    expect(after.holding).toBe(2);
    expect(new Set(after.onDay.map(({ content }) => content))).toEqual(new Set(['移动与转运']));
    expect((await timetable(opened.classId, second)).holding).toBe(1);
    expect((await timetable(opened.classId, first)).onDay).toEqual(before.onDay);
    const events = await county.rows(
      sql<{ action: string }>`select action from class_events where class_id = ${opened.classId} order by happened_at`,
    );
    expect(events.map(({ action }) => action).slice(3)).toEqual(['change.file', 'change.verify', 'change.approve']);
    const shown = resultOf(
      z.looseObject({ state: z.string(), differences: z.array(z.looseObject({ field: z.string() })) }),
      await county.officer('change.show', { classId: opened.classId, changeId: done.changeId }),
    );
    expect(shown).toMatchObject({ state: 'approved', differences: [{ field: '内容' }, { field: '内容' }] });
  });

  it('moves lessons and the time booked for them, the past left alone', async () => {
    const opened = await newClass();
    const last = opened.days.at(-1) ?? opened.days[0];
    expect(await slotsOf(opened)).toBe(30);
    const later = last ? workingDayAfter(last, 1) : undefined;
    const wish = wishOf(opened);
    const application = {
      ...wish.application,
      endsOn: later ?? '',
      finalExamOn: later ?? '',
      skillsAssessmentOn: later ?? '',
    };
    await approvedChange(county, opened, { ...wish, application, lessons: moved(opened, last, { taughtOn: later }) });
    expect([await slotsOf(opened), await slotsOf(opened, later)]).toEqual([30, 6]);
    const [row] = await county.rows(
      sql<{ ends_on: string }>`select ends_on from training_classes where id = ${opened.classId}`,
    );
    expect(row?.ends_on).toBe(later);
  });

  it('lets a trainee leave and another take a place: rows stay, time is given back and booked from that day', async () => {
    const opened = await newClass();
    const [, second] = opened.days;
    const [joins] = newPeople(1);
    if (!second || !joins) throw new Error('no second day');
    await approvedChange(county, opened, {
      ...wishOf(opened),
      rosterFrom: second,
      withdrawals: ['r1'],
      substitutions: [{ leaves: 'r2', joins: newRow(joins, second) }],
    });
    const rows = await county.rows(sql<{ id: string; joined_on: string | null; withdrawn_on: string | null }>`
      select id, joined_on, withdrawn_on from roster_rows where class_id = ${opened.classId} order by position`);
    expect(rows.map(({ joined_on, withdrawn_on }) => [joined_on, withdrawn_on])).toEqual([
      [null, second],
      [null, second],
      [null, null],
      [second, null],
    ]);
    expect(await slotsOf(opened)).toBe(3 * 2 + 2 * 8);
    const shown = resultOf(
      z.looseObject({ roster: z.array(z.looseObject({ id: z.string() })) }),
      await county.officer('class.show', { classId: opened.classId }),
    );
    expect(shown.roster.map(({ id }) => id)).toEqual(['r3', rows[3]?.id]);
    const [row] = await county.rows(
      sql<{ trainee_count: number }>`select trainee_count from training_classes where id = ${opened.classId}`,
    );
    expect(row?.trainee_count).toBe(2);
    expect((await timetable(opened.classId)).versions).toHaveLength(1);
  });

  it('is stopped with the rule and its figures: late, begun, a substitute who sits in another class', async () => {
    const opened = await newClass();
    const other = await newClass();
    const [first, , third] = opened.days;
    const [busy] = other.parts.rows;
    if (!first || !third || !busy) throw new Error('no days');
    const overlapping = moved(opened, third, { taughtOn: other.days[0] });
    const wish = wishOf(opened);
    const until = other.days.at(-1) ?? '';
    const change = await draftedChange(county.clerk, opened, {
      ...wish,
      lessons: overlapping,
      application: { ...wish.application, endsOn: until, finalExamOn: until, skillsAssessmentOn: until },
      rosterFrom: first,
      substitutions: [{ leaves: 'r1', joins: { ...busy, id: randomUUID() } }],
    });
    expect(change.findings).toEqual(expect.arrayContaining(['opening.no-overlap', 'opening.resource-free']));
    const refused = await county.clerk('change.file', changeInputs.file(change));
    expect([refused.status, refused.body.message]).toEqual([422, expect.stringMatching(/还有 \d+ 处须改/)]);
    const shorter = await savedChange(county.clerk, change, { ...wish, lessons: opened.parts.lessons.slice(0, 1) });
    expect(shorter.findings).toEqual(expect.arrayContaining(['opening.plan-hours']));
  });

  it('never alters the past: once its first day has come it is neither verified nor approved', async () => {
    const opened = await newClass();
    const today = county.platform.clock.today();
    const [, second] = opened.days;
    if (!second) throw new Error('no day');
    const wish = { ...wishOf(opened), lessons: moved(opened, second, { content: '复习' }) };
    const filed = await step(county.clerk, 'file', await draftedChange(county.clerk, opened, wish));
    const verified = await step(county.officer, 'verify', filed);
    county.platform.clock.moveTo(second);
    const late = await county.door.callerFor(
      await addUser(county.platform, { role: 'countySignatory', regionCode: county.school.regionCode }),
    );
    const refused = await late('change.approve', changeInputs.approve(verified));
    county.platform.clock.moveTo(today);
    expect([refused.status, refused.body.message]).toEqual([422, expect.stringContaining('批准会改动已上的课')]);
    expect((await timetable(opened.classId)).versions).toHaveLength(1);
  });

  it('returned is changed and filed again; refused or withdrawn it leaves the class as it was', async () => {
    const opened = await newClass();
    const [, second, third] = opened.days;
    const wish = { ...wishOf(opened), lessons: moved(opened, third, { content: '复习' }) };
    const filed = await step(county.clerk, 'file', await draftedChange(county.clerk, opened, wish));
    const back = await step(county.officer, 'return', filed);
    const again = await savedChange(county.clerk, back, {
      ...wish,
      lessons: moved(opened, second, { content: '复习' }),
    });
    const refiled = await step(county.clerk, 'file', again);
    await step(county.signatory, 'refuse', await step(county.officer, 'verify', refiled));
    const kept = await county.rows(sql`select 1 from change_filings where change_id = ${filed.changeId}`);
    expect(kept).toHaveLength(2);
    const next = await draftedChange(county.clerk, opened, wish);
    await step(county.clerk, 'withdraw', await step(county.clerk, 'file', next));
    expect(await timetable(opened.classId, third)).toMatchObject({ versions: [{ version: 1 }], holding: 1 });
    expect(await slotsOf(opened)).toBe(30);
  });

  it('waits on the desk of whoever has to act, and nowhere else', async () => {
    const opened = await newClass();
    const wish = { ...wishOf(opened), lessons: moved(opened, opened.days[2], { content: '复习' }) };
    const queueForm = z.object({
      items: z.array(z.looseObject({ kind: z.string(), trainingClass: z.looseObject({ id: z.string() }) })),
    });
    const waits = async () => {
      const desks = [county.clerk, county.officer, county.signatory];
      const queues = await Promise.all(desks.map(async (desk) => resultOf(queueForm, await desk('work.queue'))));
      return queues.map(({ items }) =>
        items.some(({ kind, trainingClass }) => kind === 'change' && trainingClass.id === opened.classId),
      );
    };
    const change = await draftedChange(county.clerk, opened, wish);
    expect(await waits()).toEqual([true, false, false]);
    const filed = await step(county.clerk, 'file', change);
    expect(await waits()).toEqual([false, true, false]);
    const verified = await step(county.officer, 'verify', filed);
    expect(await waits()).toEqual([false, false, true]);
    await step(county.signatory, 'approve', verified);
    expect(await waits()).toEqual([false, false, false]);
  });
});

describe('the database', () => {
  it('keeps versions and filings of changes as they are, and opens one change at a time', async () => {
    const opened = await newClass();
    await expect(
      county.rows(sql`update plan_versions set from_day = '2020-01-01' where class_id = ${opened.classId}`),
    ).rejects.toThrow();
    const change = await draftedChange(county.clerk, opened, wishOf(opened));
    await expect(
      county.rows(sql`update class_changes set state = 'approved' where id = ${change.changeId}`),
    ).rejects.toThrow(/不允许的状态变化/);
    const second = await county.clerk('change.draft', { classId: opened.classId });
    expect([second.status, second.body.message]).toEqual([409, expect.stringContaining('还没有办完')]);
  });
});

describe('沿用上期', () => {
  it('makes a new draft from a former class: application, valid posts and plan on new days, without roster or trainees', async () => {
    const opened = await newClass();
    const copied = resultOf(
      z.object({ classId: z.uuid() }),
      await county.clerk('class.copy', { classId: opened.classId }),
    );
    const view = resultOf(
      z.looseObject({
        state: z.literal('drafted'),
        application: z.looseObject({
          startsOn: z.string(),
          endsOn: z.string(),
          finalExamOn: z.string(),
          classLeadName: z.string(),
        }),
        roster: z.array(z.unknown()),
        posts: z.array(z.unknown()),
        lessons: z.array(lessonForm),
      }),
      await county.clerk('class.show', { classId: copied.classId }),
    );
    expect([view.roster.length, view.posts.length, view.lessons.length]).toEqual([0, 1, 10]);
    expect(view.application.startsOn >= addDays(county.platform.clock.today(), 7)).toBe(true);
    expect(view.application.startsOn).toBe(view.lessons[0]?.taughtOn);
    expect(view.application.finalExamOn).toBe(view.application.endsOn);
    const early = await county.clerk('class.copy', { classId: opened.classId, startsOn: '2026-03-03' });
    expect([early.status, early.body.message]).toEqual([400, expect.stringContaining('最早可在')]);
  });
});
