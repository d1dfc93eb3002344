import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { demoPassword } from '../src/demo/accounts';
import { openOffice } from './office';

const office = openOffice();

const cell = (page: Page, row: number, column: number) =>
  page.locator(`[role=gridcell][data-row="${row - 1}"][data-column="${column}"]`);
const columnOf = async (page: Page, name: string): Promise<number> => {
  const heads = await page.locator('[role=columnheader][data-head]').allTextContents();
  return heads.findIndex((head) => head.trim() === name);
};
const saved = (page: Page) => page.getByText(/已自动保存/).waitFor();

/** An approved class of the institution that has yet to begin. */
async function openComingClass(page: Page): Promise<void> {
  await page.goto(`${office.product.address}/classes?f.states=approved&sort=-startsOn`);
  await page.locator('tbody a').first().click();
  await page.waitForURL(/\/classes\/[0-9a-f-]{36}/);
  await page.getByText('已批准开班').first().waitFor();
}

describe('a change of an approved class', () => {
  let classAddress = '';
  let changeAddress = '';

  it('is drafted, judged beside what is written, and signed', async () => {
    const clerk = await office.desk('clerk.boai');
    const { page } = clerk;
    await openComingClass(page);
    classAddress = new URL(page.url()).pathname;
    await page.getByRole('button', { name: '申请变更' }).click();
    await page.waitForURL(/\/changes\/[0-9a-f-]{36}/);
    changeAddress = new URL(page.url()).pathname;
    await page.getByText('选定种类、改动内容后').waitFor();
    expect(await clerk.axeFindings()).toEqual([]);

    await page.getByLabel('计划', { exact: true }).check();
    await page.getByLabel('学员退出').check();
    await page.getByLabel('变更理由').fill('实训设备检修，调整一次课的内容；一名学员已外出务工。');
    await cell(page, 3, await columnOf(page, '教学内容')).click();
    await page.keyboard.type('照护安全与应急演练');
    await page.keyboard.press('Enter');
    await page
      .getByLabel(/的去留/)
      .first()
      .selectOption('leaves');
    await page.getByText('没有写明学员从哪一天起退出或替换').first().waitFor();
    await page.getByLabel('自哪一天起', { exact: true }).fill('11-24');
    await page.keyboard.press('Tab');
    await page.getByText('各项规则均无提示').waitFor();
    await saved(page);
    expect(await clerk.axeFindings()).toEqual([]);

    await page.getByRole('button', { name: '核对并提交' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/本机构确认/).check();
    await dialog.getByLabel(/密码/).fill(demoPassword);
    expect(await clerk.axeFindings()).toEqual([]);
    await dialog.getByRole('button', { name: '提交申请' }).click();
    await page.getByText('待核查').first().waitFor();
    expect(await page.locator('main').textContent()).toContain('照护安全与应急演练');
  });

  it('is checked by one officer from the queue', async () => {
    const officer = await office.desk('officer.boai');
    const { page } = officer;
    await officer.visit('/work?kind=change');
    await page
      .getByText(/变更 · /)
      .first()
      .click();
    await page.waitForURL(`**${changeAddress}`);
    await page.getByRole('heading', { name: '变更前后' }).waitFor();
    expect(await officer.axeFindings()).toEqual([]);
    await page.getByRole('button', { name: /核查通过/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    expect(await officer.axeFindings()).toEqual([]);
    await dialog.getByRole('button', { name: '核查通过' }).click();
    await page.getByText('待审批').first().waitFor();
  });

  it('is approved by a second person, and the timetable says which version holds', async () => {
    const signatory = await office.desk('signatory.boai');
    const { page } = signatory;
    await signatory.visit(changeAddress);
    await page.getByRole('button', { name: /批准变更/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/密码/).fill(demoPassword);
    await dialog.getByRole('button', { name: '批准变更' }).click();
    await page.getByText('已批准').first().waitFor();

    const clerk = await office.desk('clerk.boai');
    await clerk.visit(classAddress);
    await clerk.page.getByText('批准变更（第 1 次）').waitFor();
    await clerk.page.getByRole('tab', { name: '教学计划' }).click();
    await clerk.page.getByText(/本表为第 2 版，11月\d+日起生效（据第 1 次变更）；今天按第 1 版/).waitFor();
    expect(await clerk.page.getByText('照护安全与应急演练').count()).toBeGreaterThan(0);
    expect(await clerk.axeFindings()).toEqual([]);
    await clerk.page.getByLabel('版本').selectOption('1');
    await clerk.page.getByText(/本表为第 1 版/).waitFor();
    expect(await clerk.page.getByText('照护安全与应急演练').count()).toBe(0);
    await clerk.page.getByRole('tab', { name: '变更' }).click();
    await clerk.page.getByText('学员变动').waitFor();
    expect(await clerk.axeFindings()).toEqual([]);
  });

  it('is followed by a new draft from the former class in one press', async () => {
    const clerk = await office.desk('clerk.boai');
    const { page } = clerk;
    await clerk.visit('/classes/new');
    await page.getByText('沿用上期').first().waitFor();
    expect(await clerk.axeFindings()).toEqual([]);
    await page.getByRole('button', { name: /^沿用/ }).first().click();
    await page.getByText('最早可开班日').waitFor();
    expect(await page.locator('.step', { hasText: '教学计划' }).textContent()).not.toContain('未填');
    expect(await page.locator('.step', { hasText: '备案花名册' }).textContent()).toContain('未填');
  });

  it('leaves no complaint of a page behind', () => {
    expect(office.complaints()).toEqual([]);
    expect(office.product.output()).not.toMatch(/"reference"/);
  });
});
