import type { Browser, Page } from 'playwright-core';
import { type Desk, sitDown } from '../desk';
import { photograph, screen } from './camera';

/** One picture of a guide, and how the page gets there. */
export interface Shot {
  readonly name: string;
  /** Account whose desk it is. */
  readonly who: string;
  readonly height?: number;
  readonly arrange: (desk: Desk) => Promise<void>;
}

/** What became of one picture. */
export interface Taken {
  readonly name: string;
  readonly bytes?: number;
  readonly why?: string;
}

/** Walks to every picture in order, each person at a desk of their own; one that cannot be taken holds up no other. */
export async function walk(browser: Browser, address: string, shots: readonly Shot[]): Promise<Taken[]> {
  const desks = new Map<string, Desk>();
  const taken: Taken[] = [];
  for (const { name, who, height, arrange } of shots) {
    const desk = desks.get(who) ?? (await sitDown(browser, address, who, screen));
    desks.set(who, desk);
    try {
      await arrange(desk);
      await desk.page.waitForLoadState('networkidle');
      taken.push({ name, bytes: await photograph(desk.page, name, height) });
    } catch (error) {
      taken.push({ name, why: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) });
    }
  }
  return taken;
}

export const step = (page: Page, name: string) => page.locator('.step', { hasText: name });
export const cell = (page: Page, row: number, column: number) =>
  page.locator(`[role=gridcell][data-row="${row - 1}"][data-column="${column}"]`);

export async function columnOf(page: Page, name: string): Promise<number> {
  const heads = await page.locator('[role=columnheader][data-head]').allTextContents();
  return heads.findIndex((head) => head.trim() === name);
}

export const giveFile = (page: Page, name: string, buffer: Buffer) =>
  page.locator('input[type=file]').first().setInputFiles({ name, mimeType: 'application/octet-stream', buffer });

export async function paste(page: Page, text: string): Promise<void> {
  await cell(page, 1, 0).click();
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, text);
}

interface ListedClass {
  readonly id: string;
  readonly state: string;
  readonly traineeCount: number;
}

/** The class of this state and size in the demonstration city, as the person at the desk sees it. */
export async function classOf(page: Page, state: string, trainees?: number): Promise<string> {
  const rows: ListedClass[] = await page.evaluate(async (wanted) => {
    const answer = await fetch(`/api/v1/classes?sort=changedAt&direction=down&states=${wanted}`);
    const body: { result: { rows: ListedClass[] } } = await answer.json();
    return body.result.rows;
  }, state);
  const found = rows.find(({ traineeCount }) => trainees === undefined || traineeCount === trainees);
  if (!found) throw new Error(`演示城市里没有状态 ${state}、${trainees ?? '任意'} 人的班期`);
  return `/classes/${found.id}`;
}
