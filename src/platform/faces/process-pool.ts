import type { FaceJob } from './face-answer';
import { type FaceProcess, startFaceProcess } from './face-process';
import { WorkerFailure } from './worker-failure';

export interface ProcessPoolLimits {
  readonly workers: number;
  /** Jobs that may wait; one more is refused at once, so that nobody waits for nothing. */
  readonly longestQueue: number;
  readonly secondsAllowed: number;
}

export interface ProcessPool {
  /** Starts one worker and says whether it can work at all. */
  prove(): Promise<void>;
  /** Waits for a free worker and gives its answer; rejects with a `WorkerFailure`. */
  run(job: FaceJob): Promise<unknown>;
  startedCount(): number;
  waitingCount(): number;
  close(): void;
}

/** Processes started when first needed and kept; one that ended is replaced at the next job. */
export function createProcessPool(
  program: () => Promise<string>,
  modelsFolder: string,
  limits: ProcessPoolLimits,
): ProcessPool {
  const alive = new Set<FaceProcess>();
  const idle: FaceProcess[] = [];
  const waiting: (() => void)[] = [];
  let free = limits.workers;
  let started = 0;
  let isClosed = false;

  const refuseClosed = (): void => {
    if (isClosed) throw new WorkerFailure('closed', '');
  };
  const enter = async (): Promise<void> => {
    refuseClosed();
    if (free > 0) free -= 1;
    else if (waiting.length >= limits.longestQueue) throw new WorkerFailure('busy', String(waiting.length));
    else await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const leave = (): void => {
    const following = waiting.shift();
    if (following) following();
    else free += 1;
  };
  const take = async (): Promise<FaceProcess> => {
    for (let worker = idle.pop(); worker; worker = idle.pop()) {
      if (worker.isAlive()) return worker;
      alive.delete(worker);
    }
    const file = await program();
    refuseClosed();
    const worker = startFaceProcess(file, modelsFolder);
    started += 1;
    alive.add(worker);
    try {
      await worker.ready;
    } catch (error) {
      alive.delete(worker);
      throw error;
    }
    return worker;
  };
  const withProcess = async <Result>(work: (worker: FaceProcess) => Promise<Result>): Promise<Result> => {
    await enter();
    try {
      refuseClosed();
      const worker = await take();
      try {
        return await work(worker);
      } finally {
        if (worker.isAlive() && !isClosed) idle.push(worker);
        else alive.delete(worker);
      }
    } finally {
      leave();
    }
  };
  return {
    prove: () => withProcess(() => Promise.resolve()),
    run: (job) => withProcess((worker) => worker.run(job, limits.secondsAllowed)),
    startedCount: () => started,
    waitingCount: () => waiting.length,
    close() {
      isClosed = true;
      for (const worker of alive) worker.end('closed');
      alive.clear();
      for (const resume of waiting.splice(0)) resume();
    },
  };
}
