import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '#platform/http/testing-http';
import { readSheets } from '#platform/spreadsheet/read';
import { openCounty, type TestCounty } from './testing-county';
import { newPeople, workingDayAfter } from './testing-filings';
import { draftFor, file } from './testing-steps';

let county: TestCounty;
beforeAll(async () => {
  county = await openCounty();
  const { clerk, principal, school, platform } = county;
  const day = (count: number) => workingDayAfter(platform.clock.today(), count);
  await file(principal, await draftFor(clerk, school, day(10), newPeople(2)));
  await file(principal, await draftFor(clerk, school, day(12), newPeople(3)));
  await draftFor(clerk, school, day(14), newPeople(1));
});
afterAll(() => county.close());

async function sheetFor(caller: Caller, filter: Record<string, string> = {}) {
  const reply = await caller('class.export', filter);
  expect(reply.status).toBe(200);
  const read = await readSheets(reply.bytes, '班期列表.xlsx');
  if ('unreadable' in read) throw new Error(read.unreadable);
  return (read.sheets[0]?.rows ?? []).map((row) =>
    (row ?? []).map((cell) => (cell === null ? '' : JSON.stringify(cell))),
  );
}

describe('an exported class list', () => {
  it('says what it shows above its headings, and has the rows of the filter in its order', async () => {
    const rows = await sheetFor(county.clerk, { states: 'filed', sort: 'traineeCount', direction: 'down' });
    expect(rows[0]?.[0]).toContain('状态 待资料核查');
    expect(rows[0]?.[0]).toContain('共 2 件');
    expect(rows[1]?.[0]).toContain('申报编号');
    expect(rows.slice(2).map((row) => row[7])).toEqual([expect.stringContaining('3'), expect.stringContaining('2')]);
  });
  it('has no more than the reader may see', async () => {
    expect(await sheetFor(county.clerk)).toHaveLength(2 + 3);
    expect(await sheetFor(county.officer, { states: 'drafted' })).toHaveLength(2);
  });
  it('carries no name or number of a trainee', async () => {
    const text = JSON.stringify(await sheetFor(county.clerk));
    expect(text).not.toMatch(/\d{17}[\dXx]/);
  });
  it('leaves a trace in the log, with how many rows went out', async () => {
    await sheetFor(county.officer, { states: 'filed' });
    const [entry] = await county.rows(
      sql<{ detail: unknown }>`select detail from log_events where action = 'class.export' order by id desc limit 1`,
    );
    expect(entry?.detail).toMatchObject({ rows: 2 });
  });
  it('is refused for a county that does not exist', async () => {
    expect((await county.officer('class.export', { region: '999999' })).status).toBe(400);
  });
});
