import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { messyRoster } from './messy-roster';
import { openOffice } from './office';
import { asFile, card, classBundle, picture, portrait } from './trainee-pictures';

const office = openOffice();

const step = (page: Page, name: string) => page.locator('.step', { hasText: name });
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
const drop = (page: Page) => page.getByLabel(/上传照片和证明/);
const settled = (page: Page, count: number) =>
  page.getByText(new RegExp(`已处理 ${count} / ${count} 个文件`)).waitFor();

/** The names of the trainees, as the table of proofs lists them. */
async function namesOn(page: Page): Promise<string[]> {
  const heads = await page.locator('tbody th[scope=row]').allTextContents();
  return heads.map((head) => head.replace(/[\d\s]/g, ''));
}

const shots = process.env['MINGXUN_SHOTS'];
const shoot = async (page: Page, name: string) => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
};

describe('photos and proofs of a class', () => {
  let classAddress = '';
  let names: string[] = [];

  it('are dropped at once and find their trainees by name; what is unclear or unfit is said', async () => {
    const clerk = await office.desk('clerk.boai');
    const { page } = clerk;
    await clerk.visit('/classes/new');
    await page.getByRole('button', { name: '开这个班' }).first().click();
    await page.waitForURL(/\/classes\/[0-9a-f-]{36}/);
    classAddress = new URL(page.url()).pathname;
    await step(page, '证明与照片').click();
    await page.getByText('先填花名册').waitFor();
    expect(await clerk.axeFindings()).toEqual([]);
    await page.getByRole('button', { name: '去填花名册' }).click();
    await page.locator('input[type=file]').setInputFiles(asFile('花名册定稿.xlsx', await messyRoster()));
    await page.getByRole('button', { name: '导入 20 人' }).click();
    await page.getByText('20 人', { exact: true }).first().waitFor();
    await page.getByText(/已自动保存/).waitFor();
    await step(page, '证明与照片').click();
    await page
      .getByText(/20 名学员都没有一寸照片/)
      .first()
      .waitFor();
    await shoot(page, 'proofs-empty-1440');
    expect(await step(page, '证明与照片').textContent()).toMatch(/\d+ 处须改/);
    names = await namesOn(page);

    const [first = '', second = '', third = ''] = names;
    await drop(page).setInputFiles([
      asFile(`${first}.jpg`, await portrait('#4f8fd0')),
      asFile(`${first} 身份证正面.jpg`, await card('#cfe0ea')),
      asFile(`${first} 户口簿.jpg`, await card('#e0eacf')),
      asFile(
        `02 ${second}-照片.png`,
        await sharp(await portrait('#5f9fe0'))
          .png()
          .toBuffer(),
      ),
      asFile(`${third}_一寸.jpg`, await picture(90, 200, '#4488cc')),
      asFile('IMG_20261121_0930.jpg', await card('#eadfcf')),
      asFile('说明.pdf', Buffer.from('%PDF-1.7 nothing')),
    ]);
    await settled(page, 7);
    await row(page, first)
      .getByRole('button', { name: `查看${first}的照片` })
      .waitFor();
    expect(await row(page, first).textContent()).toContain('身份证');
    await page.getByText(/PDF 不完整或已损坏/).waitFor();
    await row(page, third)
      .getByText(/一寸照不得小于 295×413/)
      .waitFor();
    expect(await step(page, '证明与照片').textContent()).toMatch(/\d+ 处须改/);
    await shoot(page, 'proofs-some-1440');
    expect(await clerk.axeFindings()).toEqual([]);
  });

  it('that no name tells are given to a trainee by hand, looked at and taken away', async () => {
    const clerk = await office.desk('clerk.boai');
    const { page } = clerk;
    await clerk.visit(`${classAddress}?part=proofs`);
    const tray = page.getByRole('region', { name: '待指定的文件' });
    await tray.getByText('IMG_20261121_0930.jpg').waitFor();
    const name = names[1] ?? '';
    await tray.getByRole('combobox', { name: '学员' }).fill(name);
    await page
      .getByRole('option', { name: new RegExp(name) })
      .first()
      .click();
    await tray.getByLabel('种类').selectOption({ label: '社会保障卡' });
    await shoot(page, 'tray-1440');
    await tray.getByRole('button', { name: '指定' }).click();
    await tray.waitFor({ state: 'detached' });
    await row(page, name)
      .getByRole('button', { name: `查看${name}的社会保障卡` })
      .click();
    const viewer = page.getByRole('dialog');
    await viewer.getByRole('img').waitFor();
    await expect
      .poll(() => viewer.getByRole('img').evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBe(640);
    expect(await clerk.axeFindings()).toEqual([]);
    await page.keyboard.press('ArrowLeft');
    await expect
      .poll(() => viewer.getByRole('img').evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBe(295);
    await shoot(page, 'proofs-viewer-1440');
    await page.keyboard.press('Escape');

    const wrong = names[2] ?? '';
    await page.getByRole('button', { name: `移除${wrong}的照片` }).click();
    expect(await clerk.axeFindings()).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: '移除', exact: true }).click();
    await row(page, wrong).getByText('缺照片').waitFor();
  });

  it('come as a ZIP on a phone’s width, until nobody lacks any', async () => {
    const clerk = await office.desk('clerk.boai', { width: 390, height: 844 });
    const { page } = clerk;
    await clerk.visit(`${classAddress}?part=proofs`);
    await row(page, names[0] ?? '').waitFor();
    await shoot(page, 'proofs-390');
    expect(await clerk.axeFindings()).toEqual([]);
    await drop(page).setInputFiles(asFile('全班材料.zip', await classBundle(names)));
    await settled(page, 1);
    await page.getByText(/已对应 80 个/).waitFor();
    await page.getByText('20 / 20 人齐全').waitFor();
    await page.getByRole('tab', { name: /缺照片/ }).click();
    await page.getByText('照片都有了').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await shoot(page, 'proofs-whole-390');
    expect(await clerk.axeFindings()).toEqual([]);
  });

  it('lie beside each trainee at the county’s check, and open in place', async () => {
    const officer = await office.desk('officer.boai');
    const { page } = officer;
    await officer.visit('/classes?state=filed');
    await page.locator('tbody a[href^="/classes/"]').first().click();
    await page.waitForURL(/\/classes\/[0-9a-f-]{36}/);
    const photo = page.getByRole('button', { name: /放大.+的登记照/ });
    await photo.waitFor();
    await shoot(page, 'check-1440');
    expect(await officer.axeFindings()).toEqual([]);
    await photo.click();
    await page.getByRole('dialog').getByRole('img').waitFor();
    await page.keyboard.press('ArrowRight');
    expect(await page.getByRole('dialog').textContent()).toContain('身份证');
    expect(await officer.axeFindings()).toEqual([]);
  });

  it('leave no complaint of a page behind', () => {
    expect(office.complaints()).toEqual([]);
    expect(office.product.output()).not.toMatch(/"reference"/);
  });
});
