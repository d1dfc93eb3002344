import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openCounty, type TestCounty } from './testing-county';
import { addSchool } from './testing-filings';
import { resultOf } from './testing-steps';

let county: TestCounty;
beforeAll(async () => {
  county = await openCounty();
});
afterAll(() => county.close());

const shapes = z.object({
  shapes: z.array(z.object({ columns: z.record(z.string(), z.string()), savedBy: z.string(), savedOn: z.string() })),
});
const columns = { 栏目甲: 'name', 栏目乙: 'id', 栏目丙: '' };
type Ask = TestCounty['clerk'];
const known = async (caller: Ask, list = 'roster') =>
  resultOf(shapes, await caller('import-mapping.list', { list })).shapes;
const remember = (caller: Ask, named: Record<string, string>, list = 'roster') =>
  caller('import-mapping.remember', {
    list,
    columns: Object.entries(named).map(([heading, field]) => ({ heading, field })),
  });

describe('columns named by hand', () => {
  it('are known to the whole office of the institution, and to nobody else', async () => {
    const { clerk, principal, door, platform } = county;
    expect((await remember(clerk, columns)).status).toBe(200);
    expect(await known(clerk)).toMatchObject([{ columns, savedOn: platform.clock.today() }]);
    expect(await known(principal)).toHaveLength(1);
    const other = await addSchool(platform, '410822');
    expect(await known(await door.callerFor(other.clerk))).toEqual([]);
    expect(await known(clerk, 'posts')).toEqual([]);
  });

  it('are named anew for the same headings in any order, not a second time', async () => {
    const { principal } = county;
    await remember(principal, { 栏目丙: 'phone', 栏目乙: 'id', 栏目甲: 'name' });
    expect(await known(principal)).toMatchObject([{ columns: { 栏目丙: 'phone' } }]);
  });

  it.each([
    ['a number of a person in a heading', { 栏目甲: 'name', '410802199003070017': 'id' }, '不是表头'],
    ['a field nobody knows', { 栏目甲: 'name', 栏目乙: 'salary' }, '认不出的栏目'],
    ['one field for two columns', { 栏目甲: 'name', 栏目乙: 'name' }, '两列对应了同一栏'],
    ['a single column', { 栏目甲: 'name' }, '至少两列'],
  ])('are refused with %s', async (_, named, reason) => {
    const reply = await remember(county.clerk, named);
    expect(reply.status).toBe(400);
    expect(JSON.stringify(reply.body)).toContain(reason);
  });

  it('leave no heading in the log', async () => {
    const entries = await county.rows(
      sql<{
        detail: string;
      }>`select detail::text from log_events where action = 'import-mapping.remember' and outcome = 'done'`,
    );
    expect(entries.length).toBeGreaterThan(0);
    for (const { detail } of entries) expect(detail).not.toContain('栏目');
  });

  it('are kept for sixty kinds of files; the one used longest ago is forgotten', async () => {
    const { clerk } = county;
    for (let at = 0; at < 61; at += 1) await remember(clerk, { 招聘方: 'employer', [`表${at}`]: 'post' }, 'posts');
    const kept = await known(clerk, 'posts');
    expect(kept).toHaveLength(60);
    expect(await known(clerk)).toHaveLength(1);
  });
});

describe('a file that is read', () => {
  it('comes back cell by cell, blank sheets left out, and nothing of it is kept', async () => {
    const form = z.object({ sheets: z.array(z.object({ rows: z.array(z.unknown()) })) });
    const upload = { name: '岗位.csv', bytes: Buffer.from('单位名称,岗位\n康宁公司,护理员') };
    const { sheets } = resultOf(form, await county.clerk('sheet.read-file', {}, { upload }));
    expect(sheets[0]?.rows[1]).toEqual([
      { kind: 'text', text: '康宁公司' },
      { kind: 'text', text: '护理员' },
    ]);
    const blank = await county.clerk('sheet.read-file', {}, { upload: { name: 'x.csv', bytes: Buffer.from('\n\n') } });
    expect([blank.status, blank.body.message]).toEqual([400, expect.stringContaining('没有表格')]);
    const kept = await county.rows(sql`select 1 from log_events where detail::text like '%康宁%'`);
    expect(kept).toEqual([]);
  });
});
