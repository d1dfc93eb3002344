import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch } from './browser';
import { type Desk, sitDown } from './desk';
import { messyRoster } from './messy-roster';
import { oddPosts, oddRoster } from './odd-lists';
import { type RunningProduct, startProduct } from './product';

let product: RunningProduct;
let browser: Browser;
let clerk: Desk;
let colleague: Desk;

beforeAll(async () => {
  product = await startProduct();
  browser = await launch();
  clerk = await sitDown(browser, product.address, 'clerk.boai');
  colleague = await sitDown(browser, product.address, 'principal.boai');
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const step = (page: Page, name: string) => page.locator('.step', { hasText: name });
const cell = (page: Page, row: number, column: number) =>
  page.locator(`[role=gridcell][data-row="${row - 1}"][data-column="${column}"]`);
const dialog = (page: Page) => page.getByRole('dialog');
const readAs = (page: Page, heading: string) => dialog(page).getByLabel(new RegExp(`列${heading}读作`));
const saved = (page: Page) => page.getByText(/已自动保存/).waitFor();

async function newClass(desk: Desk, part: string): Promise<void> {
  const { page } = desk;
  await desk.visit('/classes/new');
  await page.getByRole('button', { name: '开这个班' }).first().click();
  await page.waitForURL(/\/classes\/[0-9a-f-]{36}/);
  await step(page, part).click();
  await page.locator('[role=grid]').waitFor();
}

const give = (page: Page, name: string, buffer: Buffer) =>
  page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });

async function paste(page: Page, text: string): Promise<void> {
  await cell(page, 1, 0).click();
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, text);
}

describe('a roster whose headings say nothing', () => {
  it('shows how it was read, and is named by hand with the keyboard', async () => {
    const { page } = clerk;
    await newClass(clerk, '备案花名册');
    await give(page, '学员情况登记.csv', oddRoster(1));
    await dialog(page).getByText('读出 8 人').waitFor();
    expect(await clerk.axeFindings()).toEqual([]);
    expect(await readAs(page, '号码一').inputValue()).toBe('phone');
    await dialog(page).getByText('有两栏都像“联系电话”').waitFor();
    await readAs(page, '号码二').selectOption('phone');
    expect(await readAs(page, '号码一').inputValue()).toBe('');
    await readAs(page, '次序').focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => readAs(page, '次序').inputValue()).toBe('position');
    await dialog(page).getByText('要填的栏目都认出来了').waitFor();
    await dialog(page).getByText('没有导入的').click();
    await dialog(page)
      .getByText(/合计行：合计 8 人/)
      .waitFor();
    await dialog(page)
      .getByText(/整理了 \d+ 处/)
      .click();
    await dialog(page).getByText('全角').first().waitFor();
    expect(await clerk.axeFindings()).toEqual([]);
    await dialog(page).getByRole('button', { name: '导入 8 人' }).click();
    await page.getByText('8 人', { exact: true }).first().waitFor();
    expect(await cell(page, 2, 0).textContent()).toBe('高艳丽');
    expect(await page.locator('[role=gridcell][aria-invalid]').count()).toBe(0);
    await saved(page);
  });

  it('needs no naming the next time, not even from a colleague', async () => {
    const { page } = colleague;
    await newClass(colleague, '备案花名册');
    await give(page, '第二期.csv', oddRoster(11));
    await dialog(page)
      .getByText(/表头与以前导入的一样/)
      .waitFor();
    expect(await readAs(page, '号码二').inputValue()).toBe('phone');
    await page.keyboard.press('Enter');
    await page.getByText('8 人', { exact: true }).first().waitFor();
    expect(await page.locator('[role=gridcell][aria-invalid]').count()).toBe(0);
    await saved(page);
    expect(await colleague.axeFindings()).toEqual([]);
  });
});

describe('a roster with a proper heading', () => {
  it('is one press away, whatever else is in the file', async () => {
    const { page } = clerk;
    await give(page, '花名册定稿.xlsx', await messyRoster());
    await dialog(page).getByText('读出 20 人').waitFor();
    await dialog(page).getByText('要填的栏目都认出来了').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('20 人', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: '撤回导入' }).click();
    await page.getByText('8 人', { exact: true }).first().waitFor();
    await saved(page);
  });

  it('can be read from another row and set aside without a trace', async () => {
    const { page } = clerk;
    await give(page, '花名册定稿.xlsx', await messyRoster());
    await dialog(page).getByLabel('表头在').selectOption({ index: 0 });
    await dialog(page).getByText('（没有表头）').first().waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => dialog(page).count()).toBe(0);
    await page.getByText('8 人', { exact: true }).first().waitFor();
  });
});

describe('job posts pasted from a table nobody can guess', () => {
  it('are named by hand, their wages and numbers parted and put in order, the ratio counted as they come', async () => {
    const { page } = clerk;
    await step(page, '岗位信息').click();
    await page.getByText(/有效岗位 0 个/).waitFor();
    await paste(page, oddPosts('焦作市'));
    await dialog(page).getByText('没有找到：招聘人数').waitFor();
    await expect.poll(() => readAs(page, '几个').evaluate((select) => select === document.activeElement)).toBe(true);
    await readAs(page, '几个').selectOption('headcount');
    await dialog(page).getByText('导入后有效岗位 43 个，1 : 5.3').waitFor();
    await dialog(page).getByText('1 行有须改之处').waitFor();
    expect(await clerk.axeFindings()).toEqual([]);
    await dialog(page).getByRole('button', { name: '导入 4 行' }).click();
    await page.getByText('有效岗位 43 个，1 : 5.3').waitFor();
    const row = (at: number) => page.locator(`[role=gridcell][data-row="${at}"]`).allTextContents();
    expect((await row(1)).slice(0, 8)).toEqual([
      '焦作市康宁养老服务有限公司',
      '保洁员',
      '10',
      '2800',
      '',
      '李静',
      '13903911001',
      '2027-06-30',
    ]);
    expect((await row(2)).slice(3, 7)).toEqual(['5000', '8000', '王红', '0391-3912345']);
    expect(await page.locator('[role=gridcell][aria-invalid]').allTextContents()).toEqual(['面议']);
    await saved(page);
    await page.reload();
    await expect.poll(() => page.locator('[role=gridcell][data-column="0"]').count()).toBeGreaterThan(3);
    expect((await row(3)).slice(0, 4)).toEqual(['焦作市怀川餐饮有限公司', '中式烹调师', '3', '']);
  });

  it('go in with one press when the next employer sends the same table, after those that are there', async () => {
    const { page } = clerk;
    await paste(page, oddPosts('博爱县'));
    await dialog(page)
      .getByText(/表头与以前导入的一样/)
      .waitFor();
    await dialog(page).getByText('导入后有效岗位 86 个，1 : 10.7').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('有效岗位 86 个，1 : 10.7').waitFor();
    await saved(page);
  });

  it('leaves no complaint of a page behind', () => {
    expect([...clerk.complaints, ...colleague.complaints]).toEqual([]);
    expect(product.output()).not.toMatch(/"reference"/);
  });
});
