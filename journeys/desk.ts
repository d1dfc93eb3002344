import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { demoPassword } from '../src/demo/accounts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** One person's desk in the browser, with everything the page complained of. */
export interface Desk {
  readonly page: Page;
  /** Policy violations, script errors and answers of 500 and above; must stay empty. */
  readonly complaints: string[];
  /** Opens a page by its address and checks it for accessibility. */
  visit(path: string): Promise<void>;
  /** Accessibility findings of the page as it stands. */
  axeFindings(): Promise<string[]>;
  leave(): Promise<void>;
}

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly target: unknown }[] }[];
}

/** Colours on their way from one to the other are neither: what runs is let come to its end first. */
const settle = `Promise.allSettled(document.getAnimations()
  .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity).map(({ finished }) => finished))`;

/** Accessibility findings of any page. */
export async function findingsOn(page: Page): Promise<string[]> {
  // Rows that are being fetched anew are dimmed until they are there.
  await page.locator('.is-stale').first().waitFor({ state: 'detached' });
  await page.evaluate(axe);
  await page.evaluate(`${settle}.then(() => undefined)`);
  const result: AxeResult = await page.evaluate('axe.run(document, { resultTypes: ["violations"] })');
  return result.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => JSON.stringify(node.target)).join(' ')}`,
  );
}

/** A desk of one account of the demonstration city, signed in by hand as a person would. */
export async function sitDown(
  browser: Browser,
  address: string,
  username: string,
  size = { width: 1440, height: 900 },
): Promise<Desk> {
  const context = await browser.newContext({ viewport: size, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) complaints.push(`policy: ${message.text()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500) complaints.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(`${address}/sign-in`);
  await page.getByLabel('用户名').fill(username);
  await page.getByLabel('密码').fill(demoPassword);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.waitForURL(({ pathname }) => pathname !== '/sign-in');
  return {
    page,
    complaints,
    async visit(path) {
      await page.goto(address + path);
      await page.locator('h1').first().waitFor();
    },
    axeFindings: () => findingsOn(page),
    leave: () => context.close(),
  };
}

/** Opens, of the first class taught today, who checks in which way; gives the address of the class. */
export async function openEnrolments(desk: Desk): Promise<string> {
  const { page } = desk;
  await desk.visit('/attendance');
  await page.locator('tbody a').first().click();
  await page.waitForURL(/\/attendance\/[0-9a-f-]{36}/);
  await page.getByRole('tab', { name: '建档与签到方式' }).click();
  return new URL(page.url()).pathname;
}
