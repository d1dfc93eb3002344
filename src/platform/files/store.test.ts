import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileDamaged, FileLost, type FileStore, folderStore, hashOf, keyOf } from './store';

describe('the file store in a folder', () => {
  let root = '';
  let store: FileStore = folderStore('/nonexistent');
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'mingxun-files-'));
    store = folderStore(root);
  });
  afterEach(() => rm(root, { recursive: true, force: true }));
  const text = Buffer.from('身份证复印件');

  it('gives back what was put, under the hash of its bytes', async () => {
    const { hash, size } = await store.put(text);
    expect({ hash, size }).toEqual({ hash: hashOf(text), size: text.byteLength });
    expect(await store.get(hash)).toEqual(text);
    expect(await store.has(hash)).toBe(true);
  });

  it('gives back any bytes, and keeps the same bytes once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const [first, second] = await Promise.all([store.put(bytes), store.put(bytes)]);
        expect(first).toEqual(second);
        expect(Uint8Array.from(await store.get(first.hash))).toEqual(bytes);
      }),
      { numRuns: 30 },
    );
    expect((await readdir(root, { recursive: true })).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('finds a flipped byte when the file is read, and heals it when the same file comes again', async () => {
    const { hash } = await store.put(text);
    const path = join(root, keyOf(hash));
    const damaged = await readFile(path);
    damaged[3] = (damaged[3] ?? 0) ^ 1;
    await writeFile(path, damaged);
    await expect(store.get(hash)).rejects.toBeInstanceOf(FileDamaged);
    await store.put(text);
    expect(await store.get(hash)).toEqual(text);
  });

  it('says that a file it does not hold is lost', async () => {
    const { hash } = await store.put(text);
    await store.remove(hash);
    expect(await store.has(hash)).toBe(false);
    await expect(store.get(hash)).rejects.toBeInstanceOf(FileLost);
  });

  it('takes nothing but a hash for a name, so that no name leaves the folder', async () => {
    const forms = ['../../etc/passwd', '..%2f..%2fetc', '/etc/passwd', `${'a'.repeat(63)}/`, 'A'.repeat(64), ''];
    for (const name of forms) await expect(store.get(name)).rejects.toBeInstanceOf(RangeError);
  });
});
