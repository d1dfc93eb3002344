import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { addDays } from '#kernel/plain-date';
import { inScope } from '#platform/database/scope';
import type { Caller } from '#platform/http/testing-http';
import { addUser } from '#platform/testing-platform';
import { readSheets } from '#platform/spreadsheet/read';
import { openCounty, type TestCounty } from './testing-county';
import { newPeople, type TestPerson, workingDayAfter } from './testing-filings';
import { draftFor, file, type Held, inputs, resultOf } from './testing-steps';

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
async function newFiled(people: readonly TestPerson[]): Promise<Held> {
  const day = workingDayAfter(county.platform.clock.today(), (days += 1));
  return file(county.principal, await draftFor(county.clerk, county.school, day, people));
}

const preparedForm = z.object({ batchId: z.uuid(), number: z.string(), people: z.number(), classes: z.number() });
const prepare = async (register: string, ...held: Held[]) =>
  resultOf(
    preparedForm,
    await officer('exchange.prepare', { register, ...(held.length ? { classIds: held.map((h) => h.classId) } : {}) }),
  );

const csv = (...rows: (readonly string[])[]) => ({
  name: '结果.csv',
  bytes: Buffer.from(rows.map((row) => row.join(',')).join('\r\n')),
});
const heading = ['姓名', '身份证号', '参保状态', '参保开始', '参保单位'];
const countsForm = z.object({ counts: z.record(z.string(), z.number()) });
const today = () => county.platform.clock.today();
const answer = (batchId: string, upload: { name: string; bytes: Buffer }, change = {}, caller = officer) =>
  caller('exchange.answer', { batchId, listsOnlyHits: 'no', answeredOn: today(), ...change }, { upload });

const viewForm = z.object({
  findings: z.array(z.looseObject({ rule: z.string(), row: z.string().optional(), message: z.string() })),
  items: z.array(z.looseObject({ item: z.string(), state: z.string() })),
  batches: z.array(z.looseObject({ number: z.string(), state: z.string() })),
  answers: z.array(z.looseObject({ row: z.string(), register: z.string() })),
});
async function show(held: Held, caller = officer) {
  const view = resultOf(viewForm, await caller('class.show', { classId: held.classId }));
  return {
    ...view,
    rules: view.findings.flatMap(({ rule, row }) => (rule.startsWith('exchange.') ? [`${rule} ${row}`] : [])),
    social: view.items.find(({ item }) => item === 'socialInsurance')?.state,
  };
}
const logged = (action: string) =>
  county.rows(sql<{ detail: Record<string, unknown>; subject_id: string | null }>`
    select detail, subject_id from log_events where action = ${action} order by happened_at desc, id desc limit 1`);

