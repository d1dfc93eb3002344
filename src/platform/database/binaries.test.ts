import { lstatSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { chooseBinaries, majorOf, npmBinaries, restoreLinks, systemBinaries } from './binaries';

const root = mkdtempSync(join(tmpdir(), 'mx-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function installed(...majors: string[]): string {
  const folder = mkdtempSync(join(root, 's'));
  for (const major of majors) {
    mkdirSync(join(folder, major, 'bin'), { recursive: true });
    for (const program of ['postgres', 'initdb'])
      writeFileSync(join(folder, major, 'bin', program), '', { mode: 0o755 });
  }
  return folder;
}

describe('the programs of PostgreSQL', () => {
  it('of the system come newest first, none older than 15, none without a server', () => {
    const folder = installed('14', '15', '17');
    mkdirSync(join(folder, '18', 'bin'), { recursive: true });
    expect(systemBinaries(folder).map(({ major }) => major)).toEqual([17, 15]);
    expect(systemBinaries(join(root, 'missing'))).toEqual([]);
  });

  it('match the version that made the data directory', () => {
    for (const found of [...systemBinaries(), ...npmBinaries()])
      expect(chooseBinaries(found.major).major).toBe(found.major);
    expect(() => chooseBinaries(9)).toThrow('请安装 postgresql-9');
    expect(() => chooseBinaries(undefined, 'other')).toThrow('MINGXUN_POSTGRES');
    expect(majorOf(root)).toBeUndefined();
  });

  it('of npm get their library links where install scripts are refused', () => {
    const lib = join(root, 'package', 'native', 'lib');
    mkdirSync(lib, { recursive: true });
    writeFileSync(join(lib, 'libpq.so.5.18'), '');
    const list = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }];
    writeFileSync(join(root, 'package', 'native', 'pg-symlinks.json'), JSON.stringify(list));
    restoreLinks(join(root, 'package'));
    restoreLinks(join(root, 'package'));
    expect(readlinkSync(join(lib, 'libpq.so.5'))).toBe('libpq.so.5.18');
    expect(lstatSync(join(lib, 'libpq.so.5')).isSymbolicLink()).toBe(true);
  });
});
