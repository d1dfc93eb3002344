import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

const block = 512;

/** The regular files of a tar archive. */
function* filesOf(archive: Buffer): Generator<{ name: string; content: Buffer }> {
  const textAt = (start: number, length: number) =>
    archive.toString('utf8', start, start + length).replace(/\0.*$/s, '');
  for (let at = 0; at + block <= archive.length && archive[at] !== 0; ) {
    const size = Number.parseInt(textAt(at + 124, 12), 8) || 0;
    const kind = textAt(at + 156, 1);
    if (kind === '0' || kind === '') {
      yield { name: textAt(at, 100), content: archive.subarray(at + block, at + block + size) };
    }
    at += block + Math.ceil(size / block) * block;
  }
}

const unpacked = (packed: string, file: string) => brotliDecompressSync(readFileSync(join(packed, file)));

function unpackInto(folder: string, packed: string): void {
  mkdirSync(join(folder, 'lib'), { recursive: true });
  writeFileSync(join(folder, 'chromium'), unpacked(packed, 'chromium.br'), { mode: 0o755 });
  for (const { name, content } of filesOf(unpacked(packed, 'al2023.tar.br'))) {
    writeFileSync(join(folder, 'lib', basename(name)), content, { mode: 0o755 });
  }
}

const isWritable = (folder: string) => {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
};

/** Where the unpacked browser is kept: below node_modules, or with the user's temporary files. */
function keptIn(packageFolder: string): string {
  const modules = dirname(dirname(packageFolder));
  const cache = isWritable(modules) ? join(modules, '.cache', 'mingxun') : join(tmpdir(), `mingxun-${userInfo().uid}`);
  mkdirSync(cache, { recursive: true, mode: 0o700 });
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  return join(cache, `chromium-${version}`);
}

const lacksLibraries = (program: string) => {
  const { stdout } = spawnSync('ldd', [program], { encoding: 'utf8' });
  return (stdout ?? '').includes('not found');
};

/** The browser inside an npm package, unpacked on first use, with the libraries the machine lacks. */
export function packedBrowser(): { executablePath: string; env: Record<string, string> } {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const packageFolder = dirname(dirname(dirname(entry)));
  const folder = keptIn(packageFolder);
  if (!existsSync(folder)) {
    const draft = `${folder}.${process.pid}`;
    unpackInto(draft, join(packageFolder, 'bin'));
    try {
      renameSync(draft, folder);
    } catch {
      rmSync(draft, { recursive: true, force: true });
    }
  }
  const executablePath = join(folder, 'chromium');
  const libraries = [join(folder, 'lib'), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':');
  return { executablePath, env: lacksLibraries(executablePath) ? { LD_LIBRARY_PATH: libraries } : {} };
}
