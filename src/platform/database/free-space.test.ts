import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { minimumFree, spaceShortage, watchSpace } from './free-space';

const megabyte = 1024 * 1024;
const small = 10_000 * megabyte;

describe('free space', () => {
  it('must be 512 MB, or two hundredths of a large disk', () => {
    expect(minimumFree({ freeBytes: 0, totalBytes: small }, undefined)).toBe(512 * megabyte);
    expect(minimumFree({ freeBytes: 0, totalBytes: 100 * small }, undefined)).toBe(20_000 * megabyte);
  });

  it('may be set by the operator, and a word that is no figure changes nothing', () => {
    expect(minimumFree({ freeBytes: 0, totalBytes: 100 * small }, '64')).toBe(64 * megabyte);
    expect(minimumFree({ freeBytes: 0, totalBytes: small }, 'many')).toBe(512 * megabyte);
  });

  it('stops writing one byte below the limit, with the figures and the way forward', () => {
    const at = { freeBytes: 512 * megabyte, totalBytes: small };
    expect(spaceShortage(at, undefined)).toBeUndefined();
    const sentence = spaceShortage({ ...at, freeBytes: at.freeBytes - 1 }, undefined);
    expect(sentence).toBe(
      '磁盘剩余空间不足（剩 511 MB，至少需 512 MB），已暂停写入，读取不受影响。请系统管理员清理磁盘或扩容，空间恢复后自动继续。',
    );
  });

  it('is asked of the real disk', async () => {
    expect(await watchSpace(tmpdir(), '0').writesAllowed()).toBe(true);
    const full = watchSpace(tmpdir(), '999999999999');
    expect(await full.writesAllowed()).toBe(false);
    expect(await full.shortage()).toContain('已暂停写入');
  });
});
