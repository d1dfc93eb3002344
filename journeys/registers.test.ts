import { describe, expect, it } from 'vitest';
import { demoPassword } from '../src/demo/accounts';
import { openOffice } from './office';

const office = openOffice();

const room = '601 教室（新租）';
const document = '民办学校变更登记决定书〔2026〕3号';

describe('a record of the register', () => {
  let recordAddress = '';
  let formerName = '';
  let newName = '';

  it('gets a room from its clerk; a room of the same name is refused and what was typed stays', async () => {
    const clerk = await office.desk('clerk.boai');
    const { page } = clerk;
    await clerk.visit('/institution?tab=venues');
    formerName = /^\S+学校/.exec(await page.locator('h1').first().innerText())?.[0] ?? '';
    await page.getByRole('button', { name: '新增场地' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('场地名称').fill('101 教室');
    await dialog.getByLabel('地址').fill('博爱县清化大道 244 号');
    await dialog.getByRole('button', { name: /核定/ }).click();
    await dialog.getByText('请填写核定人数').first().waitFor();
    expect(await clerk.axeFindings()).toEqual([]);

    await dialog.getByLabel('场地名称').fill('102 教室');
    await dialog.getByLabel('核定人数').fill('40');
    await page.keyboard.press('Tab');
    await dialog.getByRole('button', { name: /核定/ }).click();
    await dialog.getByText('已有名为“102 教室”的场地').waitFor();
    expect(await dialog.getByLabel('地址').inputValue()).toBe('博爱县清化大道 244 号');

    await dialog.getByLabel('场地名称').fill(room);
    await dialog.getByRole('button', { name: /核定/ }).click();
    await page.getByText(`已新增：${room}`).waitFor();
    await page.getByText('待核定').first().waitFor();
  });

  it('is looked at by the officer of the county, who finds it among the work', async () => {
    const officer = await office.desk('officer.boai');
    const { page } = officer;
    await officer.visit('/work');
    await page.getByText(/等您确认的档案事项/).waitFor();
    expect(await officer.axeFindings()).toEqual([]);
    const more = page.getByRole('button', { name: /^全部 \d+ 项$/ });
    if (await more.isVisible()) await more.click();
    await page.getByRole('link', { name: new RegExp(`核定场地：${room.slice(0, 6)}`) }).click();
    await page.waitForURL(/tab=venues/);
    recordAddress = new URL(page.url()).pathname;
    await page.getByText('待核定').first().waitFor();
    const waiting = await page.getByText('待核定').count();
    await page.getByRole('button', { name: '核定', exact: true }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: /核定/ }).last().click();
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => page.getByText('待核定').count()).toBe(waiting - 1);
  });

  it('is to bear another name: proposed on a document, not with a code that cannot be', async () => {
    const officer = await office.desk('officer.boai');
    const { page } = officer;
    newName = formerName.replace('培训学校', '技能培训学校');
    await officer.visit(recordAddress);
    await page.getByRole('button', { name: '变更名称或信用代码' }).click();
    const dialog = page.getByRole('dialog');
    const code = await dialog.getByLabel('统一社会信用代码').inputValue();
    await dialog.getByLabel('机构全称').fill(newName);
    await dialog.getByLabel('统一社会信用代码').fill(`${code.slice(0, 17)}${code.endsWith('0') ? '1' : '0'}`);
    await dialog.getByLabel('原因').fill('更名');
    await dialog.getByLabel('依据文件').fill(document);
    await dialog.getByRole('button', { name: '提出，交负责人确认' }).click();
    await dialog.getByText('校验位不符').first().waitFor();
    expect(await dialog.getByLabel('依据文件').inputValue()).toBe(document);
    expect(await officer.axeFindings()).toEqual([]);
    await dialog.getByLabel('统一社会信用代码').fill(code);
    await page.keyboard.press('Tab');
    await dialog.getByRole('button', { name: '提出，交负责人确认' }).click();
    await page.getByText('已提出变更名称或信用代码').waitFor();
    expect(await page.locator('h1').first().innerText()).toContain(formerName);
  });

  it('bears it when the signatory confirms with the password, and with no other', async () => {
    const signatory = await office.desk('signatory.boai');
    const { page } = signatory;
    await signatory.visit('/work');
    const more = page.getByRole('button', { name: /^全部 \d+ 项$/ });
    if (await more.isVisible()) await more.click();
    await page.getByRole('link', { name: /变更名称或信用代码/ }).click();
    await page.waitForURL(/tab=licence/);
    await page.getByText(`改为“${newName}”`).waitFor();
    await page.getByRole('button', { name: '确认', exact: true }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('意见').fill('已核对变更登记证书原件');
    await dialog.getByLabel(/密码/).fill('wrong-password');
    await dialog.getByRole('button', { name: '确认', exact: true }).click();
    await dialog.getByRole('alert').waitFor();
    expect(await dialog.getByLabel('意见').inputValue()).toBe('已核对变更登记证书原件');
    await dialog.getByLabel(/密码/).fill(demoPassword);
    await dialog.getByRole('button', { name: '确认', exact: true }).click();
    await page.locator('h1', { hasText: newName }).waitFor();
  });

  it('tells the whole story to its clerk: who, when, on what document, and what it was before', async () => {
    const clerk = await office.desk('clerk.boai');
    const { page } = clerk;
    await clerk.visit('/institution?tab=history');
    for (const words of ['确认或退回对机构的决定', '提出变更机构名称或信用代码', document])
      await page.getByText(words).first().waitFor();
    await page.locator('del', { hasText: formerName }).first().waitFor();
    expect(await clerk.axeFindings()).toEqual([]);
    await clerk.visit('/institution?tab=account');
    await page.getByText('机构已更名，户名仍是原名称').waitFor();
    expect(office.complaints()).toEqual([]);
  });
});
