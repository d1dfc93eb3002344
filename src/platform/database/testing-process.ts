import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';

/** A process of its own that runs a few lines over these modules, to be killed like any other. */
export interface TestProcess {
  readonly child: ChildProcess;
  /** Gives each line it prints, as soon as it is printed. */
  readonly lines: AsyncIterator<string>;
}

/** Runs TypeScript lines as a separate Node process; relative imports start in this folder. */
export function runProcess(folder: string, lines: string, identity: { uid?: number; gid?: number } = {}): TestProcess {
  const outfile = join(folder, 'process.cjs');
  buildSync({
    stdin: { contents: `void (async () => {${lines}})();`, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['pg-native'],
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(join(import.meta.dirname, 'binaries.ts')).href) },
    outfile,
    logLevel: 'error',
  });
  chmodSync(outfile, 0o644);
  const child = spawn(process.execPath, [outfile], { stdio: ['ignore', 'pipe', 'inherit'], cwd: folder, ...identity });
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

/** The next line a process prints. */
export async function nextLine({ lines }: TestProcess): Promise<string> {
  const { value, done } = await lines.next();
  if (done) throw new Error('the process ended without a word');
  return value;
}

const parentOf = (pid: string) => {
  try {
    return Number(/\) . (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]);
  } catch {
    return 0;
  }
};

/** Kills a server and all its children at once, as a power cut would. */
export function killWithChildren(pid: number): void {
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === pid);
  for (const each of [pid, ...children.map(Number)]) {
    try {
      process.kill(each, 'SIGKILL');
    } catch {
      // Already gone.
    }
  }
}
