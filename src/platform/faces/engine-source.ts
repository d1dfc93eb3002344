import type { FaceEngineFound } from './engine';
import { openOnnxEngine, type OnnxEngineSettings } from './onnx-engine';

/** Where the server gets its engine: opened when first asked for, asked again later where the models had not come yet. */
export interface FaceEngineSource {
  find(): Promise<FaceEngineFound>;
  close(): Promise<void>;
}

const askAgainAfterMs = 20_000;

export function createFaceEngineSource(
  settings: OnnxEngineSettings,
  now: () => number = () => performance.now(),
): FaceEngineSource {
  let found: Promise<FaceEngineFound> | undefined;
  let openedAt = 0;
  let isClosed = false;
  return {
    async find() {
      if (isClosed) return { isAvailable: false, sentence: '系统正在停止，不再识别。' };
      if (found && !(await found).isAvailable && now() - openedAt >= askAgainAfterMs) found = undefined;
      if (!found) {
        openedAt = now();
        found = openOnnxEngine(settings);
      }
      return found;
    },
    async close() {
      isClosed = true;
      const last = await found;
      if (last?.isAvailable) await last.engine.close();
    },
  };
}
