import type { Page } from 'playwright-core';
import { launch } from '../journeys/browser';
import { sitDown } from '../journeys/desk';
import { startProduct } from '../journeys/product';
import { checkDigit } from '../src/law/identity-number';
import { type BenchReport, medianOf } from './report';

const people = 50;
const runs = 9;

/** Fifty invented trainees as a block of cells; every seventh identity number fails its check digit. */
function block(): { text: string; faults: number } {
  let faults = 0;
  const rows = Array.from({ length: people }, (_, at) => {
    const birth = `${1978 + (at % 20)}${String((at % 12) + 1).padStart(2, '0')}${String((at % 28) + 1).padStart(2, '0')}`;
    const first = `410822${birth}${String(10 + at)}${at % 2 === 0 ? 1 : 2}`;
    const right = checkDigit(first);
    const isFaulty = at % 7 === 3;
    if (isFaulty) faults += 1;
    const id = first + (isFaulty ? (right === '1' ? '2' : '1') : right);
    const day = `${birth.slice(0, 4)}-${birth.slice(4, 6)}-${birth.slice(6)}`;
    return [
      '学员' + '甲乙丙丁戊己庚辛壬癸'[at % 10],
      at % 2 === 0 ? '男' : '女',
      '汉族',
      day,
      id,
      '初中',
      '农业',
      '农村转移就业劳动者',
      `139${10_000_000 + at}`,
      '否',
    ].join('\t');
  });
  return { text: rows.join('\n'), faults };
}

/** Pastes as the browser does on Ctrl V, and waits for the frame in which every fault stands at its cell. */
const timePaste = ({ text, faults }: { text: string; faults: number }): Promise<number> =>
  new Promise((resolve) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    const began = performance.now();
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
    const look = (): void => {
      const seen = document.querySelectorAll('[role=gridcell][aria-invalid]').length;
      if (seen >= faults) requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });

/** The limit: the same cells as a bare table in the same page, nothing checked. */
const timeBareTable = (text: string): Promise<number> =>
  new Promise((resolve) => {
    const table = document.createElement('table');
    document.body.append(table);
    const began = performance.now();
    for (const line of text.split('\n')) {
      const row = table.insertRow();
      for (const cell of line.split('\t')) row.insertCell().textContent = cell;
    }
    void table.offsetHeight;
    requestAnimationFrame(() =>
      setTimeout(() => {
        resolve(performance.now() - began);
        table.remove();
      }),
    );
  });

async function openRoster(page: Page, address: string): Promise<void> {
  await page.goto(`${address}/classes/new`);
  await page.getByRole('button', { name: '开这个班' }).first().click();
  await page.waitForURL(/\/classes\/[0-9a-f-]{36}/);
  await page.locator('.step', { hasText: '备案花名册' }).click();
  await page.locator('[role=gridcell][data-row="0"][data-column="0"]').click();
}

async function clear(page: Page): Promise<void> {
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.waitForTimeout(2500);
  await page.locator('[role=gridcell][data-row="0"][data-column="0"]').click();
}

/** Paste of 50 rows, until every error is painted at its cell, in the real product and a real browser. */
export async function benchRosterGrid(): Promise<BenchReport> {
  const product = await startProduct();
  const browser = await launch();
  try {
    const { page } = await sitDown(browser, product.address, 'clerk.boai');
    await openRoster(page, product.address);
    const pasted = block();
    const grid: number[] = [];
    const bare: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      grid.push(await page.evaluate(timePaste, pasted));
      bare.push(await page.evaluate(timeBareTable, pasted.text));
      await clear(page);
    }
    return {
      claim: `粘贴 ${people} 行到 ${pasted.faults} 处错误全部显示在格上（中位数）`,
      goal: '≤ 200 ms',
      met: medianOf(grid) <= 200,
      series: [
        { name: '花名册表格：粘贴、整理、全部规则、绘制', unit: 'ms', values: grid },
        { name: '极限：同样的格子画成普通表格，不检查', unit: 'ms', values: bare },
      ],
      notes: ['从 paste 事件到错误格所在帧之后；真实产品、真实浏览器、同一页面内比较。'],
    };
  } finally {
    await browser.close();
    await product.stop();
  }
}
