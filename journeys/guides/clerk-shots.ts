import type { Page } from 'playwright-core';
import type { Desk } from '../desk';
import { messyRoster } from '../messy-roster';
import { oddPosts, oddRoster } from '../odd-lists';
import { cell, classOf, columnOf, giveFile, paste, type Shot, step } from './walk';

const who = 'clerk.boai';
const dialog = (page: Page) => page.getByRole('dialog');

async function newClass(desk: Desk): Promise<void> {
  const { page } = desk;
  await desk.visit('/classes/new');
  await page.getByRole('button', { name: '开这个班' }).first().click();
  await page.waitForURL(/\/classes\/[0-9a-f-]{36}/);
  await page.getByText('最早可开班日').waitFor();
}

async function type(page: Page, label: string, text: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(text);
  await page.keyboard.press('Tab');
}

/** The institution’s clerk, from the desk to a change of an approved class. */
export const clerkShots: readonly Shot[] = [
  {
    name: 'clerk-desk',
    who,
    height: 620,
    arrange: async (desk) => {
      await desk.visit('/work');
      await desk.page.locator('tbody tr').first().waitFor();
    },
  },
  {
    name: 'clerk-new',
    who,
    arrange: async (desk) => {
      await desk.visit('/classes/new');
      await desk.page.getByText('沿用上期').first().waitFor();
    },
  },
  {
    name: 'clerk-application',
    who,
    arrange: async (desk) => {
      const { page } = desk;
      await newClass(desk);
      await type(page, '开班日期', '12-14');
      await type(page, '结束日期', '2027-02-26');
      await type(page, '结业考试时间', '2027-02-20');
      await page.getByLabel('晚上班').check();
      await page.getByText(/已自动保存/).waitFor();
    },
  },
  {
    name: 'clerk-roster-import',
    who,
    arrange: async ({ page }) => {
      await step(page, '备案花名册').click();
      await giveFile(page, '花名册定稿.xlsx', await messyRoster());
      await dialog(page).getByText('读出 20 人').waitFor();
      await dialog(page).getByText('没有导入的').click();
    },
  },
  {
    name: 'clerk-roster-errors',
    who,
    height: 700,
    arrange: async ({ page }) => {
      await dialog(page).getByRole('button', { name: '导入 20 人' }).click();
      await page.getByText('20 人', { exact: true }).first().waitFor();
      await cell(page, 1, 0).click();
      await page.keyboard.press('F8');
      await page.locator('.float:not(.is-hidden)').waitFor();
    },
  },
  {
    name: 'clerk-roster-columns',
    who,
    arrange: async (desk) => {
      const { page } = desk;
      await newClass(desk);
      await step(page, '备案花名册').click();
      await giveFile(page, '学员情况登记.csv', oddRoster(1));
      await dialog(page).getByText('读出 8 人').waitFor();
      await dialog(page)
        .getByText(/整理了 \d+ 处/)
        .click();
    },
  },
  {
    name: 'clerk-roster-remembered',
    who,
    arrange: async (desk) => {
      const { page } = desk;
      await dialog(page)
        .getByLabel(/列号码二读作/)
        .selectOption('phone');
      await dialog(page).getByRole('button', { name: '导入 8 人' }).click();
      await page.getByText(/已自动保存/).waitFor();
      await giveFile(page, '第二期.csv', oddRoster(11));
      await dialog(page).getByText('表头与以前导入的一样').waitFor();
    },
  },
  {
    name: 'clerk-posts-import',
    who,
    arrange: async ({ page }) => {
      await page.keyboard.press('Escape');
      await step(page, '岗位信息').click();
      await page.getByText(/有效岗位 0 个/).waitFor();
      await paste(page, oddPosts('焦作市'));
      await dialog(page).getByText('没有找到：招聘人数').waitFor();
    },
  },
  {
    name: 'clerk-posts',
    who,
    height: 620,
    arrange: async ({ page }) => {
      await dialog(page)
        .getByLabel(/列几个读作/)
        .selectOption('headcount');
      await dialog(page)
        .getByRole('button', { name: /^导入 4 行/ })
        .click();
      await page
        .getByText(/有效岗位 43 个/)
        .first()
        .waitFor();
      await page.getByText(/已自动保存/).waitFor();
      await cell(page, 4, await columnOf(page, '月工资下限')).click();
    },
  },
  {
    name: 'clerk-plan',
    who,
    arrange: async (desk) => {
      const { page } = desk;
      await desk.visit(`${await classOf(page, 'drafted', 40)}?part=plan`);
      await page
        .getByText(/合计 \d+/)
        .first()
        .waitFor();
    },
  },
  {
    name: 'clerk-proofs',
    who,
    arrange: async (desk) => {
      const { page } = desk;
      await desk.visit(`${await classOf(page, 'drafted', 40)}?part=proofs`);
      await page
        .getByText(/人齐全/)
        .first()
        .waitFor();
    },
  },
  {
    name: 'clerk-sign',
    who,
    arrange: async (desk) => {
      const { page } = desk;
      await desk.visit(`${await classOf(page, 'drafted', 40)}?part=sign`);
      const offer = page.getByRole('button', { name: '送负责人签署' });
      await offer.waitFor();
      await offer.scrollIntoViewIfNeeded();
      await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    },
  },
  {
    name: 'principal-sign',
    who: 'principal.boai',
    arrange: async (desk) => {
      const { page } = desk;
      await desk.visit(`${await classOf(page, 'drafted', 40)}?part=sign`);
      await page.getByLabel(/本机构确认/).waitFor();
      await page.getByLabel(/本机构确认/).check();
      await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    },
  },
  {
    name: 'clerk-returned',
    who,
    arrange: async (desk) => {
      const { page } = desk;
      await desk.visit(await classOf(page, 'returned'));
      await page
        .getByText(/退回 \d+ 处/)
        .first()
        .waitFor();
    },
  },
  {
    name: 'clerk-change',
    who,
    arrange: async (desk) => {
      const { page } = desk;
      await page.goto(new URL('/classes?f.states=approved&sort=-startsOn', page.url()).href);
      await page.locator('tbody a').first().click();
      await page.waitForURL(/\/classes\/[0-9a-f-]{36}/);
      await page.getByRole('button', { name: '申请变更' }).click();
      await page.waitForURL(/\/changes\/[0-9a-f-]{36}/);
      await page.getByLabel('计划', { exact: true }).check();
      await page.getByLabel('变更理由').fill('实训设备检修，调整一次课的内容。');
      await cell(page, 3, await columnOf(page, '教学内容')).click();
      await page.keyboard.type('照护安全与应急演练');
      await page.keyboard.press('Enter');
      await page.getByText(/已自动保存/).waitFor();
      await page.evaluate(() => window.scrollTo(0, 0));
    },
  },
];
