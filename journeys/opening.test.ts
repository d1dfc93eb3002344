import { readFile } from 'node:fs/promises';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { birthOf14, corrections, messyRoster, planted } from './messy-roster';
import { demoPassword } from '../src/demo/accounts';
import { openOffice } from './office';
import { asFile, classBundle } from './trainee-pictures';

const office = openOffice();

async function textOfPdf(bytes: Buffer): Promise<string> {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(bytes);
  const pages = [...document.pages()].map((page) => page.getText());
  document.destroy();
  library.destroy();
  return pages.join('\n');
}

const step = (page: Page, name: string) => page.locator('.step', { hasText: name });
const cell = (page: Page, row: number, column: number) =>
  page.locator(`[role=gridcell][data-row="${row - 1}"][data-column="${column}"]`);

async function columnOf(page: Page, name: string): Promise<number> {
  const heads = await page.locator('[role=columnheader][data-head]').allTextContents();
  const at = heads.findIndex((head) => head.trim() === name);
  expect(at, `column ${name}`).toBeGreaterThanOrEqual(0);
  return at;
}

async function typeInto(page: Page, row: number, column: string, text: string): Promise<void> {
  await cell(page, row, await columnOf(page, column)).click();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

async function typeDay(page: Page, label: string, text: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(text);
  await page.keyboard.press('Tab');
}

const saved = (page: Page) => page.getByText(/已自动保存/).waitFor();

async function fillApplication(page: Page): Promise<void> {
  await typeDay(page, '开班日期', '12-14');
  await typeDay(page, '结束日期', '2027-02-26');
  await typeDay(page, '结业考试时间', '2027-02-26');
  await typeDay(page, '职业技能鉴定时间', '2027-03-05');
  await page.getByLabel('晚上班').check();
  await page.getByLabel('理论课地点').selectOption({ index: 1 });
  await page.getByLabel('实操课地点').selectOption({ index: 1 });
  await page.getByLabel('本班负责人').fill('王海燕');
  await page.getByLabel('负责人联系电话').fill('13803910001');
  await saved(page);
}

async function signAndFile(page: Page): Promise<void> {
  await page.getByLabel(/本机构确认/).check();
  await page.getByLabel('登录密码（作为签署）').fill(demoPassword);
  await page.getByRole('button', { name: '签署并申报' }).click();
  await page.waitForURL('**/receipt');
}

async function pastePosts(page: Page): Promise<void> {
  const rows = ['招聘单位\t岗位\t招聘人数\t工资待遇\t联系人\t联系电话\t有效期'];
  for (let at = 1; at <= 3; at += 1)
    rows.push(`焦作市康宁养老服务公司${at}\t养老护理员\t25\t3200\t李静\t1390391100${at}\t2027-06-30`);
  await cell(page, 1, 0).click();
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, rows.join('\n'));
}

