import { Worker } from 'node:worker_threads';
import { type FaceJob, workerWord } from './face-answer';
import { WorkerFailure, type WorkerFailureKind } from './worker-failure';

export interface FaceThread {
  /** Settles when the models are loaded, or says why they cannot be. */
  readonly ready: Promise<void>;
  /** One job at a time; a failure other than `failed` has ended the thread. */
  run(job: FaceJob, secondsAllowed: number): Promise<unknown>;
  isAlive(): boolean;
  end(kind: WorkerFailureKind, detail?: string): void;
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (failure: WorkerFailure) => void;
}

/** One thread with the models in it; it does not keep the server from ending. */
export function startThread(program: string, modelsFolder: string): FaceThread {
  const worker = new Worker(program, {
    workerData: { modelsFolder },
    env: {},
    stdin: false,
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  });
  let pending: Pending | undefined;
  let isAlive = true;
  const settle = (act: (waiting: Pending) => void): void => {
    const waiting = pending;
    pending = undefined;
    if (waiting) act(waiting);
  };
  const wait = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      pending = { resolve, reject };
    });
  const end = (kind: WorkerFailureKind, detail = ''): void => {
    isAlive = false;
    settle(({ reject }) => reject(new WorkerFailure(kind, detail)));
    void worker.terminate();
  };
  worker.on('error', (error) => end('crashed', error instanceof Error ? error.message : String(error)));
  worker.on('exit', (code) => end('crashed', String(code)));
  worker.on('messageerror', () => end('crashed', 'message'));
  worker.on('message', (message) => {
    const word = workerWord.parse(message);
    if (word.says === 'unable') return end('unable', word.why);
    if (word.says === 'failure') return settle(({ reject }) => reject(new WorkerFailure('failed', word.why)));
    return settle(({ resolve }) => resolve(word.says === 'answer' ? word.value : undefined));
  });
  const ready = wait().then(() => worker.unref());
  ready.catch(() => undefined);
  return {
    ready,
    isAlive: () => isAlive,
    end,
    async run(job, secondsAllowed) {
      if (!isAlive) throw new WorkerFailure('crashed', '');
      worker.ref();
      const clock = setTimeout(() => end('slow', `${secondsAllowed} s`), secondsAllowed * 1000);
      try {
        const answer = wait();
        // A copy of its own is handed over, whatever larger buffer the picture lay in.
        const picture = new Uint8Array(job.picture);
        worker.postMessage({ does: job.does, picture }, [picture.buffer]);
        return await answer;
      } finally {
        clearTimeout(clock);
        worker.unref();
      }
    },
  };
}
