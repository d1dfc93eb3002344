import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch } from './browser';

const policy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'nonce-kit'; img-src 'self' data: blob:; connect-src 'self'; frame-ancestors 'none'";
const types: Record<string, string> = { html: 'text/html; charset=utf-8', js: 'text/javascript', css: 'text/css' };
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let folder: string;
let server: Server;
let address: string;
let browser: Browser;
let complaints: string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mx-kit-'));
  const built = spawnSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'error'], {
    env: { ...process.env, MINGXUN_GALLERY: '1', MINGXUN_WEB_OUT: folder },
    encoding: 'utf8',
  });
  if (built.status !== 0) throw new Error(`部件样例没有构建成功：${built.stderr}`);
  server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    readFile(join(folder, path)).then(
      (body) => {
        const type = types[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
        response.writeHead(200, { 'content-type': type, 'content-security-policy': policy }).end(body);
      },
      () => response.writeHead(path === '/favicon.ico' ? 204 : 404).end(),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const bound = server.address();
  if (!bound || typeof bound === 'string') throw new Error('没有取得端口');
  address = `http://127.0.0.1:${bound.port}/gallery.html`;
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(path: string, width = 1440): Promise<Page> {
  complaints = [];
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: 'zh-CN' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(`${address}#${path}`);
  await page.waitForSelector('h1');
  return page;
}

/** What the accessibility checker finds, each with its first element. */
async function accessibilityFindings(page: Page): Promise<string[]> {
  await page.waitForTimeout(300);
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: axe });
  const answer = await session.send('Runtime.evaluate', {
    expression: 'axe.run().then((r) => JSON.stringify(r.violations.map((v) => v.id + " " + v.nodes[0].html)))',
    awaitPromise: true,
  });
  const found: unknown = JSON.parse(String(answer.result.value));
  return Array.isArray(found) ? found.map(String) : [];
}

const cell = (page: Page, row: number, column: number) => page.locator(`[data-row="${row}"][data-column="${column}"]`);

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
  // Two frames: what the press changed has been painted, however slow the machine is.
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
}

describe('the design kit', () => {
  it.each([1440, 390])(
    'has no accessibility finding, no blocked style and no sideways scroll at %i px',
    async (width) => {
      for (const path of ['/', '/basics', '/forms', '/sheet/50']) {
        const page = await open(path, width);
        expect(await accessibilityFindings(page), path).toEqual([]);
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
          path,
        ).toBeLessThanOrEqual(0);
        expect(complaints, path).toEqual([]);
        await page.context().close();
      }
    },
  );
  it('has no accessibility finding in its overlays', async () => {
    const queue = await open('/');
    await press(queue, 'r');
    expect(await accessibilityFindings(queue), 'decision').toEqual([]);
    await press(queue, 'Escape', 'Control+k');
    await queue.keyboard.type('王');
    expect(await accessibilityFindings(queue), 'search').toEqual([]);
    const form = await open('/forms');
    await form.getByRole('button', { name: '核对并申报' }).click();
    await form.getByRole('button', { name: '开班日期：从日历选' }).click();
    await form.getByText('灰底为非工作日').waitFor();
    expect(await accessibilityFindings(form), 'calendar').toEqual([]);
    await press(form, 'Escape');
    await form.locator('#occupation').click();
    expect(await accessibilityFindings(form), 'choices').toEqual([]);
    const sheet = await open('/sheet/50');
    await cell(sheet, 0, 1).click();
    await press(sheet, 'F8');
    expect(await accessibilityFindings(sheet), 'finding').toEqual([]);
  });
  it('leads from the error summary to the field', async () => {
    const page = await open('/forms');
    await page.getByRole('button', { name: '核对并申报' }).click();
    expect(await page.evaluate(() => document.activeElement?.classList.contains('summary'))).toBe(true);
    await page.getByRole('link', { name: '请填写班级负责人姓名' }).click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('name');
  });
});

describe('the sheet', () => {
  it('takes the first letter of pinyin typed into a cell', async () => {
    const page = await open('/sheet/50');
    const session = await page.context().newCDPSession(page);
    await cell(page, 2, 0).click();
    await session.send('Input.imeSetComposition', { text: 'w', selectionStart: 1, selectionEnd: 1 });
    await session.send('Input.imeSetComposition', { text: 'wang', selectionStart: 4, selectionEnd: 4 });
    await session.send('Input.insertText', { text: '王英' });
    await press(page, 'Enter');
    expect(await cell(page, 2, 0).innerText()).toBe('王英');
    await press(page, 'Control+z');
    expect(await cell(page, 2, 0).innerText()).toBe('学员003');
  });
  it('copies, pastes, fills, clears and takes each back as one', async () => {
    const page = await open('/sheet/50');
    await cell(page, 0, 0).click();
    await press(page, 'Shift+ArrowDown', 'Shift+ArrowRight', 'Control+c');
    await cell(page, 5, 0).click();
    await press(page, 'Control+v');
    expect(await cell(page, 6, 0).innerText()).toBe('学员002');
    await press(page, 'Control+d', 'Delete', 'Control+z', 'Control+z', 'Control+z');
    expect([await cell(page, 5, 0).innerText(), await cell(page, 6, 0).innerText()]).toEqual(['学员006', '学员007']);
  });
  it('shows each finding beside its cell, never on the row', async () => {
    const page = await open('/sheet/50');
    await cell(page, 0, 0).click();
    for (const [row, column] of [
      [4, 4],
      [8, 7],
      [11, 8],
      [28, 4],
    ] as const) {
      await press(page, 'F8');
      const tip = await page.locator('.tip').boundingBox();
      const line = await cell(page, row, column).boundingBox();
      expect(tip && line && (tip.y >= line.y + line.height || tip.y + tip.height <= line.y)).toBe(true);
    }
  });
  it('paints the errors of fifty pasted rows at their cells', async () => {
    const page = await open('/sheet/50');
    await cell(page, 0, 0).click();
    await press(page, 'Control+a', 'Control+c');
    await page.goto('about:blank');
    await page.goto(`${address}#/sheet/0`);
    // A press before the clipboard is filled pastes nothing; pasting the same rows twice changes nothing.
    const pasted = async () => {
      await cell(page, 0, 0).click();
      await press(page, 'Control+v');
      return page.locator('.cell.is-blocks, .cell.is-warns').count();
    };
    await expect.poll(pasted, { timeout: 60_000, interval: 1000 }).toBeGreaterThanOrEqual(6);
  });
  it('draws only what is in sight of five thousand rows', async () => {
    const page = await open('/sheet/5000');
    await page.waitForTimeout(200);
    expect(await page.locator('[role=row]').count()).toBeLessThan(60);
    await cell(page, 3, 0).click();
    await press(page, 'Control+End');
    expect(await page.locator('.cell.is-active').getAttribute('data-row')).toBe('4999');
  });
});
