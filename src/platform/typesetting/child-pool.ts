import { ChildFailure, type ChildWorker, startWorker, type WorkerLimits } from './child-worker';

export interface PoolLimits extends WorkerLimits {
  /** Children at work at one time. */
  readonly workers: number;
  /** Jobs after which a child makes way for a new one. */
  readonly recycleAfter: number;
}

export interface ChildPool {
  /** Waits for a free child and gives its answer; rejects with a `ChildFailure`. */
  run(job: object): Promise<unknown>;
  /** Children started so far. */
  startedCount(): number;
  /** Ends every child and refuses whatever still waits. */
  close(): void;
}

/** Work that may eat memory or hang, in child processes: queued here, killed at a limit, replaced in time. */
export function createChildPool(program: () => Promise<string>, limits: PoolLimits): ChildPool {
  const alive = new Set<ChildWorker>();
  const idle: ChildWorker[] = [];
  const waiting: (() => void)[] = [];
  let free = limits.workers;
  let started = 0;
  let closed = false;

  const enter = async () => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    if (closed) throw new ChildFailure('closed', 'pool closed');
  };
  const leave = () => {
    const following = waiting.shift();
    if (following) following();
    else free += 1;
  };
  const start = async () => {
    const file = await program();
    if (closed) throw new ChildFailure('closed', 'pool closed');
    const worker = startWorker(file, limits);
    started += 1;
    alive.add(worker);
    return worker;
  };
  /** A child the system ended while it was idle is passed over. */
  const take = async () => {
    for (let worker = idle.pop(); worker; worker = idle.pop()) {
      if (worker.isAlive()) return worker;
      drop(worker);
    }
    return start();
  };
  const drop = (worker: ChildWorker) => {
    alive.delete(worker);
    worker.kill('closed');
  };
  /** A child that holds two thirds of the limit after its work would hit the limit during the next. */
  const giveBack = (worker: ChildWorker) => {
    const worn = worker.jobCount() >= limits.recycleAfter || worker.memoryMb() > (limits.memoryLimitMb * 2) / 3;
    if (worn || closed) drop(worker);
    else idle.push(worker);
  };
  const runOn = async (worker: ChildWorker, job: object) => {
    try {
      const value = await worker.run(job);
      giveBack(worker);
      return value;
    } catch (error) {
      if (error instanceof ChildFailure && error.kind === 'failed') giveBack(worker);
      else drop(worker);
      throw error;
    }
  };

  return {
    startedCount: () => started,
    async run(job) {
      try {
        await enter();
        return await runOn(await take(), job);
      } finally {
        leave();
      }
    },
    close() {
      closed = true;
      for (const worker of alive) drop(worker);
      for (const resume of waiting.splice(0)) resume();
    },
  };
}
