import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { alone } from './lock.mjs';
import { inRoot, root, say, seconds, Stop } from './progress.mjs';

const readPackages = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : undefined);

/** Whether npm noted for node_modules everything the lock file asks for; what is optional may be missing. */
function isInstalled() {
  const present = readPackages(inRoot('node_modules', '.package-lock.json'));
  if (!present) return false;
  return Object.entries(readPackages(inRoot('package-lock.json'))).every(([path, wanted]) => {
    if (path === '') return true;
    const found = present[path];
    if (!found) return wanted.optional === true;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

/** npm as it was called, or the one on the path. */
const npm = () => {
  const path = process.env.npm_execpath;
  return path?.endsWith('.js') ? [process.execPath, path] : ['npm'];
};

/**
 * `install` without saving, not `ci`: `ci` refuses a lock file made where the registry lacked a package for some other
 * platform. Versions and checksums are the lock file's all the same.
 */
const npmArguments = [
  'install',
  '--no-save',
  '--no-audit',
  '--no-fund',
  '--ignore-scripts',
  '--include=dev',
  '--include=optional',
  '--loglevel=error',
];

function npmInstall() {
  const [command, ...before] = npm();
  const child = spawn(command, [...before, ...npmArguments], { cwd: root, stdio: 'pipe' });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      said = (said + text).slice(0, 4000);
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', () => reject(new Stop('找不到 npm。请安装带 npm 的 Node.js 后重新运行。')));
    child.once('close', (code) => {
      if (code === 0) resolve();
      else
        reject(
          new Stop(`${said.trim()}\n\n安装依赖失败。请检查网络与 npm 镜像设置（npm config get registry）后重新运行。`),
        );
    });
  });
}

/** The face library carries the binaries of every system, 288 MB; only those of this machine stay (46 MB on Linux). */
function dropForeignBinaries() {
  const folder = inRoot('node_modules', 'onnxruntime-node', 'bin', 'napi-v6');
  if (!existsSync(folder)) return;
  for (const system of readdirSync(folder)) {
    for (const processor of readdirSync(join(folder, system))) {
      const isOurs = system === process.platform && processor === process.arch;
      if (!isOurs) rmSync(join(folder, system, processor), { recursive: true, force: true });
    }
  }
}

/** Without install scripts npm leaves the programs that read recordings without the right to run. */
function letVideoToolsRun() {
  for (const tool of ['ffmpeg', 'ffprobe']) {
    const path = inRoot('node_modules', `@${tool}-installer`, `${process.platform}-${process.arch}`, tool);
    if (existsSync(path)) chmodSync(path, 0o755);
  }
}

/** Installs exactly what the lock file names, where it is not there yet. */
export async function install() {
  if (isInstalled()) return;
  await alone('install', async () => {
    if (isInstalled()) return;
    const since = performance.now();
    say('安装依赖…');
    const ticking = setInterval(() => say(`  仍在安装，已用 ${seconds(since)}`), 15_000);
    try {
      await npmInstall();
      dropForeignBinaries();
      letVideoToolsRun();
    } finally {
      clearInterval(ticking);
    }
    say(`  依赖已装好，用时 ${seconds(since)}`);
  });
}
