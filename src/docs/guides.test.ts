import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = join(import.meta.dirname, '..', '..', 'docs', 'roles');
const pictures = join(folder, 'pictures');
const guides = readdirSync(folder).filter((file) => file.endsWith('.md'));
const referredTo = guides.flatMap((guide) =>
  [...readFileSync(join(folder, guide), 'utf8').matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)].map(([, words, path]) => ({
    guide,
    words,
    path,
  })),
);
const kept = readdirSync(pictures);

describe('the guides', () => {
  it('refer to pictures that are there, each with words for who cannot see it', () => {
    const there = new Set(kept.map((file) => `pictures/${file}`));
    expect(referredTo.length).toBeGreaterThan(20);
    expect(referredTo.filter(({ path }) => !there.has(path ?? ''))).toEqual([]);
    expect(referredTo.filter(({ words }) => words === '')).toEqual([]);
  });

  it('use every picture that is kept', () => {
    const used = new Set(referredTo.map(({ path }) => path));
    expect(kept.filter((file) => !used.has(`pictures/${file}`))).toEqual([]);
  });

  it('take up less than 2.5 MB of the repository with their pictures', () => {
    const bytes = kept.reduce((sum, file) => sum + statSync(join(pictures, file)).size, 0);
    expect(bytes).toBeLessThan(2.5 * 1024 * 1024);
  });

  it('lead to headings that exist', () => {
    for (const guide of guides) {
      const text = readFileSync(join(folder, guide), 'utf8');
      const headings = new Set([...text.matchAll(/^#+ (.+)$/gm)].map(([, words]) => words));
      const inPage = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
      expect({ guide, lost: inPage.filter((anchor) => !headings.has(anchor)) }).toEqual({ guide, lost: [] });
    }
  });
});
