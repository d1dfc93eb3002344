import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dispatch } from '../command-line/dispatch';
import { readLogState } from './reading';
import { filledLog, now } from './testing';
import { verifyLogCommand } from './verify-log-command';

const folder = mkdtempSync(join(tmpdir(), 'mingxun-verify-'));
let log: Awaited<ReturnType<typeof filledLog>>;

beforeAll(async () => {
  log = await filledLog();
});
afterAll(async () => {
  await log.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function run(...words: string[]) {
  const printed: string[] = [];
  const told: string[] = [];
  const command = verifyLogCommand({
    now: () => now,
    connect: async () => ({ pool: log.pool, close: async () => undefined }),
  });
  const terminal = { print: (text: string) => printed.push(text), tell: (text: string) => told.push(text) };
  const code = await dispatch([command], ['verify-log', ...words], terminal);
  return { code, printed: printed.join('\n'), told: told.join('\n') };
}

describe('verify-log', () => {
  const file = join(folder, 'log.ndjson');

  it('finds the log sound, and exports it for others to check', async () => {
    const first = await run('--export', file);
    expect(first).toMatchObject({ code: 0, told: expect.stringContaining(file) });
    expect(first.printed).toContain('留痕 24 条，树头 4 个');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await run('--file', file)).toMatchObject({ code: 0, printed: expect.stringContaining('核对无误') });
    expect(await run('--export', file)).toMatchObject({ code: 2, told: expect.stringContaining('不会覆盖') });
  });

  it('compares with a head kept outside', async () => {
    const { root } = await readLogState(log.pool);
    const kept = `24:${root?.toString('hex').toUpperCase()}`;
    expect(await run('--head', kept)).toMatchObject({ code: 0, printed: expect.stringContaining('留存的树头一致') });
    expect(await run('--file', file, '--head', `12:${'ab'.repeat(32)}`)).toMatchObject({
      code: 1,
      printed: expect.stringContaining('外部留存的树头不同'),
    });
  });

  it('shows what does not agree, to people and to programs', async () => {
    const spoilt = join(folder, 'spoilt.ndjson');
    writeFileSync(spoilt, readFileSync(file, 'utf8').replace('班-9', '班-8'));
    const spoken = await run('--file', spoilt);
    expect(spoken).toMatchObject({ code: 1, printed: expect.stringContaining('第 6 至 11 条') });
    const { code, printed } = await run('--file', spoilt, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(printed)).toMatchObject({ faultCount: 1, faults: [{ kind: 'headWrong', position: 6 }] });
  });

  it('says what is wrong with a file or an option', async () => {
    expect(await run('--file', join(folder, 'none'))).toMatchObject({
      code: 2,
      told: expect.stringContaining('没有找到'),
    });
    expect(await run('--file', folder)).toMatchObject({ code: 2, told: expect.stringContaining('目录') });
    expect(await run('--head', '24')).toMatchObject({ code: 2, told: expect.stringContaining('条数:根') });
    expect(await run('--file', file, '--export', file)).toMatchObject({ code: 2 });
  });
});
