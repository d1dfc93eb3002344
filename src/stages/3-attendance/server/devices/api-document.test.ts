import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { addDevice, countEvents, openRoom } from './testing-devices';

const run = promisify(execFile);
const document = readFileSync('docs/device-api.md', 'utf8');

describe('docs/device-api.md', () => {
  it('holds an example that runs as it stands: stored the first time, known the second', async () => {
    const [, program = ''] = /```js\n([^]*?)```/.exec(document) ?? [];
    const room = await openRoom();
    const folder = mkdtempSync(join(tmpdir(), 'mingxun-example-'));
    try {
      const device = await addDevice(room, 'json');
      writeFileSync(join(folder, 'example.mjs'), program);
      const { stdout } = await run(process.execPath, [join(folder, 'example.mjs')], {
        env: { ...process.env, MINGXUN_ADDRESS: room.address, MINGXUN_DEVICE: device.id, MINGXUN_KEY: device.key },
      });
      const answers = stdout
        .trim()
        .split('\n')
        .map((line): unknown => JSON.parse(line));
      expect(answers).toMatchObject([
        { stored: 1, known: 0, rewritten: [], unread: [] },
        { stored: 0, known: 1 },
      ]);
      expect(await countEvents(room, device)).toBe(1);
    } finally {
      rmSync(folder, { recursive: true, force: true });
      await room.close();
    }
  });

  it('names every answer a device may get', () => {
    const door = readFileSync(join(import.meta.dirname, 'door-json.ts'), 'utf8');
    const codes = new Set([...door.matchAll(/refuse\(\d{3}, '(\w+)'/g)].map(([, code = '']) => code));
    expect(codes.size).toBeGreaterThan(7);
    expect([...codes].filter((code) => !document.includes(`\`${code}\``))).toEqual([]);
  });
});
