import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Desk } from './desk';
import { demoPassword } from '../src/demo/accounts';
import { tidyRoster } from './messy-roster';
import { openOffice } from './office';
import { asFile, classBundle } from './trainee-pictures';

const office = openOffice();

/** A desk whose presses of the mouse and of keys, but for the characters of a password, are counted, over all pages it opens. */
async function countedDesk(username: string): Promise<Desk> {
  const found = await office.desk(username);
  await found.page.addInitScript(() => {
    const count = (name: string) => sessionStorage.setItem(name, String(Number(sessionStorage.getItem(name) ?? 0) + 1));
    window.addEventListener('mousedown', () => count('clicks'), true);
    window.addEventListener(
      'keydown',
      ({ target, key }) => {
        const isSecret = target instanceof HTMLInputElement && target.type === 'password' && key.length === 1;
        if (!isSecret) count('keys');
      },
      true,
    );
  });
  await found.visit('/work');
  await found.page.evaluate(() => sessionStorage.clear());
  return found;
}

const effort = (page: Page) =>
  page.evaluate(() => ({
    clicks: Number(sessionStorage.getItem('clicks') ?? 0),
    keys: Number(sessionStorage.getItem('keys') ?? 0),
  }));

const step = (page: Page, name: string) => page.locator('.step', { hasText: name });

describe('the effort of a class', () => {
  it('that repeats a former one: the clerk presses at most twelve times from the desk to the principal', async () => {
    const { page } = await countedDesk('clerk.boai');
    await page.getByRole('link', { name: '新建班期' }).first().click();
    await page.getByRole('button', { name: /^沿用/ }).first().click();
    await page.waitForURL(/\/classes\/[0-9a-f-]{36}/);
    await step(page, '备案花名册').click();
    const [roster] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: '导入花名册' }).click(),
    ]);
    const { file, names } = await tidyRoster(12);
    await roster.setFiles({ name: '花名册.xlsx', mimeType: 'application/octet-stream', buffer: file });
    await page.getByRole('button', { name: '导入 12 人' }).click();
    await page.getByText('12 人', { exact: true }).first().waitFor();
    await page.getByText(/已自动保存/).waitFor();
    await step(page, '证明与照片').click();
    const [proofs] = await Promise.all([page.waitForEvent('filechooser'), page.getByLabel(/上传照片和证明/).click()]);
    await proofs.setFiles(asFile('照片和证明.zip', await classBundle(names)));
    await page.getByText('12 / 12 人齐全').waitFor();
    await step(page, '核对申报').click();
    await page.getByRole('button', { name: '送负责人签署' }).click();
    await page.waitForURL('**/work');
    const spent = await effort(page);
    process.stdout.write(`沿用上期：经办人 ${spent.clicks} 次点击，${spent.keys} 次按键\n`);
    expect(spent.clicks).toBeLessThanOrEqual(12);
    expect(spent.keys).toBe(0);
  });

  it('that is clean: officer and signatory press at most six keys together, beside the password', async () => {
    const { page: officer } = await countedDesk('officer.boai');
    // A class of the demonstration in which the rules find nothing and nobody has looked yet.
    const clean = await officer.evaluate(async () => {
      const answer = await fetch('/api/v1/classes?states=filed&sort=startsOn&direction=down');
      const body: { result: { rows: { id: string; warningCount: number; traineeCount: number }[] } } =
        await answer.json();
      return body.result.rows.find((row) => row.warningCount === 0 && row.traineeCount === 45)?.id ?? '';
    });
    const classAddress = `/classes/${clean}`;
    await officer.goto(`${office.product.address}${classAddress}`);
    await officer.getByRole('heading', { level: 1 }).waitFor();
    await officer.getByText('社保参保').first().waitFor();
    await officer.keyboard.press('a');
    await officer.getByRole('dialog').waitFor();
    await officer.keyboard.press('Space');
    await officer.keyboard.press('Enter');
    await expect.poll(() => officer.url()).not.toContain(classAddress);

    const { page: signatory } = await countedDesk('signatory.boai');
    await signatory.goto(`${office.product.address}${classAddress}`);
    await signatory.getByRole('heading', { level: 1 }).waitFor();
    await signatory.getByText('社保参保').first().waitFor();
    await signatory.keyboard.press('a');
    await signatory.getByRole('dialog').waitFor();
    await signatory.keyboard.type(demoPassword);
    await signatory.keyboard.press('Enter');
    await expect.poll(() => signatory.url()).not.toContain(classAddress);

    const spent = [await effort(officer), await effort(signatory)];
    const keys = spent.reduce((sum, each) => sum + each.keys, 0);
    process.stdout.write(
      `无误的班期：经办人与负责人共 ${keys} 次按键（密码除外），${spent.reduce((sum, each) => sum + each.clicks, 0)} 次点击\n`,
    );
    expect(keys).toBeGreaterThan(0);
    expect(keys).toBeLessThanOrEqual(6);
    expect(spent.map(({ clicks }) => clicks)).toEqual([0, 0]);
    expect(office.complaints()).toEqual([]);
  });
});
