import type { FaceJob } from './face-answer';
import { type FaceThread, startThread } from './face-thread';
import { WorkerFailure } from './worker-failure';

export interface ThreadPoolLimits {
  readonly threads: number;
  /** Jobs that may wait; one more is refused at once, so that nobody waits for nothing. */
  readonly longestQueue: number;
  readonly secondsAllowed: number;
}

export interface ThreadPool {
  /** Starts one thread and says whether it can work at all. */
  prove(): Promise<void>;
  /** Waits for a free thread and gives its answer; rejects with a `WorkerFailure`. */
  run(job: FaceJob): Promise<unknown>;
  startedCount(): number;
  waitingCount(): number;
  close(): void;
}

/** Threads started when first needed and kept; one that ended is replaced at the next job. */
export function createThreadPool(
  program: () => Promise<string>,
  modelsFolder: string,
  limits: ThreadPoolLimits,
): ThreadPool {
  const alive = new Set<FaceThread>();
  const idle: FaceThread[] = [];
  const waiting: (() => void)[] = [];
  let free = limits.threads;
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
  const take = async (): Promise<FaceThread> => {
    for (let thread = idle.pop(); thread; thread = idle.pop()) if (thread.isAlive()) return thread;
    const file = await program();
    refuseClosed();
    const thread = startThread(file, modelsFolder);
    started += 1;
    alive.add(thread);
    try {
      await thread.ready;
    } catch (error) {
      alive.delete(thread);
      throw error;
    }
    return thread;
  };
  const withThread = async <Result>(work: (thread: FaceThread) => Promise<Result>): Promise<Result> => {
    await enter();
    try {
      refuseClosed();
      const thread = await take();
      try {
        return await work(thread);
      } finally {
        if (thread.isAlive() && !isClosed) idle.push(thread);
        else alive.delete(thread);
      }
    } finally {
      leave();
    }
  };
  return {
    prove: () => withThread(() => Promise.resolve()),
    run: (job) => withThread((thread) => thread.run(job, limits.secondsAllowed)),
    startedCount: () => started,
    waitingCount: () => waiting.length,
    close() {
      isClosed = true;
      for (const thread of alive) thread.end('closed');
      alive.clear();
      for (const resume of waiting.splice(0)) resume();
    },
  };
}
