import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort, journeyDay, ownDataFolder } from './loaded-city';

/** The built product with a demonstration city of its own, on a free port of this machine. */
export interface RunningProduct {
  readonly address: string;
  readonly dataFolder: string;
  /** What the process has written so far. */
  output(): string;
  /** Stops and starts again on the same data, on a day to come. */
  restartOn(day: string): Promise<void>;
  stop(): Promise<void>;
}

async function healthy(address: string, child: ChildProcess, written: () => string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const answer = await fetch(`${address}/health`).catch(() => undefined);
    if (answer?.ok) return;
    if (child.exitCode !== null || tries > 1200) throw new Error(`the product did not start:\n${written()}`);
    await wait(250);
  }
}

async function end(child: ChildProcess): Promise<void> {
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  await Promise.race([ended, wait(15_000).then(() => child.kill('SIGKILL'))]);
}

/** Starts the product as `npm start` does after building; journeys all happen on one known day, some at a known time. */
export async function startProduct(day = journeyDay, time = ''): Promise<RunningProduct> {
  const dataFolder = ownDataFolder();
  const port = await freePort();
  const address = `http://localhost:${port}`;
  let written = '';
  const begin = async (on: string): Promise<ChildProcess> => {
    const told = {
      MINGXUN_DATA: dataFolder,
      MINGXUN_PORT: String(port),
      MINGXUN_DEMO_DAY: on,
      MINGXUN_DEMO_TIME: time,
    };
    const child = spawn(process.execPath, ['dist/main.js'], {
      env: { ...process.env, ...told },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part: Buffer) => (written += part.toString()));
    await healthy(address, child, () => written);
    return child;
  };
  let child = await begin(day);
  return {
    address,
    dataFolder,
    output: () => written,
    async restartOn(next) {
      await end(child);
      child = await begin(next);
    },
    async stop() {
      await end(child);
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
