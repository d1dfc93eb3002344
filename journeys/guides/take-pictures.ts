import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from '../browser';
import { journeyDay } from '../loaded-city';
import { startProduct } from '../product';
import { pictureFolder } from './camera';
import { attendanceShots } from './attendance-shots';
import { clerkShots } from './clerk-shots';
import { countyShots } from './county-shots';
import { type Taken, walk } from './walk';

const mebibyte = 1024 * 1024;
/** All pictures together stay a small part of the repository. */
export const mostBytes = 2.5 * mebibyte;

const shots = [...clerkShots, ...countyShots, ...attendanceShots];

function told(taken: readonly Taken[]): boolean {
  for (const { name, bytes, why } of taken)
    process.stdout.write(
      why === undefined ? `  ✓ ${name} ${Math.round((bytes ?? 0) / 1024)} KB\n` : `  ✗ ${name}：${why}\n`,
    );
  const all = readdirSync(pictureFolder).map((file) => statSync(join(pictureFolder, file)).size);
  const sum = all.reduce((total, size) => total + size, 0);
  process.stdout.write(`共 ${all.length} 张，${(sum / mebibyte).toFixed(2)} MB\n`);
  return taken.every(({ why }) => why === undefined) && sum <= mostBytes;
}

/** Takes all pictures of the guides, or those whose names begin with one of `only`; false when one is missing. */
export async function takePictures(only: readonly string[]): Promise<boolean> {
  process.stdout.write('生成演示城市…\n');
  const product = await startProduct(journeyDay, '14:45');
  const browser = await launch();
  try {
    const wanted = shots.filter(({ name }) => only.length === 0 || only.some((start) => name.startsWith(start)));
    if (only.length === 0) rmSync(pictureFolder, { recursive: true, force: true });
    return told(await walk(browser, product.address, wanted));
  } finally {
    await browser.close();
    await product.stop();
  }
}
