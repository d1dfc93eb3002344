import { chmodSync, existsSync, mkdirSync, copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { testFolder } from '../backup/testing';
import { dispatch } from '../command-line/dispatch';
import { startEmbedded } from '../database/embedded';
import { rotateKeys } from '../secrets/key-file';
import { backupCommand } from './backup-command';
import { initCommand } from './init-command';
import { migrateCommand } from './migrate-command';
import { restoreCommand } from './restore-command';

const folder = testFolder();
chmodSync(folder.root, 0o755);
afterAll(() => folder.clear());
const source = process.env['MINGXUN_POSTGRES'] ?? 'npm';
const now = '2026-03-02T02:00:00.000Z';

/** Runs one command line on a data folder, as a shell would. */
async function run(dataFolder: string, words: readonly string[], more: Record<string, string> = {}) {
  const surroundings = {
    environment: { MINGXUN_DATA: dataFolder, MINGXUN_POSTGRES: source, ...more },
    now: () => now,
    root: resolve('.'),
  };
  const commands = [initCommand, migrateCommand, backupCommand, restoreCommand].map((make) => make(surroundings));
  const printed: string[] = [];
  const told: string[] = [];
  const print = (text: string) => printed.push(text);
  const tell = (text: string) => told.push(text);
  const code = await dispatch(commands, words, { print, tell });
  return { code, printed: printed.join('\n'), told: told.join('\n') };
}

const newFolder = () => {
  const made = folder.next();
  chmodSync(made, 0o755);
  return made;
};

const initialised = z.object({
  installationId: z.uuid(),
  keyFile: z.string(),
  administrators: z.array(z.object({ role: z.string(), username: z.string(), password: z.string() })),
});

/** An installation made by `init`, with what it printed. */
async function installation() {
  const data = newFolder();
  const { code, printed } = await run(data, ['init', '--json']);
  expect(code).toBe(0);
  return { data, ...initialised.parse(JSON.parse(printed)) };
}

function passphraseFile(text: string, mode = 0o600): string {
  const path = join(newFolder(), 'passphrase');
  writeFileSync(path, `${text}\n`, { mode });
  return path;
}

describe('init', () => {
  it('makes keys, an identity and three separate administrators, once', async () => {
    const { data, keyFile, administrators } = await installation();
    expect(administrators.map(({ role }) => role).sort()).toEqual([
      'auditAdministrator',
      'securityAdministrator',
      'systemAdministrator',
    ]);
    expect(new Set(administrators.map(({ password }) => password)).size).toBe(3);
    expect(existsSync(keyFile)).toBe(true);
    const again = await run(data, ['init']);
    expect(again).toMatchObject({ code: 2, printed: '' });
    expect(again.told).toContain('已经初始化过');
  });

  it('tells a real installation from a demonstration', async () => {
    const { data, installationId } = await installation();
    const file = join(newFolder(), 'b');
    await run(data, ['backup', file]);
    const archive = readFileSync(file, 'utf8');
    expect(archive).toContain(`"installationId": "${installationId}"`);
    expect(archive).toContain('"isDemo": false');
  });
});

describe('migrate', () => {
  it('names what it ran, then has nothing to do, beside a running server too', async () => {
    const data = newFolder();
    const first = await run(data, ['migrate', '--json']);
    const files = readdirSync(resolve('migrations')).filter((name) => name.endsWith('.sql'));
    expect(first.code).toBe(0);
    expect(JSON.parse(first.printed)).toEqual({ applied: files.sort().map((name) => name.replace('.sql', '')) });
    const server = await startEmbedded(data, { source });
    try {
      expect(await run(data, ['migrate'])).toMatchObject({ code: 0, printed: expect.stringContaining('已是最新') });
    } finally {
      await server.stop();
    }
  });

  it('says in a sentence that the database cannot be reached', async () => {
    const address = 'postgres://nobody@127.0.0.1:1/none';
    const failed = await run(newFolder(), ['migrate'], { DATABASE_URL: address, DATABASE_OWNER_URL: address });
    expect(failed).toMatchObject({ code: 1, told: expect.stringContaining('连不上数据库') });
    const ownerless = await run(newFolder(), ['migrate'], { DATABASE_URL: address });
    expect(ownerless).toMatchObject({ code: 1, told: expect.stringContaining('DATABASE_OWNER_URL') });
  });
});

describe('backup and restore', () => {
  it('carry an installation to another folder, sealed, with its keys brought by hand', async () => {
    const { data, keyFile, installationId } = await installation();
    const file = join(newFolder(), 'b');
    const secret = passphraseFile('备份口令要十二个字以上才行');
    const server = await startEmbedded(data, { source });
    const made = await run(data, ['backup', file, '--passphrase-file', secret]).finally(() => server.stop());
    expect(made.code).toBe(0);
    expect(made.told).toContain('备份里没有密钥文件');
    expect(made.told).not.toContain('没有加密');
    expect(readFileSync(file).includes(readFileSync(keyFile))).toBe(false);
    const checked = await run(data, ['restore', '--check', file, '--passphrase-file', secret, '--json']);
    expect(JSON.parse(checked.printed)).toMatchObject({ isSealed: true, madeAt: now, files: 0, log: { size: 3 } });
    const onto = await run(data, ['restore', file, '--passphrase-file', secret]);
    expect(onto).toMatchObject({ code: 2, told: expect.stringContaining('不能在上面恢复') });
    const into = join(newFolder(), 'new');
    const restored = await run(data, ['restore', file, '--into', into, '--passphrase-file', secret]);
    expect(restored).toMatchObject({ code: 0, printed: expect.stringContaining('逐行摘要均与备份一致') });
    expect(restored.printed).toMatch(/留痕 3 条，根 [0-9a-f]{64}，与备份时的树头一致/);
    expect(restored.told).toContain('密钥文件放到');
    const twice = join(newFolder(), 'b');
    await run(into, ['backup', twice]);
    expect(readFileSync(twice, 'utf8')).toContain(installationId);
  });

  it('warn when the backup is in the open, and find a wrong passphrase or a loose passphrase file', async () => {
    const { data } = await installation();
    const open = join(newFolder(), 'b');
    expect((await run(data, ['backup', open])).told).toContain('没有加密');
    const sealed = join(newFolder(), 'b');
    await run(data, ['backup', sealed, '--passphrase-file', passphraseFile('备份口令要十二个字以上才行')]);
    const wrong = await run(data, [
      'restore',
      '--check',
      sealed,
      '--passphrase-file',
      passphraseFile('这不是那个口令但也够长了'),
    ]);
    expect(wrong).toMatchObject({ code: 2, told: expect.stringContaining('备份口令不对') });
    const loose = await run(data, [
      'backup',
      join(newFolder(), 'c'),
      '--passphrase-file',
      passphraseFile('备份口令要十二个字以上才行', 0o644),
    ]);
    expect(loose).toMatchObject({ code: 2, told: expect.stringContaining('chmod 600') });
    const short = await run(data, ['backup', join(newFolder(), 'c'), '--passphrase-file', passphraseFile('短口令')]);
    expect(short).toMatchObject({ code: 2, told: expect.stringContaining('太容易被猜出') });
  });

  it('refuse a key file of another installation before anything is made, and take one with newer keys', async () => {
    const { data, keyFile } = await installation();
    const other = await installation();
    const file = join(newFolder(), 'b');
    await run(data, ['backup', file]);
    const into = newFolder();
    mkdirSync(join(into, 'keys'));
    const place = join(into, 'keys', 'mingxun.keys');
    copyFileSync(other.keyFile, place);
    const refused = await run(data, ['restore', file, '--into', into]);
    expect(refused).toMatchObject({ code: 2, told: expect.stringContaining('不是这份备份的密钥文件') });
    expect(existsSync(join(into, 'postgres'))).toBe(false);
    rotateKeys(keyFile, now);
    copyFileSync(keyFile, place);
    const restored = await run(data, ['restore', file, '--into', into]);
    expect(restored.code).toBe(0);
    expect(restored.told).not.toContain('密钥文件放到');
  });

  it('do not work on a folder where a server runs, where nothing is, or where a restore was cut short', async () => {
    const { data } = await installation();
    const file = join(newFolder(), 'b');
    await run(data, ['backup', file]);
    const server = await startEmbedded(data, { source });
    const running = await run(data, ['restore', file]).finally(() => server.stop());
    expect(running).toMatchObject({ code: 2, told: expect.stringContaining('请先停止服务') });
    const nowhere = newFolder();
    expect(await run(nowhere, ['backup', join(newFolder(), 'c')])).toMatchObject({ code: 2 });
    expect(readdirSync(nowhere)).toEqual([]);
    writeFileSync(join(data, 'restore-unfinished.json'), '{');
    for (const words of [['migrate'], ['init'], ['backup', join(newFolder(), 'c')]]) {
      expect((await run(data, words)).told).toContain('上次恢复没有做完');
    }
  });

  it('explain themselves and name a file that is not there', async () => {
    expect((await run(newFolder(), ['restore', '--help'])).printed).toContain('中断后重新运行同一条命令');
    const lost = await run(newFolder(), ['restore', '/nowhere/b', '--json']);
    expect(lost).toMatchObject({ code: 2, told: '找不到备份文件 /nowhere/b。请核对路径和文件名。' });
    expect(JSON.parse(lost.printed)).toEqual({ refused: lost.told });
  });
});
