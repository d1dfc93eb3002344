import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { areModelsPresent, modelsFolderOf } from './model-store';

const picturesFolder = resolve('..', 'shared', 'fixtures', 'faces');

/** The models of this checkout, where the tests find them. */
export const testModelsFolder = modelsFolderOf(process.env, process.cwd());

/** Whether tests with the models can run here; without them they are skipped, and the run says so. */
export const hasModels = await areModelsPresent(testModelsFolder);
export const hasPictures = hasModels && existsSync(join(picturesFolder, 'obama.jpg'));

export const pictureNamed = (name: string): Promise<Buffer> => readFile(join(picturesFolder, name));
