import sharp from 'sharp';
import { faceJob, type WorkerWord } from './face-answer';
import { loadModels, type LoadedModels } from './onnx-models';
import { countFaces, readFace } from './read-face';

const say = (word: WorkerWord): void => {
  process.send?.(word);
};
const whyOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function answer(models: LoadedModels, message: unknown): Promise<WorkerWord> {
  try {
    const { does, picture } = faceJob.parse(message);
    const value = await (does === 'read' ? readFace(models, picture) : countFaces(models, picture));
    return { says: 'answer', value };
  } catch (error) {
    return { says: 'failure', why: whyOf(error) };
  }
}

/** One child process: the models loaded once, one picture at a time, gone with the server. */
async function serve(): Promise<void> {
  const [, , modelsFolder = ''] = process.argv;
  process.on('disconnect', () => process.exit(0));
  sharp.concurrency(1);
  sharp.cache(false);
  const models = await loadModels(modelsFolder);
  process.on('message', (message) => void answer(models, message).then(say));
  say({ says: 'ready' });
}

serve().catch((error: unknown) => say({ says: 'unable', why: whyOf(error) }));
