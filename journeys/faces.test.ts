import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { hasPictures } from '../src/platform/faces/testing-faces';
import { launch } from './browser';
import { type Desk, findingsOn, openEnrolments, sitDown } from './desk';
import { type FakeCamera, makeFakeCamera, until } from './fake-camera';
import { type RunningProduct, startProduct } from './product';
import { rosterOf } from './roster';

/** The morning of a day on which nobody has checked in yet. */
const day = '2026-11-24';
/** The server asks for one side or the other by chance: so often the head may turn to the wrong one. */
const mostTurns = 12;

/** Needs the photographs beside the checkout and the models of recognition; without either it is skipped, and says so. */
describe.skipIf(!hasPictures)('faces before a real camera', () => {
  let product: RunningProduct;
  let camera: FakeCamera;
  let browser: Browser;
  let clerk: Desk;
  let kiosk: Page;
  let classPage = '';
  let name = '';

  beforeAll(async () => {
    camera = await makeFakeCamera();
    product = await startProduct(day, '08:05');
    browser = await launch(camera.arguments);
    clerk = await sitDown(browser, product.address, 'clerk.boai2');
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
    camera?.remove();
  });

  const answer = (): Locator => kiosk.locator('.answer');
  const dismissed = async () => {
    await answer().click({ position: { x: 10, y: 10 } });
    await answer().waitFor({ state: 'detached' });
  };

  /** Looks into the tablet from a moment of the film on, and reads what it says. */
  async function look(from: Parameters<typeof until>[1]): Promise<{ words: string; milliseconds: number }> {
    await kiosk.getByRole('button', { name: /请看镜头/ }).waitFor();
    await until(kiosk, from);
    const began = Date.now();
    await kiosk.getByRole('button', { name: /请看镜头/ }).click();
    await answer().waitFor();
    const words = await answer().innerText();
    return { words, milliseconds: Date.now() - began };
  }

  it('takes three frames of a trainee who agreed, and refuses frames of two people', async () => {
    const { page } = clerk;
    classPage = await openEnrolments(clerk);
    const undecided = page.locator('tbody tr', { hasText: '还没有选' }).first();
    name = (await undecided.locator('th').textContent())?.trim() ?? '';
    const row = page.locator('tbody tr', { hasText: name });
    await row.getByRole('button', { name: '签到方式' }).click();
    await page.getByRole('dialog').getByLabel('同意刷脸签到').check();
    await page.getByRole('dialog').getByRole('button', { name: '记录' }).click();
    await row.getByRole('button', { name: '采集头像' }).click();
    const dialog = page.getByRole('dialog');
    const shoot = async (from: Parameters<typeof until>[1], next: string) => {
      await until(page, from);
      await dialog.getByRole('button', { name: /^拍第/ }).click();
      await dialog.getByRole('button', { name: next }).waitFor();
    };
    await shoot('still', '拍第 2 张');
    await shoot('stranger', '拍第 3 张');
    await shoot('still', '已拍三张');
    await dialog.getByRole('button', { name: '交人社部门核对' }).click();
    await dialog.getByText('三张照片不像同一个人').waitFor();
    expect(await clerk.axeFindings()).toEqual([]);
    await dialog.getByRole('button', { name: '重拍' }).click();
    await shoot('still', '拍第 2 张');
    await shoot('beforeRight', '拍第 3 张');
    await shoot('still', '已拍三张');
    await dialog.getByRole('button', { name: '交人社部门核对' }).click();
    await row.getByText('待核对').waitFor();
  });

  it('has the county compare the frames and confirm', async () => {
    const officer = await sitDown(browser, product.address, 'officer.boai');
    const { page } = officer;
    await officer.visit(classPage);
    await page.getByRole('tab', { name: '建档与签到方式' }).click();
    await page.locator('tbody tr', { hasText: name }).getByRole('button', { name: '核对' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByAltText('采集照片第 3 张').waitFor();
    const drawn = `document.querySelector('[alt="采集照片第 3 张"]').naturalWidth`;
    await expect.poll(() => page.evaluate(drawn)).toBeGreaterThan(0);
    expect(await officer.axeFindings()).toEqual([]);
    await dialog.getByRole('button', { name: '是同一人，予以建档' }).click();
    await page.locator('tbody tr', { hasText: name }).getByText('已建档').waitFor();
    expect(officer.complaints).toEqual([]);
    await officer.leave();
  });

  it('refuses a picture that stands still, and offers the way without a face at once', async () => {
    const { page } = clerk;
    await page.goto(product.address + classPage);
    await page.getByRole('button', { name: '在本机打开签到台' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '打开签到台' }).click();
    await page.waitForURL('**/kiosk');
    kiosk = page;
    const { words } = await look('still');
    expect(words).toContain('没有签到成功');
    expect(words).toContain('没有按提示转头');
    expect(words).not.toContain(name);
    expect(await clerk.axeFindings()).toEqual([]);
    await answer().getByRole('button', { name: '用身份证签到' }).click();
    await kiosk.getByLabel('证号后四位，或刷身份证').waitFor();
    await kiosk.getByRole('button', { name: '改用刷脸' }).click();
  });

  it('refuses a stranger and names nobody', async () => {
    const { words } = await look('stranger');
    expect(words).toContain('没有签到成功');
    expect(words).toContain('不在本班备案花名册上');
    expect(words).not.toContain(name);
    await answer().getByRole('button', { name: '用身份证签到' }).waitFor();
    await dismissed();
  });

  it('takes the face that turns to the side it is asked for, and says whose it is', async () => {
    for (let turn = 0; ; turn += 1) {
      if (turn === mostTurns) throw new Error(`the head turned ${mostTurns} times to the side it was not asked for`);
      const { words, milliseconds } = await look(turn % 2 === 0 ? 'beforeLeft' : 'beforeRight');
      if (words.includes(`${name}，签到成功`)) {
        process.stdout.write(`刷脸：从看镜头到答复 ${milliseconds} 毫秒，含转头 1300 毫秒\n`);
        break;
      }
      expect(words).toContain('没有按提示转头');
      await dismissed();
    }
    await kiosk.locator('li', { hasText: name }).getByText('本人').waitFor();
    expect(await clerk.axeFindings()).toEqual([]);
    expect(clerk.complaints).toEqual([]);
  });

  describe('and at a telephone, without a face', () => {
    let screen: Desk;
    let phone: Page;
    let context: BrowserContext;
    let other = '';
    let tail = '';
    let oneTime = '';

    it('reads the code of the room from its screen, and takes card, code and photo', async () => {
      screen = await sitDown(browser, product.address, 'clerk.boai2');
      const { page } = screen;
      await screen.visit(classPage);
      await page.getByRole('button', { name: '发一次性码' }).click();
      const dialog = page.getByRole('dialog');
      const boxes = dialog.getByRole('checkbox');
      await boxes.last().check();
      await dialog.getByRole('button', { name: '发给 1 人' }).click();
      const line = (await dialog.locator('.codes li').textContent()) ?? '';
      [other, oneTime] = [line.slice(0, -6).trim(), line.slice(-6)];
      tail = (await rosterOf(page, classPage.split('/').at(-1) ?? '')).find(({ name: of }) => of === other)?.tail ?? '';
      await dialog.getByRole('button', { name: '关闭' }).last().click();
      await page.getByRole('button', { name: '教室签到码' }).click();
      await page.waitForURL('**/room-code');
      await page.getByAltText('手机扫这个码打开签到页').waitFor();
      expect(await screen.axeFindings()).toEqual([]);
      const station = z.string().parse(await page.evaluate(`localStorage.getItem('mingxun-station-screen')`));
      const { stationId } = z.object({ stationId: z.string() }).parse(JSON.parse(station));
      context = await browser.newContext({
        viewport: { width: 390, height: 844 },
        locale: 'zh-CN',
        permissions: ['geolocation'],
        // Nearer than this telephone can tell: the room lies within some hundred metres.
        geolocation: { latitude: 35.171, longitude: 113.064, accuracy: 900 },
      });
      phone = await context.newPage();
      await phone.goto(`${product.address}/check-in/${stationId}`);
      await phone.getByText('已定位').waitFor();
      await phone.getByLabel('身份证号后四位').fill(tail);
      await phone.getByLabel('工作人员告诉的一次性码').fill(oneTime);
      const room = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#8aa0b8' } })
        .jpeg()
        .toBuffer();
      await phone.locator('input[type=file]').setInputFiles({ name: 'room.jpg', mimeType: 'image/jpeg', buffer: room });
      await phone.getByText('教室照片已拍').waitFor();
      await phone
        .getByLabel('教室屏幕上的签到码')
        .fill(((await page.locator('output.code').textContent()) ?? '').replace(' ', ''));
      await phone.locator('button.go').click();
      await phone.getByText(`${other}，签到成功`).waitFor();
      expect(await findingsOn(phone)).toEqual([]);
    });

    it('takes “not me” in one tap', async () => {
      await phone.getByRole('button', { name: '不是我' }).click();
      await phone.getByText('已反映').waitFor();
      expect(await findingsOn(phone)).toEqual([]);
      expect(screen.complaints).toEqual([]);
      await context.close();
    });
  });
});
