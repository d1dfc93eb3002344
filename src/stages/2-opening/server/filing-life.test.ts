import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Caller } from '#platform/http/testing-http';
import { addUser } from '#platform/testing-platform';
import { openCounty, type TestCounty } from './testing-county';
import { newPeople, soundParts, workingDayAfter } from './testing-filings';
import { draft, draftFor, file, type Held, inputs, mark, resultOf, saveParts, verify } from './testing-steps';

let county: TestCounty;
let clerk: Caller;
let principal: Caller;
let officer: Caller;
let signatory: Caller;
beforeAll(async () => {
  county = await openCounty();
  ({ clerk, principal, officer, signatory } = county);
});
afterAll(() => county.close());

let days = 9;
/** A day of its own for each class, so that none disturbs another. */
const nextDay = () => workingDayAfter(county.platform.clock.today(), (days += 1));
const newDraft = () => draftFor(clerk, county.school, nextDay(), newPeople(2));
const newFiled = async () => file(principal, await newDraft());
const newVerified = async () => verify(officer, await newFiled());

const classRow = async ({ classId }: Held) => {
  const [row] = await county.rows(
    sql<{ state: string; version: number; filing_number: string | null; class_number: number | null }>`
      select state, version, filing_number, class_number from training_classes where id = ${classId}`,
  );
  return row;
};
const slotsOf = async ({ classId }: Held) =>
  (await county.rows(sql`select 1 from person_slots where class_id = ${classId}`)).length;
const eventsOf = async ({ classId }: Held) =>
  (
    await county.rows(
      sql<{ action: string }>`select action from class_events where class_id = ${classId} order by happened_at`,
    )
  ).map(({ action }) => action);
const logged = async (commandId: string) =>
  county.rows(
    sql<{ outcome: string; subject_id: string | null }>`
      select outcome, subject_id from log_events where command_id = ${commandId}`,
  );
const stateForm = z.object({ state: z.string() });

describe('a filing', () => {
  it('goes from draft to approval, and has its class number only then', async () => {
    const held = await newDraft();
    expect(held.findings).toEqual([]);
    const filed = await file(principal, held);
    const verified = await verify(officer, filed);
    expect(await classRow(held)).toMatchObject({ state: 'verified', class_number: null });
    const approved = await signatory('class.approve', inputs.approve(verified));
    const { classNumber } = resultOf(z.object({ classYear: z.literal(2026), classNumber: z.number() }), approved);
    expect(await classRow(held)).toMatchObject({ state: 'approved', class_number: classNumber });
    expect(await eventsOf(held)).toEqual(['file', 'verify', 'approve']);
    expect(await slotsOf(held)).toBe(4);
  });

  it('is numbered in the order of filing, without a gap, also when others are refused in between', async () => {
    const numbers: number[] = [];
    for (let n = 0; n < 3; n += 1) {
      const filed = await newFiled();
      numbers.push(Number((await classRow(filed))?.filing_number?.split('-').at(-1)));
      const late = await draftFor(
        clerk,
        county.school,
        workingDayAfter(county.platform.clock.today(), 2),
        newPeople(1),
      );
      expect((await principal('class.file', inputs.file(late))).status).toBe(422);
    }
    expect(numbers.map((number) => number - (numbers[0] ?? 0))).toEqual([0, 1, 2]);
  });

  it('returned, answered and filed again keeps its number and shows what has changed', async () => {
    const people = newPeople(3);
    const parts = soundParts(county.school, nextDay(), people);
    const filed = await file(principal, await draft(clerk, parts));
    const number = (await classRow(filed))?.filing_number;
    expect(await slotsOf(filed)).toBe(6);
    resultOf(stateForm, await officer('class.return', inputs.return(filed)));
    expect(await slotsOf(filed)).toBe(0);
    const [point] = await county.rows(
      sql<{ id: string }>`select id from return_points where class_id = ${filed.classId}`,
    );
    const answer = { classId: filed.classId, pointId: point?.id, answer: '已更换电话。' };
    expect((await clerk('class.answer-return', answer)).status).toBe(200);
    const rows = parts.rows.map((row, at) =>
      at === 0 ? { ...row, cells: { ...row.cells, phone: '13911112222' } } : row,
    );
    const saved = await saveParts(clerk, { ...filed, version: filed.version + 1 }, { ...parts, rows });
    const again = await file(principal, saved);
    expect(await classRow(again)).toMatchObject({ state: 'filed', filing_number: number });
    const seen = await officer('class.differences', { classId: filed.classId, filingNumber: 2 });
    const { differences } = resultOf(z.object({ differences: z.array(z.looseObject({})) }), seen);
    expect(differences).toHaveLength(1);
    expect(JSON.stringify(differences)).not.toContain('13911112222');
    expect(await eventsOf(filed)).toEqual(['file', 'return', 'file']);
  });

  it('gives its trainees’ time back when it is refused or withdrawn', async () => {
    const verified = await newVerified();
    resultOf(stateForm, await signatory('class.refuse', inputs.refuse(verified)));
    expect([await slotsOf(verified), (await classRow(verified))?.state]).toEqual([0, 'refused']);
    const filed = await newFiled();
    resultOf(stateForm, await clerk('class.withdraw', inputs.withdraw(filed)));
    expect([await slotsOf(filed), (await classRow(filed))?.state]).toEqual([0, 'withdrawn']);
  });

  it('is never approved by the person who verified it', async () => {
    const { regionCode } = county.school;
    const both = await addUser(county.platform, { role: 'countyOfficer', name: '冯一人', regionCode });
    const verified = await verify(await county.door.callerFor(both), await newFiled());
    await county.rows(sql`update users set role = 'countySignatory' where id = ${both.userId}`);
    const promoted = await county.door.callerFor({ ...both, role: 'countySignatory' });
    expect(await promoted('class.approve', inputs.approve(verified))).toMatchObject({
      status: 403,
      body: { message: '核查人与批准人须为两人，请由另一位负责人批准。' },
    });
    expect(await classRow(verified)).toMatchObject({ state: 'verified', class_number: null });
  });

  it('is refused at the decision when something blocks it by then', async () => {
    const verified = await newVerified();
    const { institutionId } = county.school;
    await county.rows(sql`update institutions set suspended_on = '2026-03-01' where id = ${institutionId}`);
    const refused = await signatory('class.approve', inputs.approve(verified));
    await county.rows(sql`update institutions set suspended_on = null where id = ${institutionId}`);
    expect(refused.status).toBe(422);
    expect(refused.body.message).toContain('机构资质不再相符');
    expect(await classRow(verified)).toMatchObject({ state: 'verified', class_number: null });
  });

  it('is not verified before the social insurance office has been asked', async () => {
    const filed = await newFiled();
    const refused = await officer('class.verify', inputs.verify(filed));
    expect([refused.status, refused.body.message]).toEqual([422, expect.stringContaining('社保参保')]);
    const marked = await mark(officer, filed);
    expect((await officer('class.verify', inputs.verify(marked))).status).toBe(200);
  });

  it('whose first day has passed is not approved, and the earliest new day is told', async () => {
    const verified = await newVerified();
    const today = county.platform.clock.today();
    county.platform.clock.moveTo(workingDayAfter(today, days + 1));
    const later = await county.door.callerFor(
      await addUser(county.platform, { role: 'countySignatory', regionCode: county.school.regionCode }),
    );
    const refused = await later('class.approve', inputs.approve(verified));
    county.platform.clock.moveTo(today);
    expect(refused.status).toBe(422);
    expect(refused.body.message).toMatch(/原定开班日期.+已过，不能批准。请退回机构改期，最早可为.+。/);
  });

  it('needs the password of whoever decides; a wrong one changes nothing', async () => {
    const verified = await newVerified();
    const wrong = await signatory('class.approve', { ...inputs.approve(verified), password: 'wrong-guess-1' });
    expect([wrong.status, wrong.body.message]).toEqual([400, '登录密码不对，没有办理。请重新输入。']);
    expect(await classRow(verified)).toMatchObject({ state: 'verified', class_number: null });
  });
});

