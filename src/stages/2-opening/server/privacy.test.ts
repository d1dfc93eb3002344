import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type EmbeddedServer, startEmbedded } from '#platform/database/embedded';
import { migrate } from '#platform/database/migrate';
import { openPool } from '#platform/database/pool';
import { ask, testSource } from '#platform/database/testing-folder';
import type { Caller } from '#platform/http/testing-http';
import { verifyLog } from '#platform/log/verify';
import { numberWaiting } from '#platform/log/sequencer';
import { openCounty, type TestCounty } from './testing-county';
import { newPeople, soundParts, type TestPerson, workingDayAfter } from './testing-filings';
import { draft, type Held, inputs, resultOf, saveParts } from './testing-steps';

/** A server of its own, so that every byte on its disk is of this test. */
let server: EmbeddedServer;
let folder: string;
let county: TestCounty;
let people: TestPerson[];
let classId: string;
/** What each command was about and how it was sent. */
const sent: { readonly name: string; readonly commandId: string; readonly subject: string }[] = [];

async function send(caller: Caller, name: string, input: Record<string, unknown>, subject = classId) {
  const commandId = randomUUID();
  const reply = await caller(name, input, { commandId });
  if (reply.status !== 200) throw new Error(`${name}: ${reply.status} ${reply.body.message}`);
  sent.push({ name, commandId, subject });
  return reply;
}

