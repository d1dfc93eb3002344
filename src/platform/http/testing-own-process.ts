import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';

/** A server in a process of its own, which a test may kill at any moment. */
export interface OwnProcess {
  readonly child: ChildProcess;
  readonly address: string;
}

/** A built program that listens and prints its port, to be started as often as it is killed. */
export interface KillableProgram {
  start(): Promise<OwnProcess>;
  remove(): void;
}

/** Builds a program whose imports are relative to `resolveDir`. */
export async function killableProgram(contents: string, resolveDir: string): Promise<KillableProgram> {
  const folder = mkdtempSync(join(tmpdir(), 'mingxun-own-process-'));
  const outfile = join(folder, 'program.mjs');
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  await build({
    stdin: { contents, resolveDir, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    loader: { '.typ': 'text' },
    outfile,
    logLevel: 'error',
  });
  return {
    async start() {
      const child = spawn(process.execPath, [outfile], { stdio: ['ignore', 'pipe', 'inherit'] });
      const { value } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
      return { child, address: `http://127.0.0.1:${String(value)}` };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
