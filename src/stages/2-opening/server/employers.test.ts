import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { creditCheckSign } from '#law/unified-credit-code';
import type { Caller } from '#platform/http/testing-http';
import { addUser } from '#platform/testing-platform';
import { openCounty, type TestCounty } from './testing-county';
import { addSchool, newPeople, soundParts, workingDayAfter } from './testing-filings';
import { draft, file, inputs, resultOf, saveParts } from './testing-steps';

let county: TestCounty;
let otherPrincipal: Caller;
let otherOfficer: Caller;
let cityOfficer: Caller;
beforeAll(async () => {
  county = await openCounty();
  const { door, platform } = county;
  const school = await addSchool(platform, '410821');
  otherPrincipal = await door.callerFor(school.principal);
  otherOfficer = await door.callerFor(await addUser(platform, { role: 'countyOfficer', regionCode: '410821' }));
  cityOfficer = await door.callerFor(await addUser(platform, { role: 'cityOfficer', name: '市局经办' }));
});
afterAll(() => county.close());

let codes = 0;
function newCode(regionCode = '410822'): string {
  codes += 1;
  const first = `91${regionCode}MA${String(codes).padStart(7, '0')}`;
  return first + creditCheckSign(first);
}

let days = 9;
const nextDay = () => workingDayAfter(county.platform.clock.today(), (days += 1));

/** A sound filing of two trainees whose posts are those of the employer. */
function partsOf(employer: { readonly name: string; readonly code: string; readonly phone?: string }) {
  const parts = soundParts(county.school, nextDay(), newPeople(2));
  const posts = parts.posts.map((post) => ({
    ...post,
    employer: employer.name,
    creditCode: employer.code,
    post: `护理员（第 ${days} 批）`,
    phone: employer.phone ?? post.phone,
  }));
  return { ...parts, posts };
}
const fileOf = async (employer: Parameters<typeof partsOf>[0]) =>
  file(county.principal, await draft(county.clerk, partsOf(employer)));

const viewForm = z.object({
  version: z.number(),
  name: z.string(),
  region: z.string(),
  maskedPhone: z.string(),
  mayKeep: z.boolean(),
  posts: z.array(z.object({ post: z.string(), employer: z.string(), institution: z.string() })),
  standings: z.array(z.object({ fault: z.string(), since: z.string(), liftedOn: z.string().optional() })),
});
const show = async (caller: Caller, creditCode: string) =>
  resultOf(viewForm, await caller('employer.show', { creditCode }));
const today = () => county.platform.clock.today();
const mark = (caller: Caller, creditCode: string, version: number, change: object = {}) =>
  caller('employer.mark', {
    creditCode,
    version,
    fault: 'deregistered',
    since: today(),
    source: '国家企业信用信息公示系统 查询',
    ...change,
  });

describe('an employer', () => {
  it('is entered when a post of it is filed, once for all classes, telephone sealed', async () => {
    const code = newCode();
    await fileOf({ name: '博爱县康颐养老服务有限公司', code, phone: '13903910123' });
    await fileOf({ name: '博爱康颐养老', code, phone: '13903910999' });
    const view = await show(county.officer, code);
    expect(view).toMatchObject({ name: '博爱县康颐养老服务有限公司', region: '博爱县', maskedPhone: '139****0123' });
    expect(view.posts.map(({ employer }) => employer).sort()).toEqual(['博爱县康颐养老服务有限公司', '博爱康颐养老']);
    const [row] = await county.rows(
      sql<{ text: string }>`select e::text as text from employers e where credit_code = ${code}`,
    );
    expect(row?.text).not.toContain('13903910123');
  });

  it('is not entered by a draft, nor by a post without a code', async () => {
    const code = newCode();
    await draft(county.clerk, partsOf({ name: '未申报的单位', code }));
    await fileOf({ name: '没有代码的单位', code: '' });
    expect((await county.officer('employer.show', { creditCode: code })).status).toBe(404);
    const found = await county.rows(sql`select 1 from employers where name in ('未申报的单位', '没有代码的单位')`);
    expect(found).toEqual([]);
  });

  it('filed by two institutions in the same moment is entered once, and both filings stand', async () => {
    const code = newCode();
    const held = await Promise.all([1, 2, 3].map(() => draft(county.clerk, partsOf({ name: '同时申报的单位', code }))));
    const replies = await Promise.all(held.map((each) => county.principal('class.file', inputs.file(each))));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await show(county.officer, code)).posts).toHaveLength(3);
  });

  it('from elsewhere has no county of ours', async () => {
    const code = newCode('410100');
    await fileOf({ name: '郑州某公司', code });
    expect((await show(county.officer, code)).region).toBe('市本级或外地');
  });
});

