import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newKeyRing } from '../secrets/keys';
import { openSecrets } from '../secrets/secrets';
import { openSealed } from './sealed-file';
import { type FileStore, folderStore } from './store';

const secrets = openSecrets(newKeyRing('2026-01-05T01:00:00.000Z'));
const picture = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('户口本')]);

describe('a sealed file', () => {
  let root = '';
  let files: FileStore = folderStore('/nonexistent');
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'mingxun-sealed-'));
    files = folderStore(root);
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('opens at its own place and for its own purpose only', async () => {
    const { hash } = await files.put(secrets.sealBytes('attachment', 'class/file/1', picture));
    expect((await files.get(hash)).includes('户口本')).toBe(false);
    expect(await openSealed({ files, secrets }, 'attachment', 'class/file/1', hash)).toEqual(picture);
    for (const [purpose, place] of [
      ['attachment', 'class/file/2'],
      ['teacherConsent', 'class/file/1'],
    ] as const)
      await expect(openSealed({ files, secrets }, purpose, place, hash)).rejects.toMatchObject({ fault: 'altered' });
  });

  it('of an earlier version lies there as the picture it is, and is shown still', async () => {
    const { hash } = await files.put(picture);
    expect(await openSealed({ files, secrets }, 'attachment', 'class/file/1', hash)).toEqual(picture);
  });
});
