import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..', '..');

/** Where a score may be worked out, kept and shown; whoever decides about money stands outside. */
const ofDoubt =
  /^(?:stages\/3-attendance\/(?:domain\/(?:truth-score|doubt)|server\/doubt|web\/doubt)\/|platform\/database\/tables\.ts$)/;
/** The door names the type, whose brand no decision takes; the demonstration only lets the job run. */
const mayName = /^(?:stages\/3-attendance\/index\.ts|testing-|docs\/)/;

const sources = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(?:ts|vue)$/.test(entry.name))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
  .filter((path) => !ofDoubt.test(path) && !path.endsWith('.test.ts'));

const naming = (pattern: RegExp): string[] =>
  sources.filter((path) => !mayName.test(path) && pattern.test(readFileSync(join(root, path), 'utf8')));

describe('a truth score never moves money by itself (2021 四)', () => {
  it('since nothing outside of the doubts reads the tables it lies in', () => {
    expect(sources.length).toBeGreaterThan(400);
    expect(naming(/truth_score|truth_reviews/)).toEqual([]);
  });

  it('nor imports what works it out; what is counted for it comes from others', () => {
    expect(naming(/truth-score\/(?!trace')/)).toEqual([]);
    expect(naming(/\bTruthScore\b/)).toEqual([]);
  });

  it('and the case that does move money is fed by persons-times with evidence, never by a score', () => {
    const cases = ['domain/impersonation', 'server/impersonation', 'web/impersonation'];
    const known = sources.filter((path) => cases.some((part) => path.startsWith(`stages/3-attendance/${part}/`)));
    expect(known.length).toBeGreaterThan(10);
    for (const path of known) {
      const text = readFileSync(join(root, path), 'utf8');
      expect(text, path).not.toMatch(/from '\.\.\/(?:\.\.\/domain\/)?(?:doubt|truth-score)\//);
    }
  });
});
