import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { demoPassword } from '../src/demo/accounts';
import { openOffice } from './office';
import { asFile, picture } from './trainee-pictures';

const office = openOffice();

/** A class of the principal’s institution that has begun. */
const begunClass = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const answer = await fetch('/api/v1/classes?states=approved&sort=startsOn&direction=down');
    const body: { result: { rows: { id: string; startsOn: string }[] } } = await answer.json();
    return body.result.rows.find(({ startsOn }) => startsOn < '2026-11-23')?.id ?? '';
  });

const choose = async (page: Page, field: string, nth: number): Promise<void> => {
  await page.getByRole('combobox', { name: field }).click();
  await page.locator('[role=option]').nth(nth).click();
};
const dialog = (page: Page) => page.getByRole('dialog');
const press = (page: Page, name: string) => dialog(page).getByRole('button', { name, exact: true }).click();

/** Registers one trainee of a lesson with a picture of its own. */
async function suspect(page: Page, nth: number): Promise<void> {
  await page.getByRole('button', { name: '登记疑似' }).click();
  await choose(page, '学员', nth);
  await choose(page, '课次', 0);
  const evidence = asFile(`签到照片${nth}.jpg`, await picture(640, 480, `rgb(${90 + nth * 30}, 120, 160)`));
  await page.locator('[role=dialog] input[type=file]').setInputFiles(evidence);
  await press(page, '登记');
  await dialog(page).waitFor({ state: 'detached' });
}

async function decide(page: Page, step: string, more: { reason?: string; password?: string } = {}): Promise<void> {
  await page.getByRole('button', { name: step, exact: true }).click();
  if (more.reason) await dialog(page).getByRole('textbox').first().fill(more.reason);
  if (more.password) await dialog(page).getByLabel('再次输入密码').fill(more.password);
  await press(page, step);
  await dialog(page).waitFor({ state: 'detached' });
}

describe('somebody sits for somebody else', () => {
  let caseAddress = '';

  it('is registered by the officer with evidence, warned of at two, and confirmed one by one', async () => {
    const principal = await office.desk('principal.boai');
    caseAddress = `/impersonations/${await begunClass(principal.page)}`;
    await principal.leave();
    const officer = await office.desk('officer.boai');
    const { page } = officer;
    await officer.visit(caseAddress);
    await page.getByRole('button', { name: '登记疑似' }).click();
    await press(page, '登记');
    await page.getByText('请附上证据；没有证据不能列为疑似').waitFor();
    expect(await officer.axeFindings()).toEqual([]);
    await page.keyboard.press('Escape');
    for (const nth of [0, 1, 2]) await suspect(page, nth);
    await page.getByText('已预警').first().waitFor();
    await page.getByRole('button', { name: '看证据（1 份）' }).first().click();
    await dialog(page).locator('img').waitFor();
    await page.keyboard.press('Escape');
    for (const left of [2, 1, 0]) {
      await page.getByRole('button', { name: '确认', exact: true }).first().click();
      expect(await dialog(page).getByRole('textbox').inputValue()).toBe('');
      await dialog(page).getByRole('button', { name: '照片与备案照片不是同一人' }).click();
      await press(page, '确认冒名顶替');
      await expect.poll(() => page.getByRole('button', { name: '确认', exact: true }).count()).toBe(left);
    }
    await page.getByText('补贴冻结').first().waitFor();
    expect(await officer.axeFindings()).toEqual([]);
    await decide(page, '事先告知');
    await page.getByText('已告知').first().waitFor();
  });

  it('is seen by the principal, on a phone’s width, with the evidence and the time to answer', async () => {
    const principal = await office.desk('principal.boai', { width: 390, height: 844 });
    const { page } = principal;
    await principal.visit(caseAddress);
    await page.getByText('陈述期限').waitFor();
    await page.getByText('机构负责人到').waitFor();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(390);
    expect(await principal.axeFindings()).toEqual([]);
    await decide(page, '陈述申辩', { reason: '其中一人系双胞胎姐妹，请复核。' });
    await page.getByText('其中一人系双胞胎姐妹').first().waitFor();
    await page.getByRole('button', { name: '要求听证', exact: true }).waitFor();
    await principal.leave();
  });

  it('waits until the time to be heard is over', async () => {
    const signatory = await office.desk('signatory.boai');
    await signatory.visit(caseAddress);
    await signatory.page.getByText('已告知').first().waitFor();
    expect(await signatory.page.getByRole('button', { name: '取消全班培训补贴' }).count()).toBe(0);
    await signatory.leave();
    await office.product.restartOn('2026-12-01');
    const officer = await office.desk('officer.boai');
    await officer.visit(caseAddress);
    await decide(officer.page, '登记期满');
    await officer.page.getByText('已听证或期满').first().waitFor();
    await officer.leave();
  });

  it('is decided by a second person with the password, appealed, and put right by the city', async () => {
    const { page } = await office.desk('signatory.boai');
    await page.goto(office.product.address + caseAddress);
    await decide(page, '取消全班培训补贴', { reason: '三人次属实。', password: demoPassword });
    await page.getByText('已取消全班补贴').first().waitFor();
    const { page: own } = await office.desk('principal.boai');
    await own.goto(office.product.address + caseAddress);
    await decide(own, '提出申诉', { reason: '其中一人系双胞胎，附户口簿。' });
    await own.getByText('申诉中').first().waitFor();
    const { page: city } = await office.desk('signatory.city');
    await city.goto(office.product.address + caseAddress);
    await city.getByRole('button', { name: '撤销或解除冻结' }).click();
    await dialog(city).getByRole('checkbox').first().check();
    await dialog(city).getByRole('textbox').first().fill('经复核确系误认。');
    await dialog(city).getByLabel('再次输入密码').fill(demoPassword);
    await press(city, '撤销或解除冻结');
    await city.getByText('撤销取消').first().waitFor();
    await city.getByText('可以申领', { exact: true }).waitFor();
  });

  it('broke no policy and raised no error', () => {
    expect(office.complaints()).toEqual([]);
  });
});
