import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Of } from './model-store';
import { type ModelName, onnxModels } from './onnx-manifest';

/** One model, loaded: numbers in, the named numbers out. */
export type RunModel = (input: Float32Array, shape: readonly number[]) => Promise<(output: string) => Float32Array>;
export type LoadedModels = Readonly<Record<ModelName, RunModel>>;

/** Loads the four models, each checked to the last byte before it is run. */
export async function loadModels(folder: string): Promise<LoadedModels> {
  const { InferenceSession, Tensor } = await import('onnxruntime-node');
  const load = async (name: ModelName): Promise<RunModel> => {
    const { name: fileName, sha256 } = onnxModels[name];
    const bytes = await readFile(join(folder, fileName));
    if (sha256Of(bytes) !== sha256) throw new Error(`模型文件 ${fileName} 与清单不符。`);
    const session = await InferenceSession.create(bytes, {
      executionProviders: ['cpu'],
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      logSeverityLevel: 3,
    });
    const [inputName = 'input'] = session.inputNames;
    return async (input, shape) => {
      const outputs = await session.run({ [inputName]: new Tensor('float32', input, [...shape]) });
      return (output) => {
        const numbers = outputs[output]?.data;
        if (!(numbers instanceof Float32Array)) throw new Error(`模型 ${fileName} 没有输出 ${output}。`);
        return numbers;
      };
    };
  };
  const [detect, landmark, feature, liveness] = [
    await load('detect'),
    await load('landmark'),
    await load('feature'),
    await load('liveness'),
  ];
  return { detect, landmark, feature, liveness };
}
