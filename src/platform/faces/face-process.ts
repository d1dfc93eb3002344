import { type ChildProcess, fork } from 'node:child_process';
import { type FaceJob, workerWord } from './face-answer';
import { WorkerFailure, type WorkerFailureKind } from './worker-failure';

export interface FaceProcess {
  /** Settles when the models are loaded, or says why they cannot be. */
  readonly ready: Promise<void>;
  /** One job at a time; a failure other than `failed` has ended the process. */
  run(job: FaceJob, secondsAllowed: number): Promise<unknown>;
  isAlive(): boolean;
  end(kind: WorkerFailureKind, detail?: string): void;
}

const secondsToStart = 60;

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (failure: WorkerFailure) => void;
}

/**
 * One child process with the models in it, and nothing of the server’s environment. Not a thread: the inference library
 * ends the whole process when a thread is ended in the middle of its work.
 */
export function startFaceProcess(program: string, modelsFolder: string): FaceProcess {
  const child = fork(program, [modelsFolder], {
    execArgv: ['--max-old-space-size=256'],
    env: { TZ: 'Asia/Shanghai' },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
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
    child.kill('SIGKILL');
  };
  child.on('error', (error) => end('crashed', error.message));
  child.on('exit', (code, signal) => end('crashed', String(code ?? signal)));
  child.on('message', (message) => {
    const { data: word } = workerWord.safeParse(message);
    if (!word) return end('crashed', 'message');
    if (word.says === 'unable') return end('unable', word.why);
    if (word.says === 'failure') return settle(({ reject }) => reject(new WorkerFailure('failed', word.why)));
    return settle(({ resolve }) => resolve(word.says === 'answer' ? word.value : undefined));
  });
  const starting = setTimeout(() => end('slow', 'start'), secondsToStart * 1000);
  const ready = wait()
    .finally(() => clearTimeout(starting))
    .then(() => holdServer(child, false));
  ready.catch(() => undefined);
  return {
    ready,
    isAlive: () => isAlive && child.connected,
    end,
    async run(job, secondsAllowed) {
      if (!isAlive || !child.connected) throw new WorkerFailure('crashed', '');
      holdServer(child, true);
      const clock = setTimeout(() => end('slow', `${secondsAllowed} s`), secondsAllowed * 1000);
      try {
        const answer = wait();
        child.send(job, (error) => error && end('crashed', error.message));
        return await answer;
      } finally {
        clearTimeout(clock);
        holdServer(child, false);
      }
    },
  };
}

/** An idle process must not keep the server from ending; one at work must. */
function holdServer(child: ChildProcess, hold: boolean): void {
  const word = hold ? 'ref' : 'unref';
  child[word]();
  child.channel?.[word]();
}
