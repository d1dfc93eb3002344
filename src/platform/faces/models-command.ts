import { readFile, stat } from 'node:fs/promises';
import { exitCodes, type OperatorCommand } from '../command-line/command';
import { showProgress } from '../command-line/progress';
import { textTable } from '../command-line/text-table';
import { fetchModels, keepModelsOf, ModelsRefused } from './fetch-models';
import { areModelsPresent, type ModelState, modelsFolderOf, statesOfModels } from './model-store';
import { modelPackage, onnxManifest } from './onnx-manifest';

const stateWords: Record<ModelState, string> = {
  present: '● 已核对',
  missing: '○ 没有',
  wrong: '■ 与清单不符',
};

const archiveLimit = 256 * 1024 * 1024;

async function archiveAt(path: string): Promise<Buffer> {
  const size = await stat(path).then(
    (found) => (found.isFile() ? found.size : -1),
    () => -1,
  );
  if (size < 0) throw new ModelsRefused(`找不到文件 ${path}。`);
  if (size > archiveLimit) throw new ModelsRefused(`${path} 超过 256 MB，不是模型包。`);
  return readFile(path);
}

async function bring(modelsFolder: string, from: string | undefined, environment: NodeJS.ProcessEnv): Promise<void> {
  if (from) return keepModelsOf(await archiveAt(from), modelsFolder);
  const bar = showProgress('下载人脸模型（约 41 MB）');
  try {
    return await fetchModels({ modelsFolder, environment, progress: bar.at });
  } finally {
    bar.end();
  }
}

async function report(folder: string): Promise<object> {
  const states = await statesOfModels(folder);
  return {
    folder,
    engine: onnxManifest.id,
    package: modelPackage,
    files: states.map(({ file, state }) => ({ ...file, state })),
    thresholds: onnxManifest.thresholds,
    mismatchBelow: onnxManifest.mismatchBelow,
    doubts: onnxManifest.doubts,
  };
}

/** 人脸模型：取来、核对、列出 */
export const modelsCommand = (environment: NodeJS.ProcessEnv, root: string): OperatorCommand => ({
  name: 'models',
  summary: '取人脸模型并逐个核对',
  arguments: [],
  options: {
    from: { kind: 'text', placeholder: '文件.tgz', says: '用拷来的模型包，不联网' },
    check: { kind: 'flag', says: '只核对，不下载' },
    json: { kind: 'flag', says: '以 JSON 输出' },
  },
  details: '退出码：0 四个模型齐全且核对无误，1 不齐，2 取不到。没有模型时产品照常使用，签到走不刷脸的方式。',
  async run(line, terminal) {
    const folder = modelsFolderOf(environment, root);
    try {
      const from = line.text('from');
      if (!line.has('check') && (from || !(await areModelsPresent(folder)))) await bring(folder, from, environment);
    } catch (error) {
      if (!(error instanceof ModelsRefused)) throw error;
      if (line.has('json')) terminal.print(JSON.stringify({ refused: error.message }));
      terminal.tell(error.message);
      return exitCodes.refused;
    }
    const states = await statesOfModels(folder);
    if (line.has('json')) terminal.print(JSON.stringify(await report(folder)));
    else {
      terminal.print(`人脸引擎 ${onnxManifest.id}，模型在 ${folder}`);
      terminal.print(
        textTable(states.map(({ file, state }) => [stateWords[state], file.name, file.does, file.sha256.slice(0, 16)])),
      );
    }
    return states.every(({ state }) => state === 'present') ? exitCodes.done : exitCodes.found;
  },
});
