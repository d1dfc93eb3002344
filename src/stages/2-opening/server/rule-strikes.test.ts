import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { z } from 'zod';
import { inScope } from '#platform/database/scope';
import { openCounty, type TestCounty } from './testing-county';
import { newPeople, soundParts, workingDayAfter } from './testing-filings';
import { draft, draftFor, file, inputs } from './testing-steps';

let county: TestCounty;
beforeAll(async () => {
  county = await openCounty();
});
afterAll(() => county.close());

const strikesForm = z.object({
  strikes: z.array(
    z.object({ rule: z.string(), month: z.string(), kind: z.string(), times: z.number(), places: z.number() }),
  ),
});
async function strikesOf(rule: string, caller = county.officer) {
  const reply = await caller('rule.strikes', { rule });
  expect(reply.status).toBe(200);
  return strikesForm.parse(reply.body.result).strikes.map(({ kind, times, places }) => [kind, times, places]);
}
const day = (count: number) => workingDayAfter(county.platform.clock.today(), count);

describe('how often a rule struck', () => {
  it('is counted when a class is filed with a warning, once for the filing, with its places', async () => {
    const [first, ...rest] = newPeople(4);
    if (!first) throw new RangeError('nobody');
    const people = [first, ...rest.map((person) => ({ ...person, phone: first.phone }))];
    await file(county.principal, await draft(county.clerk, soundParts(county.school, day(10), people)));
    expect(await strikesOf('roster.shared-phone')).toEqual([['warned', 1, 3]]);
    expect(await strikesOf('roster.sex-mismatch')).toEqual([]);
  });

  it('is counted when a filing is stopped, though nothing else of the attempt stays', async () => {
    const held = await draftFor(county.clerk, county.school, day(2), newPeople(2));
    const reply = await county.principal('class.file', inputs.file(held));
    expect(reply.status).toBe(422);
    expect(await strikesOf('opening.filed-in-time')).toEqual([['stopped', 1, 1]]);
    const [{ filings } = { filings: -1 }] = await county.rows(
      sql<{ filings: number }>`select count(*)::int as filings from filings where class_id = ${held.classId}`,
    );
    expect(filings).toBe(0);
  });

  it('is counted when a return rests on it, and refused of a rule nobody knows', async () => {
    const filed = await file(county.principal, await draftFor(county.clerk, county.school, day(14), newPeople(2)));
    const point = { part: 'roster', field: 'id', row: 'r1', reason: '证号须核对。' };
    const unknown = { ...inputs.return(filed), points: [{ ...point, rule: 'opening.made-up' }] };
    expect((await county.officer('class.return', unknown)).status).toBe(400);
    const points = [
      { ...point, rule: 'exchange.deceased' },
      { ...point, row: 'r2', rule: 'exchange.deceased' },
      { part: 'posts', reason: '电话打不通。' },
    ];
    expect((await county.officer('class.return', { ...inputs.return(filed), points })).status).toBe(200);
    expect(await strikesOf('exchange.deceased')).toEqual([['returned', 1, 2]]);
    const kept = await county.rows(
      sql<{ rule: string | null }>`select rule from return_points where class_id = ${filed.classId} order by rule`,
    );
    expect(kept.map(({ rule }) => rule)).toEqual(['exchange.deceased', 'exchange.deceased', null]);
  });

  it('is told to each reader of the own place only', async () => {
    expect(await strikesOf('exchange.deceased', county.clerk)).toHaveLength(1);
    const elsewhere = await inScope(
      county.platform.pool,
      { reach: 'county', regionCode: '410823' },
      async (tx) => (await sql`select 1 from rule_strikes`.execute(tx)).rows.length,
    );
    expect(elsewhere).toBe(0);
  });
});
