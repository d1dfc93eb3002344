import { fork } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ParseJob, parseReply, type SheetsOrReason } from './child-protocol';
import { workbookLimits } from './limits';

const builtNames = ['./spreadsheet-child.js', '../spreadsheet-child.js'];

/** From source (tests, `dev`) there is no built entry: bundle it once for this process, beside nothing of ours. */
async function bundledEntry(): Promise<string> {
  const { build } = await import('esbuild');
  const folder = await mkdtemp(join(tmpdir(), 'mingxun-spreadsheet-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const outfile = join(folder, 'child.cjs');
  const entry = fileURLToPath(new URL('./child.ts', import.meta.url));
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'cjs', logLevel: 'silent' });
  return outfile;
}

let entry: Promise<string> | undefined;

/** The file of the reading process: the built one, or one bundled from source on first use. */
export function childEntry(): Promise<string> {
  entry ??= (async () => {
    const built = builtNames
      .map((name) => fileURLToPath(new URL(name, import.meta.url)))
      .find((path) => existsSync(path));
    return built ?? (await bundledEntry());
  })();
  return entry;
}

const tooMuch = '请把学员名单复制到一个新的工作簿，保存后再上传。';

/** Processes at work at once; further files wait, so that many uploads cannot take the machine’s memory. */
const most = 2;
let working = 0;
const waiting: (() => void)[] = [];

async function takeTurn(): Promise<void> {
  if (working >= most) await new Promise<void>((resolve) => waiting.push(resolve));
  else working += 1;
}

/** The turn passes to the next in the queue, if anybody waits. */
function endTurn(): void {
  const next = waiting.shift();
  if (next) next();
  else working -= 1;
}

/** Reads one workbook in a process of its own, capped in memory and time, so that no file can harm the server. */
export async function readInChild(job: ParseJob): Promise<SheetsOrReason> {
  await takeTurn();
  try {
    return await readAlone(job);
  } finally {
    endTurn();
  }
}

async function readAlone(job: ParseJob): Promise<SheetsOrReason> {
  const child = fork(await childEntry(), [], {
    execArgv: [`--max-old-space-size=${workbookLimits.heapMebibytes}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: { TZ: 'UTC' },
  });
  return new Promise((resolve) => {
    const settle = (answer: SheetsOrReason) => {
      clearTimeout(timer);
      child.removeAllListeners();
      child.on('error', () => {});
      child.kill('SIGKILL');
      resolve(answer);
    };
    const timer = setTimeout(() => {
      settle({ unreadable: `读取超过 ${workbookLimits.seconds} 秒仍未完成，已停止。${tooMuch}` });
    }, workbookLimits.seconds * 1000);
    child.once('message', (message) => settle(parseReply(message)));
    child.once('error', () => settle({ unreadable: '读取程序没有启动，请稍后再试；多次如此请联系系统管理员。' }));
    child.once('exit', () => {
      settle({ unreadable: `读取所需内存超过 ${workbookLimits.heapMebibytes} MB 的上限，已停止。${tooMuch}` });
    });
    child.send(job);
  });
}
