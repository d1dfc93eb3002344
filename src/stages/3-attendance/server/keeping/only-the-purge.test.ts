import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../../..');
const sources = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !/\.test\.ts$|^testing/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name));
const callers = (call: RegExp): string[] =>
  sources
    .filter((path) => call.test(readFileSync(path, 'utf8')))
    .map((path) => relative(root, path))
    .sort();

describe('stored files', () => {
  it('are removed by nothing but the purge that lists them', () => {
    expect(callers(/\bfiles\.remove\(/)).toEqual(['stages/3-attendance/server/keeping/purge-jobs.ts']);
  });

  it('of recordings also where an upload was given up before it was received', () => {
    expect(callers(/\brecordings\.remove\(/)).toEqual([
      'stages/3-attendance/server/keeping/purge-jobs.ts',
      'stages/3-attendance/server/recordings/tidy-job.ts',
    ]);
  });
});