describe('who sees an employer', () => {
  it('is every bureau, and an institution whose class names it; posts only of classes in sight', async () => {
    const code = newCode();
    await fileOf({ name: '看得见的单位', code });
    expect((await show(cityOfficer, code)).posts).toHaveLength(1);
    expect((await show(otherOfficer, code)).posts).toEqual([]);
    expect((await show(county.clerk, code)).posts).toHaveLength(1);
    expect((await otherPrincipal('employer.show', { creditCode: code })).status).toBe(404);
  });

  it('finds it by name, initials or code, by county and by standing', async () => {
    const code = newCode();
    await fileOf({ name: '怀川绿源农业有限公司', code });
    const listForm = z.object({
      rows: z.array(z.object({ creditCode: z.string(), headcount: z.number() })),
      total: z.number(),
    });
    const list = async (filter: Record<string, unknown>) =>
      resultOf(listForm, await county.officer('employer.list', filter)).rows;
    for (const search of ['绿源', 'hclyny', code.slice(0, 14).toLowerCase(), code]) {
      expect((await list({ search })).map(({ creditCode }) => creditCode)).toContain(code);
    }
    expect(await list({ search: '绿源', region: '410821' })).toEqual([]);
    expect(await list({ search: '绿源', standing: 'abnormal' })).toEqual([]);
    await mark(county.officer, code, 1, { fault: 'abnormal' });
    expect(await list({ search: '绿源', standing: 'abnormal' })).toMatchObject([{ creditCode: code, headcount: 7 }]);
    expect(await list({ search: '绿源', standing: 'sound' })).toEqual([]);
  });

  it('pages through the list without losing or repeating any', async () => {
    const pageForm = z.object({
      rows: z.array(z.object({ creditCode: z.string() })),
      nextCursor: z.string().optional(),
      total: z.number(),
    });
    const many = Array.from({ length: 60 }, (_each, at) => ({ name: `分页单位${at}`, code: newCode() }));
    const parts = soundParts(county.school, nextDay(), newPeople(1));
    const [post] = parts.posts;
    const posts = many.flatMap(({ name, code }) =>
      post ? [{ ...post, id: randomUUID(), employer: name, creditCode: code }] : [],
    );
    await file(county.principal, await draft(county.clerk, { ...parts, posts }));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = resultOf(
        pageForm,
        await county.officer('employer.list', { search: '分页单位', ...(cursor ? { cursor } : {}) }),
      );
      expect(page.total).toBe(60);
      seen.push(...page.rows.map(({ creditCode }) => creditCode));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen.sort()).toEqual(many.map(({ code }) => code).sort());
  });
});

describe('an employer struck off', () => {
  it('no longer counts towards 1:3 in a draft: the save says so, and the filing is refused', async () => {
    const code = newCode();
    await fileOf({ name: '将注销的单位', code });
    expect((await mark(county.officer, code, 1)).status).toBe(200);
    const held = await draft(county.clerk, partsOf({ name: '将注销的单位', code }));
    expect(held.findings.sort()).toEqual(['opening.enough-posts', 'opening.post-uncounted']);
    const refusal = await county.principal('class.file', inputs.file(held));
    expect([refusal.status, refusal.body.findings?.length]).toEqual([422, 2]);
    const savedForm = z.object({
      version: z.number(),
      dormantEmployers: z.array(z.object({ creditCode: z.string(), fault: z.string() })),
    });
    const parts = partsOf({ name: '将注销的单位', code });
    const saved = resultOf(
      savedForm,
      await county.clerk('class.save-posts', { classId: held.classId, version: held.version, posts: parts.posts }),
    );
    expect(saved.dormantEmployers).toMatchObject([{ creditCode: code, fault: 'deregistered' }]);
    const classForm = z.object({ dormantEmployers: z.array(z.object({ creditCode: z.string() })) });
    const view = resultOf(classForm, await county.clerk('class.show', { classId: held.classId }));
    expect(view.dormantEmployers).toHaveLength(1);
  });

  it('counts again once that is lifted', async () => {
    const code = newCode();
    await fileOf({ name: '移出异常名录的单位', code });
    await mark(county.officer, code, 1, { fault: 'abnormal' });
    const parts = partsOf({ name: '移出异常名录的单位', code });
    const held = await draft(county.clerk, parts);
    expect(held.findings).toContain('opening.enough-posts');
    const lift = { creditCode: code, version: 2, liftedOn: today(), source: '已移出经营异常名录' };
    expect((await county.officer('employer.lift', lift)).status).toBe(200);
    expect((await saveParts(county.clerk, held, parts)).findings).toEqual([]);
    expect((await show(county.officer, code)).standings).toMatchObject([{ fault: 'abnormal', liftedOn: today() }]);
  });

  it('is marked with a ground and not ahead of time, once, by whoever keeps it', async () => {
    const code = newCode();
    await fileOf({ name: '只标一次的单位', code });
    expect((await mark(county.officer, code, 1, { since: workingDayAfter(today(), 1) })).status).toBe(400);
    expect((await mark(county.officer, code, 1, { source: '' })).status).toBe(400);
    expect((await mark(otherOfficer, code, 1)).status).toBe(403);
    expect((await mark(county.clerk, code, 1)).status).toBe(403);
    expect((await mark(county.officer, code, 1)).status).toBe(200);
    expect((await mark(county.officer, code, 1)).status).toBe(409);
    expect((await mark(county.officer, code, 2, { fault: 'revoked' })).status).toBe(409);
  });
});

describe('the name of an employer', () => {
  it('is corrected with its ground, and a later filing does not undo it', async () => {
    const code = newCode();
    await fileOf({ name: '康颐养老', code });
    const corrected = {
      creditCode: code,
      version: 1,
      name: '博爱县康颐养老服务有限公司',
      address: '中山路 8 号',
      contact: '刘经理',
      reason: '对照营业执照',
    };
    expect((await county.officer('employer.correct', corrected)).status).toBe(200);
    expect((await county.officer('employer.correct', corrected)).status).toBe(409);
    await fileOf({ name: '康颐养老', code });
    expect(await show(county.officer, code)).toMatchObject({ name: '博爱县康颐养老服务有限公司', version: 2 });
    const historyForm = z.object({
      entries: z.array(z.object({ operation: z.string(), changes: z.array(z.unknown()) })),
    });
    const { entries } = resultOf(historyForm, await county.officer('register.history', { type: 'employer', id: code }));
    expect(entries.map(({ operation }) => operation)).toEqual(['employer.correct']);
    expect(entries[0]?.changes).toContainEqual({
      field: '单位名称',
      before: '康颐养老',
      after: '博爱县康颐养老服务有限公司',
    });
  });
});
