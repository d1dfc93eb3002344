import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOn } from './crashing-product';

/** The day all journeys happen on: every run is alike. */
export const journeyDay = '2026-11-23';

/** Where a run keeps the city it has loaded; set beforehand, one loaded earlier serves again. */
const keptAt = 'MINGXUN_LOADED_CITY';

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const place = probe.address();
      probe.close(() => (place && typeof place === 'object' ? resolve(place.port) : reject(new Error('no free port'))));
    });
  });

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'mx-journey-'));

/** A data folder of one’s own: a copy of the city this run has loaded, or empty. */
export function ownDataFolder(): string {
  const folder = newFolder();
  const loaded = process.env[keptAt];
  if (!loaded) return folder;
  // Owners and rights have to stay: under root the database belongs to another user.
  const { status, stderr } = spawnSync('cp', ['-a', `${loaded}/.`, folder]);
  if (status !== 0) throw new Error(`the loaded city cannot be copied: ${String(stderr)}`);
  return folder;
}

/** Loads the demonstration city once, as a first `npm start` does, for all journeys of the run to copy. */
export async function setup(): Promise<(() => void) | undefined> {
  if (process.env[keptAt]) return undefined;
  const folder = newFolder();
  const product = await startOn(folder, await freePort(), journeyDay);
  await product.stop();
  process.env[keptAt] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
