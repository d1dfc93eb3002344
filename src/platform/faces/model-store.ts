import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ModelFile } from './manifest';
import { onnxManifest } from './onnx-manifest';

/** Where the models lie: beside the programme, outside git, or where the environment says (one folder for several). */
export const modelsFolderOf = (environment: NodeJS.ProcessEnv, root: string): string =>
  resolve(root, environment['MINGXUN_MODELS'] || join('.cache', 'models'));

export type ModelState = 'present' | 'missing' | 'wrong';

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Whether a file is the one the manifest names, to the last byte. */
async function stateOf(folder: string, { name, bytes, sha256 }: ModelFile): Promise<ModelState> {
  try {
    const path = join(folder, name);
    if ((await stat(path)).size !== bytes) return 'wrong';
    return sha256Of(await readFile(path)) === sha256 ? 'present' : 'wrong';
  } catch {
    return 'missing';
  }
}

export const statesOfModels = (folder: string): Promise<readonly { file: ModelFile; state: ModelState }[]> =>
  Promise.all(onnxManifest.files.map(async (file) => ({ file, state: await stateOf(folder, file) })));

export const areModelsPresent = async (folder: string): Promise<boolean> =>
  (await statesOfModels(folder)).every(({ state }) => state === 'present');

/** Puts a verified file in its place at once; nobody reads half of it. */
export async function keepModel(folder: string, file: ModelFile, bytes: Buffer): Promise<void> {
  if (sha256Of(bytes) !== file.sha256) throw new Error(`${file.name} 的 SHA-256 与清单不符。`);
  await mkdir(folder, { recursive: true });
  const draft = join(folder, `${file.name}.${process.pid}.new`);
  try {
    await writeFile(draft, bytes);
    await rename(draft, join(folder, file.name));
  } finally {
    await rm(draft, { force: true });
  }
}
