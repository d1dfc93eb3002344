import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bundledOnce = new Map<string, Promise<string>>();

/**
 * The file a child process runs: the one the build put beside the server, or, run from source,
 * `source` bundled on first use into a cache below node_modules, where its packages are found.
 */
export function childProgram(bundleName: string, source: URL): Promise<string> {
  const built = fileURLToPath(new URL(`./${bundleName}`, import.meta.url));
  if (existsSync(built)) return Promise.resolve(built);
  const known = bundledOnce.get(source.href) ?? bundle(fileURLToPath(source), bundleName);
  bundledOnce.set(source.href, known);
  return known;
}

async function bundle(entry: string, bundleName: string): Promise<string> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
  });
  const text = outputFiles[0]?.text ?? '';
  const folder = fileURLToPath(new URL('../../../node_modules/.cache/mingxun/', import.meta.url));
  const mark = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const file = join(folder, `${mark}-${bundleName.replace(/\.js$/, '.mjs')}`);
  if (existsSync(file)) return file;
  await mkdir(folder, { recursive: true });
  const draft = `${file}.${process.pid}.${process.hrtime.bigint()}`;
  await writeFile(draft, text);
  await rename(draft, file);
  return file;
}