/** A filing through every kind of command: returned, answered, filed again, verified, approved, looked up. */
async function wholeLife(): Promise<void> {
  const { clerk, principal, officer, signatory, school, platform } = county;
  const parts = soundParts(school, workingDayAfter(platform.clock.today(), 10), people);
  const drafted = await draft(clerk, parts);
  classId = drafted.classId;
  let version = drafted.version;
  const held = (): Held => ({ classId, version });
  const step = async (caller: Caller, name: string, input: Record<string, unknown>) => {
    await send(caller, name, input);
    version += 1;
  };
  await step(principal, 'class.file', inputs.file(held()));
  await step(officer, 'class.return', inputs.return(held()));
  const [point] = await county.rows(sql<{ id: string }>`select id from return_points where class_id = ${classId}`);
  await send(clerk, 'class.answer-return', { classId, pointId: point?.id, answer: '已核对。' });
  version = (await saveParts(clerk, held(), parts)).version;
  await step(principal, 'class.file', inputs.file(held()));
  await step(officer, 'class.mark-item', inputs.mark(held()));
  const warnings = [{ rule: 'opening.plan-holiday', row: '', field: 'taughtOn' }];
  await step(officer, 'class.decide-warnings', { ...held(), warnings, accepted: true, reason: '属实' });
  await step(officer, 'class.verify', inputs.verify(held()));
  await send(signatory, 'class.reveal-person', { classId, rowId: 'r1', reason: '电话核实' }, `${classId}/r1`);
  await step(signatory, 'class.approve', inputs.approve(held()));
  await officer('search.find', { words: people[0]?.name ?? '' });
  await officer('trainee.list', { search: people[0]?.id.slice(-4) ?? '' });
  await officer('class.document', { classId, annex: '4' });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mx-'));
  server = await startEmbedded(join(folder, 'data'), { source: testSource });
  await migrate(server.owner, resolve('migrations'));
  const pool = openPool(server.app);
  const superuser = { ...server.postgres, database: server.app.database };
  county = await openCounty({ ...server, superuser, pool, drop: () => pool.end() });
  people = newPeople(3);
  await wholeLife();
});
afterAll(async () => {
  await county.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Every number of a person or account that went in. */
async function canaries(): Promise<string[]> {
  const { secrets } = county.platform.services;
  const banks = await county.rows(sql<{ id: string; sealed: Buffer; phone: Buffer }>`
    select id, bank_account_sealed as sealed, phone_sealed as phone from institutions`);
  const teachers = await county.rows(sql<{ id: string; sealed: Buffer; phone: Buffer }>`
    select id, id_sealed as sealed, phone_sealed as phone from teachers`);
  return [
    ...people.flatMap(({ id, phone }) => [id, phone]),
    ...banks.flatMap((row) => [
      secrets.open('bankAccount', row.id, row.sealed),
      secrets.open('phone', row.id, row.phone),
    ]),
    ...teachers.flatMap((row) => [
      secrets.open('identityNumber', row.id, row.sealed),
      secrets.open('phone', row.id, row.phone),
    ]),
    '13800000001',
    '13800000002',
  ];
}

const filesIn = (top: string): string[] =>
  readdirSync(top, { recursive: true, encoding: 'utf8' })
    .map((name) => join(top, name))
    .filter((path) => statSync(path).isFile());

describe('every command that changes something', () => {
  it('leaves exactly one log entry, about what it changed', async () => {
    for (const { name, commandId, subject } of sent) {
      const entries = await county.rows(
        sql<object>`select action, outcome, subject_id from log_events where command_id = ${commandId}`,
      );
      expect(entries).toEqual([{ action: name, outcome: 'done', subject_id: subject }]);
    }
    expect(sent.map(({ name }) => name)).toHaveLength(9);
  });

  it('is in a log that proves itself whole', async () => {
    const { pool, clock } = county.platform;
    while ((await numberWaiting(pool, clock.now())) > 0);
    expect(await verifyLog(pool, { now: clock.now() })).toMatchObject({ faults: [] });
  });
});

describe('numbers of persons and accounts', () => {
  it('are in no column in the open, sealed ones aside', async () => {
    const tables = await county.rows(sql<{ name: string }>`
      select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE'`);
    const found: string[] = [];
    for (const canary of await canaries())
      for (const { name } of tables) {
        const rows = await county.rows(sql`select 1 from ${sql.table(name)} t where strpos(t::text, ${canary}) > 0`);
        if (rows.length > 0) found.push(`${name}: ${canary}`);
      }
    expect(found).toEqual([]);
  });

  it('are in no byte of the database’s files and its write-ahead log; a name, kept in the open, is', async () => {
    await ask(server.postgres, 'checkpoint');
    const hits = new Map<string, number>();
    const wanted = [...(await canaries()), '郝桂花'];
    for (const path of filesIn(join(folder, 'data'))) {
      const bytes = readFileSync(path);
      for (const text of wanted) if (bytes.includes(text)) hits.set(text, (hits.get(text) ?? 0) + 1);
    }
    expect([...hits.keys()]).toEqual(['郝桂花']);
  });

  it('typed into a reason, opinion or answer are refused, with another way to say whom', async () => {
    const { clerk, officer } = county;
    const id = people[0]?.id ?? '';
    const stale = { classId, version: 1 };
    const message = /请不要写完整的证件号、电话或账号/;
    for (const [caller, name, input] of [
      [clerk, 'class.withdraw', { ...stale, reason: `${id} 退出` }],
      [officer, 'class.mark-item', { ...inputs.mark(stale), note: `${people[0]?.phone}不通` }],
      [officer, 'class.verify', { ...stale, opinion: `证号 ${id} 属实` }],
      [officer, 'class.return', { ...stale, points: [{ part: 'roster', reason: `４１０８２２${id.slice(6)}有误` }] }],
      [officer, 'class.reveal-person', { classId, rowId: 'r1', reason: id }],
    ] as const) {
      const reply = await caller(name, input);
      expect([name, reply.status, reply.body.message]).toEqual([name, 400, expect.stringMatching(message)]);
    }
  });

  it('are shown whole to nobody but the institution that still writes the class', async () => {
    for (const caller of [county.clerk, county.officer, county.signatory]) {
      const text = JSON.stringify((await caller('class.show', { classId })).body);
      for (const { id, phone } of people) expect([text.includes(id), text.includes(phone)]).toEqual([false, false]);
    }
    const shown = await county.officer('class.reveal-person', { classId, rowId: 'r1', reason: '电话核实' });
    expect(resultOf(z.object({ id: z.string() }), shown).id).toBe(people[0]?.id);
  });
});