describe('an exchange batch', () => {
  it('asks once about each trainee of a class, numbered by county and year', async () => {
    const people = newPeople(3);
    const held = await newFiled(people);
    const first = await prepare('employeeInsurance', held);
    const second = await prepare('pensionPayment', held);
    expect(first).toMatchObject({ people: 3, classes: 1, number: expect.stringMatching(/^EX-2026-\d{4}$/) });
    expect(Number(second.number.slice(-4))).toBe(Number(first.number.slice(-4)) + 1);
    expect((await show(held)).batches.map(({ number }) => number)).toEqual([second.number, first.number]);
  });

  it('leaves as a file with whole numbers only for a reason, which the log keeps, and nothing sealed lies open', async () => {
    const people = newPeople(2);
    const { batchId, number } = await prepare('employeeInsurance', await newFiled(people));
    expect((await officer('exchange.file', { batchId, reason: '' })).status).toBe(400);
    const reply = await officer('exchange.file', { batchId, reason: '送社保中心比对' });
    const read = await readSheets(reply.bytes, 'list.xlsx');
    const text = JSON.stringify(read);
    for (const { id } of people) expect(text).toContain(id);
    expect(text).toContain(number);
    expect((await logged('exchange.file'))[0]).toMatchObject({
      detail: { reason: '送社保中心比对', people: 2 },
      subject_id: batchId,
    });
    const kept = await county.rows(sql<{ row: string }>`select t::text as row from exchange_people t`);
    for (const { id } of people) expect(JSON.stringify(kept)).not.toContain(id);
    expect((await county.signatory('exchange.file', { batchId, reason: '看看' })).status).toBe(403);
  });

  it('comes back filled in as it went out, and settles 社保参保 where nothing stands against it', async () => {
    const people = newPeople(2);
    const held = await newFiled(people);
    const { batchId } = await prepare('employeeInsurance', held);
    expect((await show(held)).social).toBe('waiting');
    const rows = people.map(({ name, id }) => [name, id, '未参保', '', '']);
    const preview = resultOf(
      countsForm.extend({ columns: z.record(z.string(), z.number()) }),
      await officer('exchange.preview', { batchId, listsOnlyHits: 'no' }, { upload: csv(heading, ...rows) }),
    );
    expect(preview.counts).toMatchObject({ asked: 2, answered: 2, listed: 0, missing: 0, unknown: 0 });
    expect(preview.columns).toEqual({ name: 0, id: 1, status: 2, from: 3, organisation: 4 });
    expect((await show(held)).social).toBe('waiting');
    const done = resultOf(countsForm, await answer(batchId, csv(heading, ...rows)));
    expect(done.counts).toEqual(preview.counts);
    const view = await show(held);
    expect([view.social, view.rules]).toEqual(['matched', []]);
    expect((await officer('class.verify', inputs.verify(held))).status).toBe(200);
  });

  it('brings findings to the people it concerns, with batch and date, and the officer decides', async () => {
    const people = newPeople(2);
    const held = await newFiled(people);
    const { batchId, number } = await prepare('employeeInsurance', held);
    const [one, other] = people;
    const rows = [
      [one?.name ?? '', one?.id ?? '', '参保缴费', '2025-09', '温县康颐公司'],
      [other?.name ?? '', other?.id ?? '', '未参保', '', ''],
    ];
    await answer(batchId, csv(heading, ...rows));
    const view = await show(held);
    expect(view.rules).toEqual(['exchange.insured-at-start r1']);
    expect(view.findings.at(-1)?.message).toMatch(new RegExp(`温县康颐公司，2025年9月1日起.*批次 ${number}`));
    expect(view.social).toBe('waiting');
    const [row] = await county.rows(sql<{ warning_count: number }>`
      select warning_count from training_classes where id = ${held.classId}`);
    expect(row?.warning_count).toBe(1);
    const warning = { rule: 'exchange.insured-at-start', row: 'r1', field: 'insured' };
    const decided = await officer('class.decide-warnings', {
      ...held,
      warnings: [warning],
      accepted: true,
      reason: '原单位未停保，已离职。',
    });
    expect(decided.status).toBe(200);
    expect((await show(held)).social).toBe('matched');
  });

  it('that says a trainee draws a pension keeps the class from being passed', async () => {
    const people = newPeople(1);
    const held = await newFiled(people);
    const { batchId } = await prepare('pensionPayment', held);
    const hits = csv(['姓名', '身份证号', '待遇开始'], [people[0]?.name ?? '', people[0]?.id ?? '', '2024-01']);
    await answer(batchId, hits, { listsOnlyHits: 'yes' });
    expect((await show(held)).rules).toEqual(['exchange.pension-drawn r1']);
    const marked = await officer('class.mark-item', inputs.mark(held));
    const { version } = resultOf(z.object({ version: z.number() }), marked);
    expect((await officer('class.verify', inputs.verify({ ...held, version }))).status).toBe(422);
  });

  it('shows its institution nothing of what the registers said', async () => {
    const people = newPeople(1);
    const held = await newFiled(people);
    const { batchId } = await prepare('deaths', held);
    await answer(batchId, csv(['姓名', '身份证号'], [people[0]?.name ?? '', people[0]?.id ?? '']));
    expect((await show(held)).rules).toEqual(['exchange.deceased r1']);
    const own = await show(held, county.clerk);
    expect([own.rules, own.batches, own.answers]).toEqual([[], [], []]);
  });
});

