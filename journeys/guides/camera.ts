import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';

export const pictureFolder = join('docs', 'roles', 'pictures');

/** The screen of the guides: an office screen of today. */
export const screen = { width: 1440, height: 900 };

/** Colours kept of a page: paper, inks and states, and enough between them for smooth letters. */
const colours = 64;

/** Takes the page as it stands, small enough to lie in the repository; `height` leaves out the blank rest. */
export async function photograph(page: Page, name: string, height = screen.height): Promise<number> {
  await page.mouse.move(0, 0);
  await page.waitForTimeout(250);
  const taken = await page.screenshot({ animations: 'disabled', clip: { x: 0, y: 0, width: screen.width, height } });
  mkdirSync(pictureFolder, { recursive: true });
  const file = join(pictureFolder, `${name}.png`);
  await sharp(taken).png({ palette: true, colours, effort: 10, compressionLevel: 9, dither: 0 }).toFile(file);
  return statSync(file).size;
}
