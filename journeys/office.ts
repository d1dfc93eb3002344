import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launch } from './browser';
import { type Desk, sitDown } from './desk';
import { type RunningProduct, startProduct } from './product';

/** A running product with the demonstration city, and a browser to sit down at, for the journeys of one file. */
export interface Office {
  readonly product: RunningProduct;
  readonly browser: Browser;
  desk(username: string, size?: { width: number; height: number }): Promise<Desk>;
  /** What the pages of all desks complained of; must stay empty. */
  complaints(): string[];
}

/** Opens before the first journey of the file and closes after its last. */
export function openOffice(day?: string, time?: string): Office {
  let product: RunningProduct | undefined;
  let browser: Browser | undefined;
  const desks: Desk[] = [];
  beforeAll(async () => {
    product = await startProduct(day, time);
    browser = await launch();
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });
  const opened = <Part>(part: Part | undefined): Part => {
    if (!part) throw new Error('the office is not open yet');
    return part;
  };
  return {
    get product() {
      return opened(product);
    },
    get browser() {
      return opened(browser);
    },
    async desk(username, size) {
      const found = await sitDown(opened(browser), opened(product).address, username, size);
      desks.push(found);
      return found;
    },
    complaints: () => desks.flatMap(({ complaints }) => complaints),
  };
}
