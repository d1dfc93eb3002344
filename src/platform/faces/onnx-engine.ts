import { availableParallelism } from 'node:os';
import type { z } from 'zod';
import { childProgram } from '../typesetting/child-program';
import type { FaceCount, FaceEngine, FaceEngineFound } from './engine';
import { countAnswer, type FaceJob, readAnswer } from './face-answer';
import { statesOfModels } from './model-store';
import { onnxManifest } from './onnx-manifest';
import type { FaceReading } from './reading';
import { type FaceRefusal, faceRefusal, type FaceRefusalCode } from './refusal';
import { likeness } from './template';
import { createProcessPool, type ProcessPool } from './process-pool';
import { WorkerFailure, type WorkerFailureKind } from './worker-failure';

export interface OnnxEngineSettings {
  readonly modelsFolder: string;
  readonly workers?: number;
  readonly longestQueue?: number;
  readonly secondsAllowed?: number;
}

const refusalOf: Record<WorkerFailureKind, FaceRefusalCode> = {
  busy: 'busy',
  slow: 'slow',
  crashed: 'failed',
  unable: 'failed',
  failed: 'failed',
  closed: 'closed',
};

const otherWay = '签到走不刷脸的方式。';

const unavailable = (why: string): FaceEngineFound => ({ isAvailable: false, sentence: `${why}${otherWay}` });

/** Why the processes cannot work, for the operator. */
function whyUnable(error: unknown): string {
  const detail = error instanceof Error ? error.message : String(error);
  if (/Cannot find (?:package|module)|ERR_MODULE_NOT_FOUND|onnxruntime_binding|invalid ELF|GLIBC/.test(detail)) {
    return '本机没有可用的人脸推理库 onnxruntime-node（可选依赖，没有装上或与系统不合）。';
  }
  return `人脸模型没有加载成功（${detail}）。请运行 npm run mingxun -- models 核对。`;
}

function engineOn(pool: ProcessPool): FaceEngine {
  const ask = async <Answer>(job: FaceJob, form: z.ZodType<Answer>): Promise<Answer | FaceRefusal> => {
    try {
      return form.parse(await pool.run(job));
    } catch (error) {
      if (!(error instanceof WorkerFailure)) throw error;
      return faceRefusal(refusalOf[error.kind]);
    }
  };
  return {
    manifest: onnxManifest,
    read: (picture): Promise<FaceReading | FaceRefusal> => ask({ does: 'read', picture }, readAnswer),
    count: (picture): Promise<FaceCount | FaceRefusal> => ask({ does: 'count', picture }, countAnswer),
    compare: likeness,
    close: () => Promise.resolve(pool.close()),
  };
}

/** The engine on our models, one process a core; or a sentence why this machine has none. */
export async function openOnnxEngine(settings: OnnxEngineSettings): Promise<FaceEngineFound> {
  const states = await statesOfModels(settings.modelsFolder);
  const wrong = states.filter(({ state }) => state !== 'present').map(({ file }) => file.name);
  if (wrong.length > 0) {
    return unavailable(`人脸模型不齐或与清单不符（${wrong.join('、')}），请运行 npm run mingxun -- models 取来。`);
  }
  const program = (): Promise<string> => childProgram('face-worker.js', new URL('./face-worker.ts', import.meta.url));
  const pool = createProcessPool(program, settings.modelsFolder, {
    workers: settings.workers ?? availableParallelism(),
    longestQueue: settings.longestQueue ?? 64,
    secondsAllowed: settings.secondsAllowed ?? 20,
  });
  try {
    await pool.prove();
  } catch (error) {
    pool.close();
    return unavailable(whyUnable(error));
  }
  return { isAvailable: true, engine: engineOn(pool) };
}
