import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { codeOf } from '../database/refusal';
import { highestKeyId, type KeyRing, keyBytes, newKeyRing, withNewKey } from './keys';

export type KeyFileFault = 'missing' | 'exists' | 'loose' | 'malformed' | 'unreadable';

/** A key file that must not be used; the message says why and the way forward. */
export class KeyFileRefused extends Error {
  override name = 'KeyFileRefused';
  readonly fault: KeyFileFault;
  constructor(fault: KeyFileFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

/** Where the keys are: outside the database, by default beside it. */
export const keyFilePath = (dataFolder: string, environment: { readonly MINGXUN_KEY_FILE?: string | undefined }) =>
  environment.MINGXUN_KEY_FILE || join(dataFolder, 'keys', 'mingxun.keys');

const format = 'mingxun-keys-1';

const keyText = z
  .string()
  .regex(/^[0-9a-f]+$/)
  .length(keyBytes * 2)
  .transform((hex) => Buffer.from(hex, 'hex'));

const fileShape = z.strictObject({
  format: z.literal(format),
  index: keyText,
  seal: z
    .array(
      z.strictObject({
        id: z.int().min(1).max(highestKeyId),
        algorithm: z.string().min(1),
        madeAt: z.iso.datetime(),
        key: keyText,
      }),
    )
    .min(1)
    .refine((keys) => keys.every(({ id }, place) => place === 0 || id > (keys[place - 1]?.id ?? 0))),
});

function parse(path: string, text: string): KeyRing {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    content = undefined;
  }
  const parsed = fileShape.safeParse(content);
  if (parsed.success) return { index: parsed.data.index, seal: parsed.data.seal };
  const place = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new KeyFileRefused(
    'malformed',
    `密钥文件 ${path} 内容不完整或被改动${place ? `（${place}）` : ''}。请用备份的密钥文件替换后重新启动，不要新建。`,
  );
}

function refuseLoose(path: string, mode: number): void {
  if ((mode & 0o077) === 0) return;
  const octal = (mode & 0o777).toString(8).padStart(4, '0');
  throw new KeyFileRefused(
    'loose',
    `密钥文件 ${path} 的权限是 ${octal}，其他用户也能读写。请执行 chmod 600 ${path} 后重新启动；如怀疑已外泄，请更换密钥。`,
  );
}

/** Reads the keys; refuses a file that others may read or that is not whole. */
export function loadKeys(path: string): KeyRing {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      throw new KeyFileRefused(
        'missing',
        `没有找到密钥文件 ${path}。请把备份的密钥文件放回原处，或用 MINGXUN_KEY_FILE 指明位置。`,
      );
    }
    throw new KeyFileRefused(
      'unreadable',
      `密钥文件 ${path} 打不开（${codeOf(error)}）。请检查文件的属主与上级目录的权限。`,
    );
  }
  try {
    const stat = fstatSync(file);
    if (!stat.isFile())
      throw new KeyFileRefused('malformed', `${path} 不是文件，不能用作密钥文件。请检查 MINGXUN_KEY_FILE。`);
    refuseLoose(path, stat.mode);
    return parse(path, readFileSync(file, 'utf8'));
  } finally {
    closeSync(file);
  }
}

const textOf = (keys: KeyRing): string =>
  `${JSON.stringify(
    {
      format,
      index: keys.index.toString('hex'),
      seal: keys.seal.map((key) => ({ ...key, key: key.key.toString('hex') })),
    },
    null,
    2,
  )}\n`;

function syncFolder(folder: string): void {
  const handle = openSync(folder, constants.O_RDONLY);
  fsyncSync(handle);
  closeSync(handle);
}

/** Writes beside `path`, safely on disk, and puts it in place by `move` in one step. */
function putInPlace(path: string, keys: KeyRing, move: (written: string) => void): void {
  const written = `${path}.${randomBytes(6).toString('hex')}`;
  const file = openSync(written, 'wx', 0o600);
  try {
    writeSync(file, textOf(keys));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  try {
    move(written);
  } finally {
    rmSync(written, { force: true });
  }
  syncFolder(dirname(path));
}

/** Makes the keys of a new installation; never replaces a file that exists, even when two processes start at once. */
export function createKeys(path: string, now: string, algorithm?: string): KeyRing {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const keys = newKeyRing(now, algorithm);
  try {
    putInPlace(path, keys, (written) => linkSync(written, path));
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    throw new KeyFileRefused('exists', `密钥文件 ${path} 已经存在，不会覆盖。如需更换，请用“更换密钥”，不要新建。`);
  }
  return keys;
}

/** Adds a key that seals from now on; the old ones stay and still open. Renew the check value in `settings` after it. */
export function rotateKeys(path: string, now: string, algorithm?: string): KeyRing {
  const keys = withNewKey(loadKeys(path), now, algorithm);
  putInPlace(path, keys, (written) => renameSync(written, path));
  return keys;
}

/** The keys at a start: made when the database is new, else only read, so that a lost file is never papered over. */
export function openKeys(path: string, isNewDatabase: boolean, now: string): KeyRing {
  try {
    return loadKeys(path);
  } catch (error) {
    if (!isNewDatabase || !(error instanceof KeyFileRefused) || error.fault !== 'missing') throw error;
  }
  try {
    return createKeys(path, now);
  } catch (error) {
    if (error instanceof KeyFileRefused && error.fault === 'exists') return loadKeys(path);
    throw error;
  }
}
