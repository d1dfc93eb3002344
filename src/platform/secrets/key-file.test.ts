import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { aesCipher } from './ciphers';
import { createKeys, type KeyFileFault, KeyFileRefused, keyFilePath, loadKeys, openKeys, rotateKeys } from './key-file';
import { keyCheckValue, newKeyRing, whyKeysDoNotFit } from './keys';
import { openSecrets } from './secrets';

const folder = mkdtempSync(join(tmpdir(), 'mingxun-keys-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const now = '2026-01-05T01:00:00.000Z';
let count = 0;
const freshPath = () => join(folder, `${++count}`, 'keys', 'mingxun.keys');

const refusal = (work: () => unknown): { fault: KeyFileFault; message: string } => {
  try {
    work();
  } catch (error) {
    if (error instanceof KeyFileRefused) return error;
    throw error;
  }
  throw new Error('not refused');
};

describe('the key file', () => {
  it('lies outside the database, where the environment says or beside the data', () => {
    expect(keyFilePath('/srv/mingxun', {})).toBe('/srv/mingxun/keys/mingxun.keys');
    expect(keyFilePath('/srv/mingxun', { MINGXUN_KEY_FILE: '/mnt/card/a.keys' })).toBe('/mnt/card/a.keys');
  });

  it('is made once, readable by its owner alone, and read back the same', () => {
    const path = freshPath();
    const made = createKeys(path, now);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
    expect(loadKeys(path)).toEqual(made);
    expect(readdirSync(join(path, '..'))).toEqual(['mingxun.keys']);
  });

  it('is never overwritten', () => {
    const path = freshPath();
    const made = createKeys(path, now);
    expect(refusal(() => createKeys(path, now)).fault).toBe('exists');
    expect(loadKeys(path)).toEqual(made);
  });

  it('is made at the first start only; later a missing file stops the start', () => {
    const path = freshPath();
    expect(refusal(() => openKeys(path, false, now))).toMatchObject({
      fault: 'missing',
      message: expect.stringContaining('没有找到密钥文件'),
    });
    const made = openKeys(path, true, now);
    expect(openKeys(path, false, now)).toEqual(made);
    expect(openKeys(path, true, now)).toEqual(made);
  });

  it.each([0o640, 0o604, 0o660, 0o620, 0o666, 0o601])('is refused with permissions %o', (mode) => {
    const path = freshPath();
    createKeys(path, now);
    chmodSync(path, mode);
    expect(refusal(() => loadKeys(path))).toMatchObject({
      fault: 'loose',
      message: expect.stringContaining('chmod 600'),
    });
  });

  it('is refused when empty, cut, padded with a field or holding a short key', () => {
    const path = freshPath();
    createKeys(path, now);
    const text = readFileSync(path, 'utf8');
    const spoilt = [
      '',
      text.slice(0, -20),
      text.replace('"format"', '"extra": 1, "format"'),
      text.replace(/"index": "../, '"index": "'),
      text.replace('mingxun-keys-1', 'mingxun-keys-2'),
      text.replace(/"seal": \[[^\]]*\]/, '"seal": []'),
      '[]',
    ];
    for (const content of spoilt) {
      writeFileSync(path, content);
      const { fault, message } = refusal(() => loadKeys(path));
      expect(fault, content).toBe('malformed');
      expect(message).toContain('备份');
      expect(message).not.toMatch(/[0-9a-f]{16}/);
    }
  });

  it('is refused when it is a folder', () => {
    const path = freshPath();
    mkdirSync(path, { recursive: true, mode: 0o700 });
    expect(refusal(() => loadKeys(path)).fault).toBe('malformed');
  });

  it('gains a key by rotation, keeps the old ones, and stays private', () => {
    const path = freshPath();
    const before = createKeys(path, now);
    const sealed = openSecrets(before).seal('phone', 'row', '13700000000');
    const after = rotateKeys(path, '2026-06-05T01:00:00.000Z', aesCipher.name);
    expect(after.seal.map(({ id, algorithm }) => [id, algorithm])).toEqual([
      [1, 'sm4-ctr-hmac-sm3'],
      [2, 'aes-256-gcm'],
    ]);
    expect(loadKeys(path)).toEqual(after);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(openSecrets(loadKeys(path)).open('phone', 'row', sealed)).toBe('13700000000');
  });
});

describe('the check value in the settings', () => {
  const path = freshPath();
  const keys = createKeys(path, now);
  const stored = keyCheckValue(keys);

  it('lets the database open with its own keys, also after one was added', () => {
    expect(whyKeysDoNotFit(keys, stored)).toBeUndefined();
    expect(whyKeysDoNotFit(rotateKeys(path, now), stored)).toBeUndefined();
  });

  it('stops a start with other keys, or with a key missing', () => {
    expect(whyKeysDoNotFit(newKeyRing(now), stored)).toContain('检索密钥');
    expect(whyKeysDoNotFit(keys, keyCheckValue(loadKeys(path)))).toContain('封存密钥 2');
  });

  it('gives no part of a key away', () => {
    for (const key of [keys.index, ...keys.seal.map((each) => each.key)]) {
      expect(stored).not.toContain(key.toString('hex').slice(0, 8));
    }
  });
});
