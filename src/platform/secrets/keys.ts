import { createHmac, randomBytes } from 'node:crypto';
import { ciphers, sm4Cipher, subkey } from './ciphers';

export interface SealKey {
  /** Counts from 1; the highest is the newest. */
  readonly id: number;
  readonly algorithm: string;
  readonly madeAt: string;
  readonly key: Buffer;
}

/** All keys of one installation: one for matching, which never changes, and those for sealing, oldest first. */
export interface KeyRing {
  readonly index: Buffer;
  readonly seal: readonly SealKey[];
}

export const keyBytes = 32;
export const highestKeyId = 65_535;

const newSealKey = (id: number, algorithm: string, madeAt: string): SealKey => ({
  id,
  algorithm,
  madeAt,
  key: randomBytes(keyBytes),
});

export const newKeyRing = (now: string, algorithm = sm4Cipher.name): KeyRing => ({
  index: randomBytes(keyBytes),
  seal: [newSealKey(1, algorithm, now)],
});

/** The same keys with a new one, which seals from then on. */
export function withNewKey(keys: KeyRing, now: string, algorithm = sm4Cipher.name): KeyRing {
  const next = Math.max(...keys.seal.map(({ id }) => id)) + 1;
  if (next > highestKeyId) throw new RangeError(`密钥编号已用到 ${highestKeyId}，不能再换新密钥。`);
  if (!ciphers.some(({ name }) => name === algorithm)) throw new RangeError(`没有“${algorithm}”这种算法。`);
  return { ...keys, seal: [...keys.seal, newSealKey(next, algorithm, now)] };
}

const checkOf = (key: Buffer): string =>
  createHmac('sm3', subkey(key, 'check', keyBytes))
    .update('mingxun')
    .digest('hex')
    .slice(0, 16);

/**
 * What tells these keys from others without giving them away; kept in the database's `settings` and renewed whenever
 * a key is added.
 */
export const keyCheckValue = (keys: KeyRing): string =>
  [`index:${checkOf(keys.index)}`, ...keys.seal.map(({ id, key }) => `${id}:${checkOf(key)}`)].join(' ');

/**
 * Whether the database can be opened with these keys: every key it knows must be here. Gives the sentence to stop
 * with, or nothing.
 */
export function whyKeysDoNotFit(keys: KeyRing, stored: string): string | undefined {
  const present = new Set(keyCheckValue(keys).split(' '));
  const missing = stored.split(' ').filter((check) => !present.has(check));
  if (missing.length === 0) return undefined;
  const names = missing.map((check) => (check.startsWith('index:') ? '检索密钥' : `封存密钥 ${check.split(':')[0]}`));
  return `密钥文件与数据库不配套：缺少或不同的是${names.join('、')}。请装回建库时的密钥文件（及其后更换的密钥）再启动；用别的密钥会使已存的身份证号等无法解开。`;
}
