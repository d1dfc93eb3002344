import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readSheets } from '../src/platform/spreadsheet/read';
import type { Desk } from './desk';
import { openOffice } from './office';

const office = openOffice();
let officer: Desk;
let page: Page;

beforeAll(async () => {
  officer = await office.desk('officer.boai');
  ({ page } = officer);
});

async function ask<Form extends z.ZodType>(form: Form, path: string): Promise<z.output<Form>> {
  const reply = await page.request.get(`${office.product.address}/api/v1${path}`);
  const { result } = z.object({ result: z.unknown() }).parse(await reply.json());
  return form.parse(result);
}
const rowsForm = z.object({
  rows: z.array(z.looseObject({ id: z.string(), blockingCount: z.number(), warningCount: z.number() })),
});
const viewForm = z.object({
  roster: z.array(z.object({ cells: z.looseObject({ name: z.string(), category: z.string() }) })),
  items: z.array(z.looseObject({ item: z.string(), state: z.string() })),
});

/** The list as it was downloaded: names and whole numbers in their order. */
async function peopleIn(path: string): Promise<{ name: string; id: string }[]> {
  const read = await readSheets(await readFile(path), 'list.xlsx');
  if ('unreadable' in read) throw new Error(read.unreadable);
  return (read.sheets[0]?.rows ?? []).flatMap((row) => {
    const [, name, id] = Array.from(row ?? [], (cell) => cell?.text ?? '');
    return name && id && /^\d{17}[\dX]$/.test(id) ? [{ name, id }] : [];
  });
}

const dialog = () => page.getByRole('dialog');

