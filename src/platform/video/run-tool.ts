import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';

/** Why a tool gave no answer; never its own words, which may hold names of files. */
export class ToolFailure extends Error {
  override name = 'ToolFailure';
  readonly kind: 'time' | 'output' | 'exit' | 'crash' | 'start' | 'stopped';
  constructor(kind: ToolFailure['kind'], detail: string) {
    super(detail);
    this.kind = kind;
  }
}

export interface ToolRun {
  readonly secondsAllowed: number;
  readonly mostBytes: number;
  readonly signal?: AbortSignal | undefined;
  /** Takes what comes out as it comes; without it, everything is given at the end. */
  readonly onOutput?: (chunk: Buffer) => void;
}

const mostComplaint = 8_000;

/** Runs one of the tools without a shell, behind all other work, and ends it when it takes or says too much. */
export function runTool(program: string, given: readonly string[], run: ToolRun): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, given, { stdio: ['ignore', 'pipe', 'pipe'], env: { LANG: 'C.UTF-8' } });
    const kept: Buffer[] = [];
    let total = 0;
    let complaint = '';
    let failure: ToolFailure | undefined;
    const end = (kind: ToolFailure['kind'], detail: string): void => {
      failure ??= new ToolFailure(kind, detail);
      child.kill('SIGKILL');
    };
    const clock = setTimeout(() => end('time', `${run.secondsAllowed} s`), run.secondsAllowed * 1000);
    const stop = () => end('stopped', '');
    run.signal?.addEventListener('abort', stop, { once: true });
    if (run.signal?.aborted) stop();
    child.on('spawn', () => {
      try {
        if (child.pid) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
      } catch {
        // It may have ended already.
      }
    });
    child.stdout.on('data', (chunk: Buffer) => {
      total += chunk.length;
      if (total > run.mostBytes) end('output', `${run.mostBytes} B`);
      else if (run.onOutput) run.onOutput(chunk);
      else kept.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (complaint.length < mostComplaint) complaint += chunk.toString('utf8').slice(0, mostComplaint);
    });
    child.on('error', (error) => {
      failure ??= new ToolFailure('start', error.message);
    });
    child.on('close', (code) => {
      clearTimeout(clock);
      run.signal?.removeEventListener('abort', stop);
      if (failure) return reject(failure);
      if (code === 0) return resolve(Buffer.concat(kept));
      return reject(new ToolFailure(code === null ? 'crash' : 'exit', complaint));
    });
  });
}
