import type { Page } from 'playwright-core';
import { sampleAnswer } from './sample-answer';
import { classOf, giveFile, type Shot } from './walk';

const who = 'officer.boai';
const dialog = (page: Page) => page.getByRole('dialog');

/** The county’s officer and signatory, from the queue to the registers. */
export const countyShots: readonly Shot[] = [
  {
    name: 'county-queue',
    who,
    arrange: async (desk) => {
      await desk.visit('/work');
      await desk.page.locator('tbody tr').first().waitFor();
      await desk.page.keyboard.press('j');
      await desk.page.waitForLoadState('networkidle');
    },
  },
  {
    name: 'county-check',
    who,
    arrange: async (desk) => {
      const { page } = desk;
      await desk.visit(await classOf(page, 'filed', 45));
      await page.getByText('社保参保').first().waitFor();
      await page.waitForLoadState('networkidle');
    },
  },
  {
    name: 'county-keys',
    who,
    arrange: async ({ page }) => {
      await page.keyboard.press('?');
      await dialog(page).waitFor();
    },
  },
  {
    name: 'county-finding',
    who,
    arrange: async (desk) => {
      const { page } = desk;
      await desk.visit(await classOf(page, 'filed', 40));
      await page.getByText('社保参保').first().waitFor();
      await page.waitForLoadState('networkidle');
      await page.keyboard.press('n');
    },
  },
  {
    name: 'county-return',
    who,
    arrange: async (desk) => {
      const { page } = desk;
      await desk.visit(await classOf(page, 'filed', 50));
      await page.getByText('社保参保').first().waitFor();
      await page.keyboard.press('r');
      await dialog(page).waitFor();
      await dialog(page).getByRole('textbox').first().fill('实训楼正在粉刷，请改用其他已核定的实训场地，或推迟开班。');
    },
  },
  {
    name: 'county-exchange-new',
    who,
    height: 640,
    arrange: async (desk) => {
      await desk.visit('/exchanges');
      await desk.page
        .getByRole('button', { name: /新建批次/ })
        .first()
        .click();
      await dialog(desk.page).waitFor();
    },
  },
  {
    name: 'county-exchange-answer',
    who: 'officer.wuzhi',
    arrange: async (desk) => {
      const { page } = desk;
      await desk.visit('/exchanges');
      await page.locator('tbody a').first().click();
      await page.waitForURL(/\/exchanges\/[0-9a-f-]{36}/);
      await giveFile(page, '社保中心比对结果.csv', await sampleAnswer(page));
      await page.getByText('没读成的行').waitFor();
      await page.getByText('没有用到的行').click();
      await page.getByLabel('表头在').scrollIntoViewIfNeeded();
      await page.mouse.wheel(0, 260);
    },
  },
  {
    name: 'county-exchange-results',
    who: 'officer.xiuwu',
    arrange: async (desk) => {
      const { page } = desk;
      await desk.visit('/exchanges');
      await page.locator('tbody a').first().click();
      await page.waitForURL(/\/exchanges\/[0-9a-f-]{36}/);
      await page.locator('tbody tr').first().waitFor();
    },
  },
  {
    name: 'county-registrations',
    who,
    arrange: async (desk) => {
      await desk.visit('/registrations');
      await desk.page.getByText('导入名单').first().waitFor();
    },
  },
  {
    name: 'county-verify',
    who,
    arrange: async (desk) => {
      const { page } = desk;
      await desk.visit(await classOf(page, 'filed', 45));
      await page.getByText('社保参保').first().waitFor();
      await page.keyboard.press('a');
      await dialog(page).waitFor();
    },
  },
  {
    name: 'county-approve',
    who: 'signatory.boai',
    arrange: async (desk) => {
      const { page } = desk;
      await desk.visit(await classOf(page, 'verified', 44));
      await page.getByText('社保参保').first().waitFor();
      await page.keyboard.press('a');
      await dialog(page).waitFor();
    },
  },
  {
    name: 'county-change',
    who,
    arrange: async (desk) => {
      const { page } = desk;
      await desk.visit('/work?kind=change');
      await page
        .getByText(/变更 · /)
        .first()
        .click();
      await page.waitForURL(/\/changes\//);
      await page.getByRole('heading', { name: '变更前后' }).waitFor();
    },
  },
  {
    name: 'county-institution',
    who,
    arrange: async (desk) => {
      const { page } = desk;
      await desk.visit('/institutions');
      await page.locator('tbody a').first().click();
      await page.waitForURL(/\/institutions\/[0-9a-f-]{36}/);
      await page.locator('h1').first().waitFor();
      await page.waitForLoadState('networkidle');
    },
  },
  {
    name: 'county-institution-history',
    who,
    arrange: async ({ page }) => {
      await page.getByRole('tab', { name: /变更历史/ }).click();
      await page.waitForLoadState('networkidle');
    },
  },
];
