import type { Browser, BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { launch } from './browser';
import { type Desk, sitDown } from './desk';
import { type RunningProduct, startProduct } from './product';
import { rosterOf } from './roster';

/** The morning of a day on which nobody has checked in yet. */
const day = '2026-11-24';
let product: RunningProduct;
let browser: Browser;
let clerk: Desk;
let room: Buffer;
let classId = '';

beforeAll(async () => {
  product = await startProduct(day, '08:05');
  browser = await launch();
  clerk = await sitDown(browser, product.address, 'clerk.boai2');
  room = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#8aa0b8' } })
    .jpeg()
    .toBuffer();
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

/** The codes a witness gives to these, by name. */
async function codesFor(page: Page, names: readonly string[]): Promise<Map<string, string>> {
  await page.goto(`${product.address}/attendance/${classId}`);
  await page.getByRole('button', { name: '发一次性码' }).click();
  const dialog = page.getByRole('dialog');
  for (const name of names) await dialog.getByLabel(name, { exact: true }).check();
  expect(await clerk.axeFindings()).toEqual([]);
  await dialog.getByRole('button', { name: `发给 ${names.length} 人` }).click();
  await dialog.getByText('每个码只用一次').waitFor();
  const lines = await dialog.locator('.codes li').allTextContents();
  return new Map(lines.map((line) => [line.slice(0, -6).trim(), line.slice(-6)]));
}

async function showCard(kiosk: Page, tail: string, code: string): Promise<void> {
  await kiosk.getByLabel('证号后四位，或刷身份证').fill(tail);
  await kiosk.getByLabel('见证人告诉的一次性码').fill(code);
  await kiosk.locator('button.go').click();
}

describe('a class at the door of its room', () => {
  let kiosk: Page;
  let context: BrowserContext;
  let chosen: { name: string; tail: string; code: string }[];

  it('is found among the classes of the day, with everybody missing yet', async () => {
    await clerk.visit('/attendance');
    await clerk.page.locator('tbody a').first().waitFor();
    expect(await clerk.axeFindings()).toEqual([]);
    await clerk.page.locator('tbody a').first().click();
    await clerk.page.waitForURL(/\/attendance\/[0-9a-f-]{36}/);
    classId = new URL(clerk.page.url()).pathname.split('/').at(-1) ?? '';
    await clerk.page.getByText('未到').first().waitFor();
    expect(await clerk.axeFindings()).toEqual([]);
  });

  it('lets trainees choose the way without a face, on a notice they are shown', async () => {
    const { page } = clerk;
    await page.getByRole('tab', { name: '建档与签到方式' }).click();
    await page.getByRole('button', { name: '给没有选的一起记录' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('不影响参加培训').waitFor();
    expect(await clerk.axeFindings()).toEqual([]);
    await dialog.getByLabel('用身份证签到').check();
    await dialog.getByRole('button', { name: '记录' }).click();
    await page.getByText('0 人还没有选').waitFor();
    expect(await clerk.axeFindings()).toEqual([]);
  });

  it('takes card, code and photo at the tablet, which keeps no account', async () => {
    const { page } = clerk;
    const roster = await rosterOf(page, classId);
    const tails = roster.map(({ tail }) => tail);
    const alone = roster.filter(
      ({ name, tail }) =>
        tails.filter((each) => each === tail).length === 1 && roster.filter((each) => each.name === name).length === 1,
    );
    const two = alone.slice(20, 22);
    await page.goto(`${product.address}/attendance/${classId}`);
    const codes = await codesFor(
      page,
      two.map(({ name }) => name),
    );
    chosen = two.map((each) => ({ ...each, code: codes.get(each.name) ?? '' }));
    await page.getByRole('dialog').getByRole('button', { name: '关闭' }).last().click();
    await page.getByRole('button', { name: '在本机打开签到台' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '打开签到台' }).click();
    await page.waitForURL('**/kiosk');
    kiosk = page;
    context = page.context();
    const session: unknown = await page.evaluate(`fetch('/api/v1/messages').then(({ status }) => status)`);
    expect(session).toBe(401);
    await kiosk.getByText('网络正常').waitFor();
    await kiosk.locator('input[type=file]').setInputFiles({ name: 'room.jpg', mimeType: 'image/jpeg', buffer: room });
    await kiosk.getByText('已拍').waitFor();
    expect(await clerk.axeFindings()).toEqual([]);
    const [first] = chosen;
    await showCard(kiosk, first?.tail ?? '', first?.code ?? '');
    await kiosk.getByText(`${first?.name}，签到成功`).waitFor();
  });

  it('keeps a check-in while the network is away, and sends it once when it is back', async () => {
    await kiosk.locator('.answer').waitFor({ state: 'detached' });
    await context.setOffline(true);
    const second = chosen[1];
    await showCard(kiosk, second?.tail ?? '', second?.code ?? '');
    await kiosk.getByText('1 条待补传').waitFor();
    await context.setOffline(false);
    await kiosk.getByText('补传 1 条').first().waitFor();
    await kiosk.getByText('条待补传').waitFor({ state: 'detached' });
  });

  it('opens without a network after the tablet was restarted, with the lesson it was opened for', async () => {
    const lesson = await kiosk.locator('h1').textContent();
    const keptFiles = `caches.open('mingxun-kiosk-1').then((kept) => kept.keys())
      .then((all) => all.map(({ url }) => new URL(url).pathname))`;
    const ownFiles = `performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)
      .filter((path) => path.startsWith('/assets/'))`;
    const paths = async (script: string) => z.array(z.string()).parse(await kiosk.evaluate(script));
    const wanted = ['/kiosk', ...(await paths(ownFiles))];
    await expect.poll(() => paths(keptFiles), { timeout: 20_000 }).toEqual(expect.arrayContaining(wanted));
    for (const path of await paths(keptFiles)) expect(path).toMatch(/^\/(?:kiosk|assets\/[\w.-]+)$/);
    await context.setOffline(true);
    await kiosk.reload();
    await kiosk.getByText('没有网络').waitFor();
    expect(await kiosk.locator('h1').textContent()).toBe(lesson);
    expect(await clerk.axeFindings()).toEqual([]);
    await context.setOffline(false);
    await kiosk.getByText('网络正常').waitFor();
  });

  it('shows both on the board, and their hours among the others’', async () => {
    await clerk.leave();
    clerk = await sitDown(browser, product.address, 'clerk.boai2');
    await clerk.visit(`/attendance/${classId}`);
    for (const { name } of chosen) await clerk.page.locator('li.is-here', { hasText: name }).waitFor();
    expect(await clerk.page.locator('li.is-here').count()).toBe(2);
    await clerk.page.getByRole('tab', { name: '学时' }).click();
    await clerk.page.getByText('须满').waitFor();
    await clerk.page.getByRole('button', { name: chosen[0]?.name ?? '' }).click();
    await clerk.page.getByText('分钟').first().waitFor();
    expect(await clerk.axeFindings()).toEqual([]);
    await clerk.page.getByRole('tab', { name: '签到记录' }).click();
    await clerk.page.getByRole('button', { name: '看全部' }).click();
    await clerk.page.getByRole('button', { name: '看照片' }).first().click();
    await clerk.page.getByRole('radio', { name: '日常检查抽看' }).click();
    await clerk.page.getByRole('dialog').locator('img').first().waitFor();
    expect(await clerk.axeFindings()).toEqual([]);
    expect(clerk.complaints).toEqual([]);
  });
});

describe('leave', () => {
  it('is asked for with the times of that day’s lessons, and granted by the principal on a telephone', async () => {
    const { page } = clerk;
    await clerk.visit(`/attendance/${classId}?part=absences`);
    await page.getByRole('button', { name: '登记请假' }).click();
    const dialog = page.getByRole('dialog');
    const [one] = await rosterOf(page, classId);
    const name = one?.name ?? '';
    await dialog.getByRole('combobox', { name: '学员' }).fill(name);
    await page.getByRole('option', { name }).first().click();
    await dialog.getByLabel('从哪天', { exact: true }).fill('1125');
    await dialog.getByLabel('几点', { exact: true }).click();
    await expect.poll(() => dialog.getByLabel('几点', { exact: true }).inputValue()).toBe('08:30');
    await expect.poll(() => dialog.getByLabel('几点止').inputValue()).toBe('17:50');
    expect(await clerk.axeFindings()).toEqual([]);
    await dialog.getByRole('button', { name: '登记', exact: true }).click();
    await dialog.getByText('请写明事由').waitFor();
    await dialog.getByLabel('事由').fill('家中老人住院');
    await dialog.getByRole('button', { name: '登记', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText('家中老人住院').waitFor();

    const principal = await sitDown(browser, product.address, 'principal.boai2', { width: 390, height: 844 });
    await principal.visit('/absences');
    await principal.page.locator('tbody a').first().click();
    const asked = principal.page.locator('li', { hasText: '家中老人住院' });
    await asked.waitFor();
    expect(await principal.axeFindings()).toEqual([]);
    await asked.getByRole('button', { name: '准假', exact: true }).click();
    await principal.page.getByRole('dialog').getByRole('button', { name: '准假', exact: true }).click();
    await asked.getByText('已准假').waitFor();
    expect([...clerk.complaints, ...principal.complaints]).toEqual([]);
  });
});

describe('room photos that the lot fell on', () => {
  it('stand in the officer’s queue, are opened beside others of the trainee, and leave it when all are looked at', async () => {
    const officer = await sitDown(browser, product.address, 'officer.boai');
    const { page } = officer;
    await officer.visit('/work');
    await page.getByText('等您办理的事项').waitFor();
    const all = page.getByText(/^全部 \d+ 项/);
    if (await all.isVisible()) await all.click();
    await page.getByText('抽中的现场照片待看').first().click();
    await page.getByRole('heading', { name: '抽看现场照片' }).waitFor();
    // Until its photo is open, the button says in its name why it waits.
    const verdicts = page.getByRole('button', { name: /^认定/ });
    const waiting = await verdicts.count();
    expect(waiting).toBeGreaterThan(0);
    for (let left = waiting; left > 0; left -= 1) {
      const row = page.locator('li', { has: verdicts }).first();
      await row.getByRole('button', { name: '看照片' }).click();
      await row.locator('img').first().waitFor();
      if (left === waiting) expect(await officer.axeFindings()).toEqual([]);
      await row.getByRole('button', { name: '认定', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('本人在场').check();
      await dialog.getByRole('button', { name: '与往日照片是同一个人' }).click();
      await dialog.getByRole('button', { name: '认定', exact: true }).click();
      await dialog.waitFor({ state: 'hidden' });
      await expect.poll(() => verdicts.count()).toBe(left - 1);
    }
    await page.getByText('抽中的都已看过').waitFor();
    await page.getByText('怎么抽的，如何复算').click();
    await page.getByText('种子').last().waitFor();
    expect(await officer.axeFindings()).toEqual([]);
    expect(officer.complaints).toEqual([]);
  }, 120_000);
});
