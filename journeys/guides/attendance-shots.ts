import type { Page } from 'playwright-core';
import type { Desk } from '../desk';
import type { Shot } from './walk';

/** The first class of the list that stands at an address, opened. */
async function openFirst(desk: Desk, address: string): Promise<Page> {
  const { page } = desk;
  await desk.visit(address);
  await page.locator('main tbody a').first().click();
  await page.waitForLoadState('networkidle');
  return page;
}

/** Lessons that run: the institution’s and the county’s side. */
export const attendanceShots: readonly Shot[] = [
  {
    name: 'clerk-attendance',
    who: 'clerk.boai2',
    arrange: async (desk) => {
      const page = await openFirst(desk, '/attendance');
      await page.getByText('任课教师').first().waitFor();
    },
  },
  {
    name: 'clerk-recordings',
    who: 'clerk.boai2',
    arrange: async (desk) => {
      const page = await openFirst(desk, '/attendance');
      await page.getByRole('tab', { name: '录像' }).click();
      await page.getByText('逐次课的录像').first().waitFor();
      await page.getByText('已分析').first().waitFor({ timeout: 180_000 });
    },
  },
  {
    name: 'county-wall',
    who: 'officer.city',
    arrange: async (desk) => {
      await desk.visit('/attendance/wall');
      await desk.page.getByRole('button', { name: '抽查点名' }).first().waitFor();
    },
  },
  {
    name: 'county-doubt',
    who: 'officer.city',
    arrange: async (desk) => {
      const page = await openFirst(desk, '/doubts');
      await page.getByText('理由').first().waitFor();
    },
  },
  {
    name: 'county-drawn',
    who: 'officer.boai',
    arrange: async (desk) => {
      const { page } = desk;
      await desk.visit('/work');
      await page.getByText(/^全部 \d+ 项/).click();
      await page.getByText('抽中的现场照片待看').first().click();
      const row = page.locator('li', { has: page.getByRole('button', { name: /^认定/ }) }).first();
      await row.getByRole('button', { name: '看照片' }).click();
      await row.locator('img').first().waitFor();
    },
  },
  {
    name: 'county-keeping',
    who: 'officer.boai',
    arrange: async (desk) => {
      await desk.visit('/keeping');
      await desk.page.locator('main tbody tr').first().waitFor();
    },
  },
];
