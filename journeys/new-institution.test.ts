import { describe, expect, it } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import { clockStartingOn } from '../src/platform/clock';
import { totpCode } from '../src/platform/sign-in/totp';
import { demoPassword } from '../src/demo/accounts';
import { findingsOn } from './desk';
import { journeyDay } from './loaded-city';
import { openOffice } from './office';

const office = openOffice();

const name = '博爱县清化职业培训学校';
const creditCode = '52410822MJF0123454';
const document = '准予设立决定书（博人社许〔2026〕3号）';
const [username, ownPassword] = ['qinghua-fuzeren', 'Qing-Hua-2026-Lu'];

describe('a new institution', () => {
  let address = '';
  let handed = '';

  it('is registered by the county from its papers; a code that cannot be is refused and what was typed stays', async () => {
    const officer = await office.desk('officer.boai');
    const { page } = officer;
    await officer.visit('/institutions');
    await page.getByRole('button', { name: '登记机构' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('机构全称').fill(name);
    await dialog.getByLabel('统一社会信用代码').fill(`${creditCode.slice(0, 17)}5`);
    await dialog.getByLabel('机构类别').selectOption({ label: '社会培训机构' });
    await dialog.getByLabel('法定代表人').fill('周立本');
    await dialog.getByLabel('地址').fill('博爱县中山路 9 号');
    await dialog.getByLabel('办学许可证号').fill('人社民 4108224000009 号');
    await dialog.getByLabel('有效期至', { exact: true }).fill('2029-12-31');
    await dialog.getByLabel('发证机关').fill('博爱县人力资源和社会保障局');
    await dialog.getByLabel('负责人', { exact: true }).fill('周立本');
    await dialog.getByLabel('联系电话').fill('0391-8680000');
    await dialog.getByLabel('依据文件').fill(document);
    await dialog.getByRole('button', { name: '登记', exact: true }).click();
    await dialog.getByText('校验位不符').first().waitFor();
    expect(await officer.axeFindings()).toEqual([]);
    await dialog.getByLabel('统一社会信用代码').fill(creditCode);
    await page.keyboard.press('Tab');
    await dialog.getByRole('button', { name: '登记', exact: true }).click();
    await page.waitForURL(/\/institutions\/[0-9a-f-]{36}/);
    address = new URL(page.url()).pathname;
    await page.locator('h1', { hasText: name }).waitFor();
    expect(await officer.axeFindings()).toEqual([]);
  });

  it('is given one occupation by the officer, which counts when the signatory has confirmed it', async () => {
    const officer = await office.desk('officer.boai');
    await officer.visit(`${address}?tab=licence`);
    await officer.page.getByRole('button', { name: '新增定点资格' }).first().click();
    const dialog = officer.page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: '职业（工种）' }).fill('养老护理员');
    await officer.page.getByRole('option', { name: /养老护理员/ }).click();
    await dialog.getByLabel('等级').selectOption({ index: 1 });
    await dialog.getByLabel('自', { exact: true }).fill(journeyDay);
    await dialog.getByLabel('至', { exact: true }).fill('2028-12-31');
    await dialog.getByLabel('依据文件').fill(document);
    await dialog.getByRole('button', { name: '提出，交负责人确认' }).click();
    await officer.page.getByText('已提出新增定点资格').waitFor();
    const signatory = await office.desk('signatory.boai');
    await signatory.visit(`${address}?tab=licence`);
    await signatory.page.getByRole('button', { name: '确认', exact: true }).click();
    await signatory.page.getByRole('dialog').getByLabel('意见').fill('已核对批复原件');
    await signatory.page.getByRole('dialog').getByLabel(/密码/).fill(demoPassword);
    await signatory.page.getByRole('dialog').getByRole('button', { name: '确认', exact: true }).click();
    await signatory.page.getByRole('dialog').waitFor({ state: 'detached' });
    await signatory.page
      .getByRole('tab', { name: /许可与资格/ })
      .getByText('1')
      .waitFor();
  });

  it('gets an account for its principal, whose password is shown once', async () => {
    const keeper = await office.desk('security.admin');
    const { page } = keeper;
    await keeper.visit('/users');
    await page.getByRole('button', { name: '新建账户' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('姓名').fill('周立本');
    await dialog.getByLabel('用户名').fill(username);
    await dialog.getByLabel('岗位').selectOption({ label: '培训机构负责人' });
    await dialog.getByRole('combobox', { name: '培训机构' }).fill('清化');
    await page.getByRole('option', { name: new RegExp(name) }).click();
    await dialog.getByRole('button', { name: '新建并显示密码' }).click();
    handed = (await page.locator('code.secret').textContent()) ?? '';
    expect(await keeper.axeFindings()).toEqual([]);
    await page.getByRole('button', { name: '已交给本人，关闭' }).click();
  });

  it('states its bank account once the principal has a password and a second factor of their own', async () => {
    const page = await (await office.browser.newContext({ locale: 'zh-CN' })).newPage();
    await page.goto(`${office.product.address}/sign-in`);
    await page.getByLabel('用户名').fill(username);
    await page.getByLabel('密码').fill(handed);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByLabel('原密码').fill(handed);
    await page.getByLabel('新密码', { exact: true }).fill(ownPassword);
    await page.getByLabel('再输一次新密码').fill(ownPassword);
    await page.getByRole('button', { name: '修改密码' }).click();
    const secret = ((await page.locator('.secret code').textContent()) ?? '').replaceAll(' ', '');
    expect(await findingsOn(page)).toEqual([]);
    await page
      .getByLabel('动态验证码', { exact: true })
      .fill(totpCode(secret, clockStartingOn(plainDate(journeyDay)).now()));
    await page.getByRole('button', { name: '绑定' }).click();
    await page.waitForURL('**/work');
    expect(await findingsOn(page)).toEqual([]);
    await page.goto(`${office.product.address}/institution?tab=account`);
    await page.getByRole('button', { name: '申报账户' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByLabel('户名').inputValue()).toBe(name);
    await dialog.getByLabel('开户行').fill('中原银行博爱支行');
    await dialog.getByLabel('账号').fill('6222 0012 3456 7890 128');
    await dialog.getByRole('button', { name: '申报，交县（市、区）确认' }).click();
    await page.getByText('待县（市、区）确认').waitFor();
    await page.getByText('尾号 0128').waitFor();
    expect(await findingsOn(page)).toEqual([]);
    await page.context().close();
  });

  it('can be used when the county has confirmed the account: sound, with an occupation, and paid to its own name', async () => {
    const officer = await office.desk('officer.boai');
    const { page } = officer;
    await officer.visit(`${address}?tab=account`);
    await page.getByRole('button', { name: '确认生效' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '确认生效' }).click();
    await page.getByText('与机构全称一致').waitFor();
    expect(await officer.axeFindings()).toEqual([]);
    await officer.visit(`/institutions?search=${encodeURIComponent('清化')}`);
    const row = page.locator('tbody tr', { hasText: name });
    await row.getByText('正常').waitFor();
    expect(await row.locator('td').allInnerTexts()).toContain('1');
    expect(office.complaints()).toEqual([]);
  });
});