describe('an exchange batch, from the desk to the other office and back', () => {
  let classAddress = '';
  let number = '';
  let people: { name: string; id: string }[] = [];
  let insured = -1;

  it('is begun at the item of the check, for this class', async () => {
    const { rows } = await ask(rowsForm, '/classes?states=filed&sort=dueOn');
    const candidates = rows.filter((row) => row.blockingCount === 0 && row.warningCount === 0);
    const views = await Promise.all(
      candidates.map(async ({ id }) => ({ id, ...(await ask(viewForm, `/classes/${id}`)) })),
    );
    const view = views.find(({ items }) =>
      items.some((each) => each.item === 'socialInsurance' && each.state === 'waiting'),
    );
    if (!view) throw new Error('no clean class waits for the insurance register');
    classAddress = `/classes/${view.id}`;
    insured = view.roster.findIndex(({ cells }) => /农村转移|失业/.test(cells.category));
    expect(insured).toBeGreaterThanOrEqual(0);
    await officer.visit(classAddress);
    await page.getByRole('button', { name: /社保参保/ }).click();
    await page.getByRole('link', { name: '发起比对' }).click();
    await dialog().waitFor();
    await expect.poll(() => dialog().getByLabel('班期', { exact: true }).inputValue()).toContain('BA-2026-');
    expect(await officer.axeFindings()).toEqual([]);
    await dialog().getByRole('button', { name: '建批次' }).click();
    await page.waitForURL(/\/exchanges\/[0-9a-f-]{36}/);
    await page.getByRole('heading', { level: 1 }).waitFor();
    number = /EX-2026-\d{4}/.exec((await page.locator('h1').textContent()) ?? '')?.[0] ?? '';
    expect(number).not.toBe('');
    expect(await officer.axeFindings()).toEqual([]);
  });

  it('leaves as a list with whole numbers, for a reason', async () => {
    await page.getByRole('button', { name: '下载名单' }).click();
    await dialog().getByRole('textbox').fill('送县社保中心比对');
    expect(await officer.axeFindings()).toEqual([]);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      dialog().getByRole('button', { name: '下载', exact: true }).click(),
    ]);
    expect(file.suggestedFilename()).toContain(number);
    people = await peopleIn(await file.path());
    expect(people.length).toBeGreaterThan(insured);
    await officer.visit(classAddress);
    await page.getByRole('button', { name: /社保参保/ }).waitFor();
    expect(await page.getByRole('button', { name: /社保参保/ }).textContent()).toMatch(
      new RegExp(`比对未回.*批次 ${number}`),
    );
  });

  it('is answered: what does not meet is shown first, and only then taken', async () => {
    await page.getByRole('button', { name: /社保参保/ }).click();
    await page.getByRole('link', { name: '看比对批次' }).click();
    const lines = people.map(({ name, id }, at) =>
      at === insured ? [name, id, '参保缴费', '2025-09', '温县康颐养老服务有限公司'] : [name, id, '未参保', '', ''],
    );
    const text = [['姓名', '身份证号', '参保状态', '参保开始', '参保单位'], ...lines.slice(0, -1)];
    const choose = async (rows: string[][]) =>
      page.locator('input[type=file]').setInputFiles({
        name: '社保中心结果.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(rows.map((row) => row.join(',')).join('\r\n')),
      });
    await choose(text);
    await page.getByText('名单里有、结果里没有 1').waitFor();
    expect(await officer.axeFindings()).toEqual([]);
    const titled = [['社保中心比对结果', '', '', '', ''], ...text, ...lines.slice(-1), ['合计', '', '', '', '']];
    await choose(titled);
    await page.getByText('人数、姓名、证号都对得上').waitFor();
    await page.getByText('没有用到的行 1').click();
    await page.getByText(`第 ${titled.length} 行 合计：合计或落款`).waitFor();
    await page.getByLabel('表头在').selectOption('0');
    const status = page.locator('.columns label:has(> span:text-is("参保状态")) select');
    await expect.poll(() => status.inputValue()).toBe('');
    await page.getByLabel('表头在').selectOption('1');
    await expect.poll(() => status.inputValue()).toBe('2');
    await page.getByText('人数、姓名、证号都对得上').waitFor();
    expect(await officer.axeFindings()).toEqual([]);
    await page.getByRole('button', { name: '导入结果' }).click();
    await page.getByText(/结果已导入/).waitFor();
    await page.getByText('温县康颐养老服务有限公司').first().waitFor();
    expect(await page.locator('main').textContent()).not.toContain(people[insured]?.id);
    expect(await officer.axeFindings()).toEqual([]);
  });

  it('brings its finding to the person, and the officer decides with the batch as evidence', async () => {
    await officer.visit(classAddress);
    await page.locator('a[title="exchange.insured-at-start"]').first().waitFor();
    const said = (await page.locator('main').textContent()) ?? '';
    expect(said).toContain(`批次 ${number}`);
    expect(said).toContain('温县康颐养老服务有限公司');
    expect(said).toContain(`职工参保比对批次 ${number} 已答复`);
    expect(await officer.axeFindings()).toEqual([]);
    await page.keyboard.press('w');
    await dialog().getByRole('textbox').fill('已电话核实：去年离职，原单位未停保。');
    await dialog()
      .getByRole('button', { name: /可以接受|认定|成立|认可/ })
      .last()
      .click();
    await dialog().waitFor({ state: 'hidden' });
    await page
      .getByText(/^已认可：/)
      .first()
      .waitFor();
    await page.keyboard.press('a');
    await dialog().waitFor();
    expect(await dialog().getByText('已在社保系统逐人查询').count()).toBe(0);
    await dialog().getByRole('button', { name: '核查通过' }).click();
    await expect.poll(() => page.url()).not.toContain(classAddress);
  });

  it('stands in the list of batches; the page of entry numbers opens and is in order', async () => {
    await officer.visit('/exchanges');
    await page.getByText(number).first().waitFor();
    expect(await officer.axeFindings()).toEqual([]);
    await officer.visit('/registrations');
    await page.getByRole('columnheader', { name: '未录入' }).waitFor();
    expect(await officer.axeFindings()).toEqual([]);
    expect(officer.complaints).toEqual([]);
    expect(office.product.output()).not.toMatch(/"reference"/);
  });
});
