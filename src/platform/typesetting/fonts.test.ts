import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findFonts } from './fonts';

describe('the fonts', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mingxun-fonts-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('shipped are four faces, each in a folder of its own', async () => {
    const { folders, profile } = findFonts();
    for (const shipped of folders.slice(0, 4)) {
      expect((await readdir(shipped)).filter((name) => name.endsWith('.ttf'))).toHaveLength(1);
    }
    expect(profile.body[0]).toBe('Noto Serif SC');
  });

  it('of the bureau come first for titles and body, never for names', async () => {
    await writeFile(join(folder, 'profile.json'), '{"title": ["方正小标宋简体"], "body": ["仿宋_GB2312"]}');
    const { folders, profile } = findFonts(folder);
    expect(folders).toContain(folder);
    expect([profile.title[0], profile.body[0], profile.name[0]]).toEqual([
      '方正小标宋简体',
      '仿宋_GB2312',
      'Noto Serif SC',
    ]);
  });

  it('described wrongly stop the start with an example', async () => {
    await writeFile(join(folder, 'profile.json'), '{"title": "小标宋"}');
    expect(() => findFonts(folder)).toThrow('写法有误，应为 {"title"');
  });

  it('of a folder that is not there are passed over', () => {
    expect(findFonts('/nonexistent/fonts')).toEqual(findFonts());
  });
});