describe('a stale or repeated request', () => {
  it('with an old version is a conflict at every step and changes nothing', async () => {
    const held = await newDraft();
    const stale = { ...held, version: held.version - 1 };
    const before = await classRow(held);
    const parts = soundParts(county.school, nextDay(), newPeople(1));
    for (const [name, content] of Object.entries({
      'class.save-application': { application: parts.application },
      'class.save-plan': { lessons: parts.lessons },
      'class.save-posts': { posts: parts.posts },
      'class.save-roster': { rows: parts.rows },
      'class.file': inputs.file(stale),
      'class.withdraw': inputs.withdraw(stale),
    })) {
      const reply = await principal(name, { ...content, classId: held.classId, version: stale.version });
      expect([name, reply.status]).toEqual([name, 409]);
    }
    const filed = await file(principal, held);
    for (const [name, caller, content] of [
      ['class.mark-item', officer, inputs.mark(stale)],
      ['class.verify', officer, inputs.verify(stale)],
      ['class.return', officer, inputs.return(stale)],
      ['class.approve', signatory, inputs.approve(stale)],
      ['class.refuse', signatory, inputs.refuse(stale)],
    ] as const) {
      expect([name, (await caller(name, content)).status]).toEqual([name, 409]);
    }
    expect(await classRow(filed)).toMatchObject({ state: 'filed', version: (before?.version ?? 0) + 1 });
  });

  it('with the same Command-Id has the same answer, one event and one log entry', async () => {
    const held = await newDraft();
    const commandId = randomUUID();
    const answers = [];
    for (let n = 0; n < 4; n += 1) answers.push(await principal('class.file', inputs.file(held), { commandId }));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    for (const { body } of answers) expect(body).toEqual(answers[0]?.body);
    expect(await eventsOf(held)).toEqual(['file']);
    expect(await logged(commandId)).toEqual([{ outcome: 'done', subject_id: held.classId }]);
  });

  it('with the same Command-Id, sent ten times at once, is done once and answered alike', async () => {
    const held = await newDraft();
    const commandId = randomUUID();
    const send = () => principal('class.file', inputs.file(held), { commandId });
    const answers = await Promise.all(Array.from({ length: 10 }, send));
    for (const { status, body } of answers) expect([status, body]).toEqual([200, answers[0]?.body]);
    expect(await eventsOf(held)).toEqual(['file']);
    expect(await logged(commandId)).toHaveLength(1);
  });

  it('with the same Command-Id and another input, or by another person, is a conflict', async () => {
    const [first, second] = [await newDraft(), await newDraft()];
    const commandId = randomUUID();
    expect((await principal('class.file', inputs.file(first), { commandId })).status).toBe(200);
    expect((await principal('class.file', inputs.file(second), { commandId })).status).toBe(409);
    expect((await principal('class.withdraw', inputs.withdraw(first), { commandId })).status).toBe(409);
    expect((await clerk('class.withdraw', inputs.withdraw(first), { commandId })).status).toBe(409);
    expect(await classRow(second)).toMatchObject({ state: 'drafted' });
  });
});
