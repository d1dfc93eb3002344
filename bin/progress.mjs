import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the checkout; every script works from here, wherever it was called. */
export const root = fileURLToPath(new URL('..', import.meta.url));
export const inRoot = (...parts) => join(root, ...parts);

/** Progress goes to the error stream, so that a command's own output stays alone on the other. */
export const say = (line) => process.stderr.write(`${line}\n`);

export const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} 秒`;

/** A failure whose sentence is all a person needs: no stack is shown. */
export class Stop extends Error {}

/** Runs a script's main part, and turns a `Stop` into its sentence and exit code 1. */
export async function run(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}

const oldestNode = [20, 19];

export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  throw new Stop(
    `Node.js 版本过低：本机为 ${process.versions.node}，本系统需要 ${oldestNode.join('.')} 或更新。` +
      '请安装新版 Node.js（建议 24 LTS）后重新运行。',
  );
}

/**
 * npm runs a script through a shell that does not pass its signals on; so a script started by npm ends, as if asked to,
 * when that shell is gone.
 */
export function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  watch.unref();
}
