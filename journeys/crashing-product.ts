import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** The built product on a data folder that outlives it, to be killed and started again. */
export interface CrashingProduct {
  readonly address: string;
  /** Kills without warning, as a power cut or an operator in a hurry would. */
  kill(what: 'server' | 'database' | 'both'): Promise<void>;
  stop(): Promise<void>;
}

const parentOf = (pid: string): number => {
  try {
    return Number(/\) . (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]);
  } catch {
    return 0;
  }
};

function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}

/** The database server of this data folder and all its processes. */
function killDatabase(dataFolder: string): void {
  const file = join(dataFolder, 'postgres', 'postmaster.pid');
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === pid);
  for (const each of [pid, ...children.map(Number)]) killHard(each);
}

const ended = (child: ChildProcess) =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise<void>((resolve) => child.once('exit', () => resolve()));

/** Starts as `npm start` does after building, on a day of its own so that every run is alike. */
export async function startOn(dataFolder: string, port: number, day: string): Promise<CrashingProduct> {
  const address = `http://localhost:${port}`;
  let written = '';
  const child = spawn(process.execPath, ['dist/main.js'], {
    env: { ...process.env, MINGXUN_DATA: dataFolder, MINGXUN_PORT: String(port), MINGXUN_DEMO_DAY: day },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (written += part.toString()));
  for (let tries = 0; ; tries += 1) {
    const answer = await fetch(`${address}/health`).catch(() => undefined);
    if (answer?.ok) break;
    if (child.exitCode !== null || tries > 6000) throw new Error(`the product did not start:\n${written}`);
    await wait(100);
  }
  return {
    address,
    async kill(what) {
      if (what !== 'server') killDatabase(dataFolder);
      if (what === 'database') await wait(50);
      child.kill('SIGKILL');
      await ended(child);
    },
    async stop() {
      child.kill('SIGTERM');
      await Promise.race([ended(child), wait(15_000).then(() => child.kill('SIGKILL'))]);
    },
  };
}
