import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { launch } from './browser';

describe('the browser of the journeys', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  it('draws Chinese, each character its own', async () => {
    const page = await browser.newPage();
    await page.setContent('<p style="font-size:40px"><span>明</span><span>训</span><span>囗</span></p>');
    const pictures = [];
    for (const each of await page.locator('span').all()) pictures.push((await each.screenshot()).toString('base64'));
    expect(new Set(pictures).size).toBe(3);
  });
});
