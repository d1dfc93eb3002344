import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { alone } from './lock.mjs';
import { inRoot, root, say, seconds, Stop } from './progress.mjs';
import { presentEntries, serverOptions } from './server-bundle.mjs';

const stampFile = inRoot('dist', 'stamp');
const sourceFolders = ['src', 'public', 'bench'];
const isRootSource = (name) => /^(?:package(?:-lock)?\.json|tsconfig.*\.json|vite\..*|.*\.html)$/.test(name);

function sourceFiles() {
  const below = sourceFolders
    .filter((folder) => existsSync(inRoot(folder)))
    .flatMap((folder) =>
      readdirSync(inRoot(folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
        .map((entry) => join(entry.parentPath ?? entry.path, entry.name)),
    );
  const top = readdirSync(root).filter(isRootSource);
  const builders = ['build.mjs', 'server-bundle.mjs'].map((name) => inRoot('bin', name));
  return [...below, ...top.map((name) => inRoot(name)), ...builders].sort();
}

/** A mark of everything the build reads; the same mark means there is nothing to build. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const file of sourceFiles())
    hash
      .update(`${file.slice(root.length)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return hash.digest('hex');
}

const isBuilt = (mark) => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === mark;

async function buildServer(folder) {
  const esbuild = await import('esbuild');
  try {
    await esbuild.build({ ...serverOptions(presentEntries()), outdir: folder, logLevel: 'error' });
  } catch {
    throw new Stop('服务端构建失败，原因见上。');
  } finally {
    await esbuild.stop();
  }
}

/** The pages, by Vite in a process of its own; its output is shown only when it fails. */
function buildWeb(folder) {
  const pages = ['office.html', 'phone.html'].filter((page) => existsSync(inRoot(page)));
  if (!existsSync(inRoot('vite.config.ts')) || pages.length === 0) return;
  const vite = inRoot('node_modules', 'vite', 'bin', 'vite.js');
  const built = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production', MINGXUN_WEB_OUT: join(basename(folder), 'web') },
  });
  if (built.status === 0) return;
  say(`${built.stdout}${built.stderr}`);
  throw new Stop('页面构建失败，原因见上。');
}

/** Puts the finished folder in the place of the old one; nobody sees half of it. */
function putInPlace(fresh) {
  const dist = inRoot('dist');
  const old = inRoot(`dist.old-${process.pid}`);
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(fresh, dist);
  rmSync(old, { recursive: true, force: true });
}

function removeAbandoned() {
  for (const name of readdirSync(root)) {
    if (/^dist\.(?:new|old)-\d+$/.test(name)) rmSync(inRoot(name), { recursive: true, force: true });
  }
}

/** Builds the server and the pages where a source has changed since the last build. */
export async function build() {
  if (isBuilt(fingerprint())) return;
  await alone('build', async () => {
    const mark = fingerprint();
    if (isBuilt(mark)) return;
    const since = performance.now();
    say('构建程序…');
    removeAbandoned();
    const fresh = inRoot(`dist.new-${process.pid}`);
    mkdirSync(fresh);
    try {
      await buildServer(fresh);
      buildWeb(fresh);
      writeFileSync(join(fresh, 'stamp'), mark);
      putInPlace(fresh);
    } finally {
      rmSync(fresh, { recursive: true, force: true });
    }
    say(`  构建完成，用时 ${seconds(since)}`);
  });
}
