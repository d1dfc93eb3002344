import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasPictures } from '../src/platform/faces/testing-faces';
import { launch } from './browser';
import { type Desk, openEnrolments, sitDown } from './desk';
import { type RunningProduct, startProduct } from './product';
import { holdStill, standBeforeCamera } from './turning-camera';

/** Needs the photographs beside the checkout and the models of recognition; without either it is skipped, and says so. */
describe.skipIf(!hasPictures)('an enrolment before a camera that asks for the head to be turned', () => {
  let product: RunningProduct;
  let browser: Browser;
  let clerk: Desk;
  let classPage = '';
  let turned = '';
  let unturned = '';

  beforeAll(async () => {
    product = await startProduct('2026-11-24', '08:05');
    browser = await launch();
    clerk = await sitDown(browser, product.address, 'clerk.boai2');
    await standBeforeCamera(clerk.page.context());
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  const rowOf = (name: string): Locator =>
    clerk.page.locator('tbody tr').filter({ has: clerk.page.getByRole('rowheader', { name, exact: true }) });

  /** The camera open before one person who has agreed, and three frames taken of them. */
  async function takeThree(name: string): Promise<Locator> {
    const row = rowOf(name);
    await row.getByRole('button', { name: '签到方式' }).click();
    const dialog = clerk.page.getByRole('dialog');
    await dialog.getByLabel('同意刷脸签到').check();
    await dialog.getByRole('button', { name: '记录' }).click();
    await row.getByRole('button', { name: '采集头像' }).click();
    for (const next of ['拍第 2 张', '拍第 3 张', '已拍三张']) {
      await dialog.getByRole('button', { name: /^拍第/ }).click();
      await dialog.getByRole('button', { name: next }).waitFor();
    }
    return dialog;
  }

  it('refuses a picture held up before it, says what it did not see, and keeps the frames', async () => {
    const { page } = clerk;
    classPage = await openEnrolments(clerk);
    const undecided = page.locator('tbody tr', { hasText: '还没有选' });
    await undecided.first().waitFor();
    [turned = '', unturned = ''] = await undecided.getByRole('rowheader').allInnerTexts();
    const dialog = await takeThree(turned);
    await holdStill(page, true);
    await dialog.getByRole('button', { name: '转头核对并提交' }).click();
    await dialog
      .getByRole('status')
      .getByText(/请(向左转头|向右转头|靠近一点)/)
      .waitFor();
    await dialog.getByRole('alert').getByText('没有看到').waitFor();
    const said = await dialog.getByRole('alert').innerText();
    for (const move of ['向左转头', '向右转头', '靠近一点']) expect(said).toContain(move);
    expect(await dialog.getByAltText('第 3 张').count()).toBe(1);
    expect(await clerk.axeFindings()).toEqual([]);
  });

  it('takes the person who turns as asked, in whatever order it asks', async () => {
    const { page } = clerk;
    const dialog = page.getByRole('dialog');
    await holdStill(page, false);
    await dialog.getByRole('button', { name: '转头核对并提交' }).click();
    await dialog.waitFor({ state: 'detached' });
    await rowOf(turned).getByText('待核对').waitFor();
  });

  it('lets a person who cannot turn be handed in without, for the bureau to see them itself', async () => {
    const dialog = await takeThree(unturned);
    await dialog.getByRole('button', { name: '交人社部门核对' }).click();
    await dialog.waitFor({ state: 'detached' });
    await rowOf(unturned).getByText('待核对').waitFor();
    expect(clerk.complaints).toEqual([]);
  });

  it('tells the officer at the confirmation which of the two was turned', async () => {
    const officer = await sitDown(browser, product.address, 'officer.boai');
    const { page } = officer;
    await officer.visit(classPage);
    await page.getByRole('tab', { name: '建档与签到方式' }).click();
    await page.locator('tbody tr', { hasText: turned }).getByText('转头核对通过').waitFor();
    await page.locator('tbody tr', { hasText: unturned }).getByText('没有转头核对').waitFor();
    const open = (name: string) =>
      page.locator('tbody tr', { hasText: name }).getByRole('button', { name: '核对' }).click();
    const dialog = page.getByRole('dialog');
    await open(turned);
    await dialog.getByText('转头核对通过').waitFor();
    await dialog.getByAltText('采集照片第 3 张').waitFor();
    expect(await officer.axeFindings()).toEqual([]);
    await dialog.getByRole('button', { name: '是同一人，予以建档' }).click();
    await page.locator('tbody tr', { hasText: turned }).getByText('已建档').waitFor();
    await open(unturned);
    await dialog.getByText('没有转头核对').waitFor();
    await dialog.getByText('请当面或视频核对本人').waitFor();
    await dialog.getByLabel('退回的理由').fill('请到场转头核对后再交');
    await dialog.getByRole('button', { name: '退回重采' }).click();
    await page.locator('tbody tr', { hasText: unturned }).getByText('请到场转头核对后再交').waitFor();
    expect(officer.complaints).toEqual([]);
    await officer.leave();
  });
});