describe('an answer', () => {
  it('of another batch is refused, by its number or by its people', async () => {
    const held = await newFiled(newPeople(1));
    const first = await prepare('employeeInsurance', held);
    const others = newPeople(1);
    const second = await prepare('employeeInsurance', await newFiled(others));
    const named = csv([`职工参保 批次 ${second.number}`], heading, ['甲', others[0]?.id ?? '', '未参保', '', '']);
    const refusal = await answer(first.batchId, named);
    expect([refusal.status, refusal.body.message]).toEqual([400, expect.stringContaining(second.number)]);
    const strangers = await answer(first.batchId, csv(heading, ['甲', others[0]?.id ?? '', '未参保', '', '']));
    expect([strangers.status, strangers.body.message]).toEqual([400, expect.stringMatching(/都不在批次/)]);
    expect(await county.rows(sql`select 1 from exchange_imports where batch_id = ${first.batchId}`)).toEqual([]);
  });

  it('given again replaces nothing: the newer one stands beside the older and is the one that counts', async () => {
    const people = newPeople(2);
    const held = await newFiled(people);
    const { batchId } = await prepare('employeeInsurance', held);
    const [one, other] = people;
    const line = (person: TestPerson | undefined, status: string) => [
      person?.name ?? '',
      person?.id ?? '',
      status,
      '',
      '',
    ];
    await answer(batchId, csv(heading, line(one, '参保缴费'), line(other, '未参保')));
    expect((await show(held)).rules).toHaveLength(1);
    await answer(batchId, csv(heading, line(one, '未参保')));
    expect([(await show(held)).rules, (await show(held)).social]).toEqual([[], 'matched']);
    const kept = await county.rows(sql<{ count: number }>`
      select count(*)::int as count from exchange_answers where batch_id = ${batchId}`);
    expect(kept[0]?.count).toBe(3);
  });

  it('sent twice under one command id is taken once', async () => {
    const people = newPeople(1);
    const { batchId } = await prepare('employeeInsurance', await newFiled(people));
    const upload = csv(heading, [people[0]?.name ?? '', people[0]?.id ?? '', '未参保', '', '']);
    const input = { batchId, listsOnlyHits: 'no', answeredOn: today() };
    const commandId = '0192f5c0-0000-4000-8000-00000000e001';
    const [first, second] = [
      await officer('exchange.answer', input, { upload, commandId }),
      await officer('exchange.answer', input, { upload, commandId }),
    ];
    expect(second.body.result).toEqual(first.body.result);
    expect(await county.rows(sql`select 1 from exchange_imports where batch_id = ${batchId}`)).toHaveLength(1);
  });

  it('of a day to come, or from before the question, is refused; a closed batch takes none', async () => {
    const people = newPeople(1);
    const { batchId } = await prepare('employeeInsurance', await newFiled(people));
    const upload = csv(heading, [people[0]?.name ?? '', people[0]?.id ?? '', '未参保', '', '']);
    expect((await answer(batchId, upload, { answeredOn: addDays(today(), 1) })).status).toBe(400);
    expect((await answer(batchId, upload, { answeredOn: addDays(today(), -1) })).status).toBe(400);
    expect((await officer('exchange.close', { batchId, reason: '改由新批次比对。' })).status).toBe(200);
    expect((await answer(batchId, upload)).status).toBe(409);
    expect((await officer('exchange.close', { batchId, reason: '再关一次。' })).status).toBe(409);
  });

  it('tells in the reconciliation whom nobody asked about, and keeps nothing of them', async () => {
    const people = newPeople(2);
    const { batchId } = await prepare('employeeInsurance', await newFiled(people));
    const [stranger] = newPeople(1);
    const rows = [people[0], stranger].map((person) => [person?.name ?? '', person?.id ?? '', '是', '', '']);
    const { counts } = resultOf(countsForm, await answer(batchId, csv(heading, ...rows)));
    expect(counts).toMatchObject({ asked: 2, answered: 1, missing: 1, unknown: 1 });
    expect(await county.rows(sql`select 1 from exchange_answers where batch_id = ${batchId}`)).toHaveLength(1);
  });
});

describe('batches of another county', () => {
  it('are not there, whatever is tried', async () => {
    const people = newPeople(1);
    const held = await newFiled(people);
    const { batchId } = await prepare('employeeInsurance', held);
    const upload = csv(heading, [people[0]?.name ?? '', people[0]?.id ?? '', '未参保', '', '']);
    expect((await neighbour('exchange.show', { batchId })).status).toBe(404);
    expect((await neighbour('exchange.file', { batchId, reason: '核对名单' })).status).toBe(404);
    expect((await neighbour('exchange.export', { batchId })).status).toBe(404);
    expect((await neighbour('exchange.close', { batchId, reason: '关闭' })).status).toBe(404);
    expect((await neighbour('exchange.preview', { batchId, listsOnlyHits: 'no' }, { upload })).status).toBe(404);
    expect((await answer(batchId, upload, {}, neighbour)).status).toBe(404);
    expect((await neighbour('exchange.prepare', { register: 'deaths', classIds: [held.classId] })).status).toBe(404);
    const list = resultOf(z.object({ rows: z.array(z.unknown()) }), await neighbour('exchange.list'));
    expect(list.rows).toEqual([]);
  });
});

describe('the database', () => {
  it('lets people, imports and answers only grow, and a batch go only forward', async () => {
    const people = newPeople(1);
    const { batchId } = await prepare('employeeInsurance', await newFiled(people));
    await answer(batchId, csv(heading, [people[0]?.name ?? '', people[0]?.id ?? '', '未参保', '', '']));
    const attempts = [
      sql`update exchange_answers set answer_number = 9`,
      sql`delete from exchange_people`,
      sql`delete from exchange_imports`,
      sql`update exchange_batches set state = 'exported' where id = ${batchId}`,
      sql`update exchange_batches set people_count = 9 where id = ${batchId}`,
    ];
    for (const attempt of attempts) {
      const tried = inScope(county.platform.pool, { reach: 'system' }, (tx) => attempt.execute(tx));
      await expect(tried).rejects.toThrow();
    }
  });
});

describe('an answer, as days pass', () => {
  it('grows old: after thirty days 社保参保 has to be asked again', async () => {
    const { platform, door } = county;
    const actor = await addUser(platform, { role: 'countyOfficer', regionCode: county.school.regionCode });
    const people = newPeople(1);
    const held = await newFiled(people);
    const { batchId } = await prepare('employeeInsurance', held);
    await answer(batchId, csv(heading, [people[0]?.name ?? '', people[0]?.id ?? '', '未参保', '', '']));
    const then = today();
    for (const [age, state] of [
      [0, 'matched'],
      [30, 'matched'],
      [31, 'waiting'],
    ] as const) {
      platform.clock.moveTo(addDays(then, age));
      expect([age, (await show(held, await door.callerFor(actor))).social]).toEqual([age, state]);
    }
  });
});
