import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeClip, toolsHere, vp8 } from '../src/platform/video/testing-video';
import type { Desk } from './desk';
import { openOffice } from './office';

/** The evening of a day of lessons. */
const office = openOffice('2026-11-23', '18:30');
const folder = mkdtempSync(join(tmpdir(), 'mingxun-journey-video-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const listForm = z.looseObject({
  result: z.looseObject({
    lessons: z.array(
      z.looseObject({ from: z.number(), to: z.number(), share: z.number().optional(), venue: z.string() }),
    ),
    recordings: z.array(z.looseObject({ id: z.string(), state: z.string(), byteLength: z.number() })),
  }),
});

const twenty = (instant: number) => new Date(instant + 8 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 14);
const clock = (instant: number) => new Date(instant + 8 * 3_600_000).toISOString().slice(11, 16);

describe.skipIf(!toolsHere)('the recording of a lesson', () => {
  let clerk: Desk;
  let classId = '';
  let lesson = { from: 0, to: 0 };
  let file = '';

  const listed = async (desk: Desk) => {
    const answer: unknown = await desk.page.evaluate(
      `fetch('/api/v1/classes/${classId}/recordings').then((each) => each.json())`,
    );
    return listForm.parse(answer).result;
  };

  beforeAll(async () => {
    clerk = await office.desk('clerk.qinyang2');
  });

  it('is missing until it has been brought, and its camera is named first', async () => {
    const { page } = clerk;
    await clerk.visit('/attendance');
    await page.locator('tbody a').first().click();
    await page.waitForURL(/\/attendance\/[0-9a-f-]{36}/);
    classId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    await page.getByRole('tab', { name: '录像' }).click();
    await page.getByText('先登记教室里的镜头').waitFor();
    expect(await clerk.axeFindings()).toEqual([]);
    const over = (await listed(clerk)).lessons.filter(({ share }) => share !== undefined);
    lesson = over.at(-1) ?? lesson;
    await page.getByRole('button', { name: '登记镜头' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('教室').selectOption({ label: over.at(-1)?.venue ?? '' });
    expect(await clerk.axeFindings()).toEqual([]);
    await dialog.getByRole('button', { name: '登记', exact: true }).click();
    await page.getByText('按文件名里的时间自动对应课次').waitFor();
  });

  it('is not begun with a file that is still being written, and the page says so', async () => {
    const { page } = clerk;
    const growing = join(folder, `ch01_${twenty(lesson.from)}.mp4`);
    writeFileSync(growing, 'half');
    await page.locator('input[type=file]').setInputFiles(growing);
    await page.getByText('时间取自文件名').waitFor();
    appendFileSync(growing, ' and more');
    await page.getByRole('button', { name: '开始上传 1 份' }).click();
    await page.getByText('文件在选中之后变动过').waitFor();
    expect((await listed(clerk)).recordings).toEqual([]);
    await page.getByRole('button', { name: '不传这份' }).click();
  });

  it('is matched with its lesson by the time in its name, and goes on after a cut connection and a reload', async () => {
    const { page } = clerk;
    file = join(folder, `ch01_${twenty(lesson.from)}.webm`);
    // Twenty minutes in some ten megabytes: three pieces on the way.
    const encoder = [...vp8.slice(0, 6), '-b:v', '70k', '-minrate', '70k', '-maxrate', '70k', '-g', '20'];
    await makeClip(file, { seed: 11, seconds: 1200, filter: 'scale=320:180,noise=alls=40:allf=t', encoder });
    let pieces = 0;
    await page.route('**/video/*/upload', (route) => {
      if (route.request().method() === 'PATCH') pieces += 1;
      return pieces > 1 ? route.abort('connectionreset') : route.continue();
    });
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText('时间取自文件名').waitFor();
    expect(await clerk.axeFindings()).toEqual([]);
    await page.getByRole('button', { name: '开始上传 1 份' }).click();
    await expect.poll(() => pieces, { timeout: 60_000 }).toBeGreaterThan(1);
    await page.getByText('连接断了，正在自动重试').waitFor();
    page.once('dialog', (warning) => void warning.accept());
    await page.reload();
    await page.unroute('**/video/*/upload');
    await page.getByText('没有传完').waitFor();
    const before = await listed(clerk);
    expect(before.recordings).toMatchObject([{ state: 'uploading' }]);
    await page.locator('input[type=file]').setInputFiles(file);
    await page
      .getByText(/已收到，待分析|已分析/)
      .first()
      .waitFor({ timeout: 120_000 });
  });

  it('shows the gap it leaves in the lesson, and what was found in it', async () => {
    const { page } = clerk;
    await expect
      .poll(async () => (await listed(clerk)).recordings[0]?.state, { timeout: 120_000, interval: 1_000 })
      .toBe('analysed');
    await page.reload();
    await page
      .getByText(`${clock(lesson.from + 1_200_000)}–${clock(lesson.to)}`)
      .first()
      .waitFor();
  });

  it('is played in parts by the county, which marks a stretch as evidence', async () => {
    const officer = await office.desk('officer.qinyang');
    const { page } = officer;
    await officer.visit(`/attendance/${classId}?part=recordings`);
    await page.getByText('发现的问题').waitFor();
    expect(await officer.axeFindings()).toEqual([]);
    await page.getByRole('link', { name: '看录像' }).first().click();
    await page.waitForURL(/\/recordings\//);
    const played = page.waitForResponse((answer) => /\/video\/[0-9a-f-]{36}\?/.test(answer.url()));
    await page.getByRole('button', { name: '打开录像' }).click();
    expect((await played).status()).toBe(206);
    await page.locator('video').waitFor();
    await page.waitForFunction('document.querySelector("video").duration > 1000');
    const seek = (seconds: number) =>
      page.evaluate(`new Promise((sought) => {
        const video = document.querySelector('video');
        video.addEventListener('seeked', () => setTimeout(sought, 100), { once: true });
        video.currentTime = ${seconds};
      })`);
    await seek(300);
    await page.getByRole('button', { name: /从这里/ }).click();
    await page.getByText('0:05:00', { exact: true }).waitFor();
    await seek(420);
    await page.getByRole('button', { name: /到这里/ }).click();
    await page.getByText('0:07:00', { exact: true }).waitFor();
    await page.getByLabel('理由').fill('画面人数少于签到人数');
    expect(await officer.axeFindings()).toEqual([]);
    await page.getByRole('button', { name: '标为证据' }).click();
    await page.getByRole('button', { name: '0:05:00–0:07:00' }).waitFor();
    expect(office.complaints()).toEqual([]);
  });
});
