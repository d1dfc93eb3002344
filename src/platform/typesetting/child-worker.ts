import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { childReply } from './child-service';

/** Why a job ended without an answer; `failed` is an exception inside the child, which lives on. */
export type ChildFailureKind = 'timeout' | 'memory' | 'crashed' | 'failed' | 'closed';

export class ChildFailure extends Error {
  readonly kind: ChildFailureKind;
  constructor(kind: ChildFailureKind, detail: string) {
    super(detail);
    this.name = 'ChildFailure';
    this.kind = kind;
  }
}

export interface WorkerLimits {
  /** Memory at which a child at work is killed. */
  readonly memoryLimitMb: number;
  readonly timeoutSeconds: number;
}

export interface ChildWorker {
  /** One job at a time; a failure other than `failed` has killed the child. */
  run(job: object): Promise<unknown>;
  isAlive(): boolean;
  jobCount(): number;
  /** Memory held after the last job. */
  memoryMb(): number;
  kill(kind: ChildFailureKind): void;
}

/** One forked child with nothing of the parent's environment, so that no secret reaches code that reads strangers' files. */
export function startWorker(program: string, limits: WorkerLimits): ChildWorker {
  const child = fork(program, [], {
    execArgv: ['--expose-gc', `--max-old-space-size=${limits.memoryLimitMb}`],
    env: { TZ: 'Asia/Shanghai' },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  let pending: { resolve(value: unknown): void; reject(failure: ChildFailure): void } | undefined;
  let jobs = 0;
  let memory = 0;
  const fail = (failure: ChildFailure) => {
    pending?.reject(failure);
    pending = undefined;
  };
  const kill = (kind: ChildFailureKind, detail = '') => {
    child.kill('SIGKILL');
    fail(new ChildFailure(kind, detail));
  };
  child.on('error', (error) => kill('crashed', error.message));
  child.on('exit', (code, signal) => fail(new ChildFailure('crashed', String(code ?? signal))));
  child.on('message', (message) => {
    const reply = childReply.parse(message);
    memory = reply.memoryMb;
    if (reply.done) pending?.resolve(reply.value);
    else fail(new ChildFailure('failed', reply.failure));
    pending = undefined;
  });
  holdParent(child, false);
  return {
    isAlive: () => child.connected,
    jobCount: () => jobs,
    memoryMb: () => memory,
    kill,
    async run(job) {
      jobs += 1;
      holdParent(child, true);
      const stopWatching = watch(child, limits, kill);
      try {
        return await new Promise((resolve, reject) => {
          pending = { resolve, reject };
          child.send(job, (error) => error && kill('crashed', error.message));
        });
      } finally {
        stopWatching();
        holdParent(child, false);
      }
    },
  };
}

/** An idle child must not keep the server from ending; one at work must. */
function holdParent(child: ChildProcess, hold: boolean) {
  const word = hold ? 'ref' : 'unref';
  child[word]();
  child.channel?.[word]();
}

function watch(child: ChildProcess, limits: WorkerLimits, kill: (kind: ChildFailureKind, detail: string) => void) {
  const clock = setTimeout(() => kill('timeout', `${limits.timeoutSeconds} s`), limits.timeoutSeconds * 1000);
  const gauge = setInterval(() => {
    const used = residentMb(child.pid);
    if (used > limits.memoryLimitMb) kill('memory', `${used} MB`);
  }, 200);
  return () => {
    clearTimeout(clock);
    clearInterval(gauge);
  };
}

/** Memory of a running process; 0 where the system does not tell. */
function residentMb(pid: number | undefined): number {
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
    return Math.round((pages * 4096) / 1_048_576);
  } catch {
    return 0;
  }
}