describe('a class, from a clerk’s messy roster to approval', () => {
  let classAddress = '';

  it('is drafted, its roster read with every fault at its cell, corrected and filed', async () => {
    const clerk = await office.desk('clerk.boai');
    const { page } = clerk;
    expect(await clerk.axeFindings()).toEqual([]);
    await clerk.visit('/classes/new');
    expect(await clerk.axeFindings()).toEqual([]);
    await page.getByRole('button', { name: '开这个班' }).first().click();
    await page.waitForURL(/\/classes\/[0-9a-f-]{36}/);
    classAddress = new URL(page.url()).pathname;
    await page.getByText('最早可开班日').waitFor();
    expect(
      await page
        .locator('h1 + *, .sub')
        .allTextContents()
        .then((all) => all.join('')),
    ).toContain('11月30日');
    await fillApplication(page);

    await step(page, '备案花名册').click();
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: '花名册定稿.xlsx', mimeType: 'application/octet-stream', buffer: await messyRoster() });
    await page.getByRole('button', { name: '导入 20 人' }).waitFor();
    expect(await clerk.axeFindings()).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByText(/认出 1[01] 列/).waitFor();
    expect(await page.getByText('20 人', { exact: true }).count()).toBeGreaterThan(0);
    expect(await page.locator('[role=gridcell][aria-invalid]').count()).toBe(planted.length);
    expect(await cell(page, 7, await columnOf(page, '身份证号')).textContent()).toMatch(/^\d{17}[\dX]$/);
    expect(await cell(page, 9, 0).textContent()).toBe('王㛃');
    await cell(page, 1, 0).click();
    await page.keyboard.press('F8');
    await page.getByText(planted[0].rule).waitFor();
    expect(await clerk.axeFindings()).toEqual([]);
    for (const { row, column, text } of corrections) await typeInto(page, row, column, text);
    await typeInto(page, 14, '出生日期', birthOf14);
    await expect.poll(() => page.locator('[role=gridcell][aria-invalid]').count()).toBe(0);
    await saved(page);

    await step(page, '岗位信息').click();
    await pastePosts(page);
    await page.getByText('导入后有效岗位 75 个，1 : 3.7').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText(/有效岗位 75 个，1 : 3\.7/).waitFor();
    await step(page, '教学计划').click();
    await page.getByRole('button', { name: '生成教学计划' }).click();
    await page.getByText(/合计 (\d+) \/ \1 课时/).waitFor();
    await saved(page);
    await step(page, '证明与照片').click();
    const heads = await page.locator('tbody th[scope=row]').allTextContents();
    const bundle = await classBundle(heads.map((head) => head.replace(/[\d\s]/g, '')));
    await page.getByLabel(/上传照片和证明/).setInputFiles(asFile('照片和证明.zip', bundle));
    await page.getByText('20 / 20 人齐全').waitFor();
    await page.reload();
    await step(page, '核对申报').click();
    const offer = page.getByRole('button', { name: '送负责人签署' });
    await offer.waitFor();
    expect(await page.locator('.step').allTextContents()).not.toContain('须改');
    expect(await clerk.axeFindings()).toEqual([]);
    await offer.click();
    await page.waitForURL('**/work');

    const principal = await office.desk('principal.boai');
    await principal.page.getByText('负责人签署').first().waitFor();
    await principal.visit(`${classAddress}?part=sign`);
    await principal.page.getByText(/已备好送签，此后没有改动/).waitFor();
    expect(await principal.axeFindings()).toEqual([]);
    await signAndFile(principal.page);
    await principal.page.getByText('申报回执').waitFor();
    expect(await principal.page.locator('main').textContent()).toMatch(/BA-2026-\d{4}.*11月30日/s);
    expect(await principal.axeFindings()).toEqual([]);
  });

  it('is returned with a reason, answered, and filed again with the difference shown', async () => {
    const officer = await office.desk('officer.boai');
    const { page } = officer;
    await officer.visit(classAddress);
    expect(await officer.axeFindings()).toEqual([]);
    await page.getByRole('button', { name: '退回这一行' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await dialog.getByRole('textbox').first().fill('请核对第 1 名学员的联系电话。');
    expect(await officer.axeFindings()).toEqual([]);
    await dialog.getByRole('button', { name: /退回/ }).last().click();
    await expect.poll(() => page.url()).not.toContain(classAddress);

    const clerk = await office.desk('clerk.boai');
    await clerk.visit(classAddress);
    await clerk.page.getByText(/退回 1 处/).waitFor();
    await clerk.page.getByLabel('答复').fill('已电话核对并更正。');
    await clerk.page.getByRole('button', { name: '答复', exact: true }).click();
    await clerk.page.getByText('答复：已电话核对并更正。').waitFor();
    await step(clerk.page, '备案花名册').click();
    await typeInto(clerk.page, 1, '联系电话', '13903918888');
    await saved(clerk.page);
    await step(clerk.page, '核对申报').click();
    await clerk.page.getByRole('button', { name: '送负责人签署' }).click();
    await clerk.page.waitForURL('**/work');
    const principal = await office.desk('principal.boai');
    await principal.visit(`${classAddress}?part=sign`);
    await signAndFile(principal.page);
    await principal.page.getByText('第 2 次').waitFor();
  });

  it('is checked by one officer, with what lies outside our data said by hand', async () => {
    const officer = await office.desk('officer.boai');
    const { page } = officer;
    await officer.visit(classAddress);
    await page.getByText('社保参保').first().click();
    await page
      .getByRole('button', { name: /认定相符|相符/ })
      .last()
      .click();
    await page.getByText(/已查，相符/).waitFor();
    await page.getByText('各项相符，可以核查通过。').waitFor();
    await page.keyboard.press('a');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    expect(await officer.axeFindings()).toEqual([]);
    await dialog.getByRole('button', { name: '核查通过' }).click();
    await expect.poll(() => page.url()).not.toContain(classAddress);
  });

  it('is approved by a second person, who gives it its class number', async () => {
    const signatory = await office.desk('signatory.boai');
    const { page } = signatory;
    await signatory.visit(classAddress);
    await page.keyboard.press('a');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await dialog.getByLabel(/密码/).fill(demoPassword);
    expect(await signatory.axeFindings()).toEqual([]);
    await dialog.getByRole('button', { name: '批准开班' }).click();
    await expect.poll(() => page.url()).not.toContain(classAddress);

    const clerk = await office.desk('clerk.boai');
    await clerk.visit(classAddress);
    expect(await clerk.page.locator('main').textContent()).toMatch(/2026 年第 \d+ 期/);
    expect(await clerk.axeFindings()).toEqual([]);
    const [file] = await Promise.all([
      clerk.page.waitForEvent('download'),
      clerk.page.locator('a[href*="/documents/4"]').first().click(),
    ]);
    expect(file.suggestedFilename()).toContain('备案花名册');
    const text = await textOfPdf(await readFile(await file.path()));
    expect(text).toContain('王㛃');
    expect(text).toMatch(/培训专业：\S+（[一二三四五]级）/);
  });

  it('is found by a rare name, by pinyin initials, by its number and by the institution', async () => {
    const { page } = await office.desk('officer.boai');
    const number = await page.evaluate(async () => {
      const answer = await fetch('/api/v1/classes?sort=changedAt&direction=down&states=approved');
      const body: { result: { rows: { filingNumber: string }[] } } = await answer.json();
      return body.result.rows[0]?.filingNumber ?? '';
    });
    for (const [words, found] of [
      ['王㛃', '王㛃'],
      ['ylhly', '养老护理员'],
      [number, number],
      ['同仁', '博爱县同仁职业培训学校'],
    ] as const) {
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').getByRole('combobox').fill(words);
      await page
        .getByRole('option', { name: new RegExp(found) })
        .first()
        .waitFor();
      await page.keyboard.press('Escape');
    }
  });

  it('leaves no complaint of a page behind', () => {
    expect(office.complaints()).toEqual([]);
    expect(office.product.output()).not.toMatch(/"reference"/);
  });
});
