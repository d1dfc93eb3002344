import { mkdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ClientConfig, Pool } from 'pg';
import { backUpRecordings, bytesMissing, bytesShort, type RecordingsBackup } from '../backup/copy-recordings';
import { spokenDifference } from '../backup/recording-differences';
import { BackupRefusal } from '../backup/refusal';
import { registeredRecordings } from '../backup/registered-recordings';
import { type RecordingsRestore, restoreRecordings } from '../backup/restore-recordings';
import { exitCodes, type OperatorCommand, type Terminal } from '../command-line/command';
import { showProgress } from '../command-line/progress';
import { openPool } from '../database/pool';
import { inScope } from '../database/scope';
import { spokenSize } from '../files/refusal';
import { appendLog } from '../log/log';
import { openRecordingFolder } from '../video/recording-folder';
import {
  requireInstallation,
  dataFolderOf,
  type Surroundings,
  sayingRefusals,
  withOwnedDatabase,
} from './surroundings';

const spoken = (bytes: number): string =>
  bytes < 1_000_000_000 ? spokenSize(bytes) : `${(bytes / 1_000_000_000).toFixed(1)} GB`;

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

async function withPool<Result>(owner: ClientConfig, work: (pool: Pool) => Promise<Result>): Promise<Result> {
  const pool = openPool(owner, { max: 1 });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

const listed = (pool: Pool) => inScope(pool, { reach: 'system' }, registeredRecordings);

/** Who took recordings out or put them back, and when, is itself a happening. */
const noteInLog = (pool: Pool, action: string, detail: Readonly<Record<string, number>>, happenedAt: string) =>
  inScope(pool, { reach: 'system' }, (tx) =>
    appendLog(tx, {
      action,
      outcome: 'done',
      actor: { userId: null, name: '备份程序', role: 'system' },
      detail,
      happenedAt,
    }),
  );

const example = (keys: readonly string[]): string => `（如 ${keys[0]}）`;

const mostTold = 20;

function tellBackup(terminal: Terminal, { damaged, renewed, differences }: RecordingsBackup): void {
  for (const each of differences.slice(0, mostTold)) terminal.tell(spokenDifference(each, differences, renewed));
  if (differences.length > mostTold)
    terminal.tell(`另有 ${differences.length - mostTold} 处不符，加 --json 运行可看到全部。`);
  if (damaged.length > 0)
    terminal.tell(
      `数据目录里有 ${damaged.length} 份录像缺失或损坏${example(damaged)}，没有拷贝；以前的备份没有动，可用 restore-recordings 修复。`,
    );
}

/** Without what was purged while it was read: that is gone by right. */
function withoutPurged(made: RecordingsBackup, purged: readonly string[]): RecordingsBackup {
  const isKept = (key: string) => !purged.includes(key);
  const differences = made.differences.filter(({ key }) => isKept(key));
  return { ...made, damaged: made.damaged.filter(isKept), differences };
}

/** 备份录像：只拷新增的 */
export const backupRecordingsCommand = (surroundings: Surroundings): OperatorCommand => ({
  name: 'backup-recordings',
  summary: '把录像备份到一个文件夹：只拷新增的，逐块核对摘要，不影响正在运行的服务',
  arguments: [{ name: 'FOLDER', says: '存放录像备份的文件夹，每次用同一个；应在另一块盘上' }],
  options: {
    check: { kind: 'flag', says: '把录像和备份都逐块读一遍，各与登记的摘要核对；坏了的备份重新拷贝' },
    json: { kind: 'flag', says: '输出 JSON，供其他程序读取' },
  },
  details:
    '退出码：0 已备份，核对过的都相符；1 已备份，但有录像或备份缺失、损坏（已重新拷好的也算，逐份说明）；2 没有备份（说明原因）。中断了重新运行，从断处接着拷。到期清除了的录像，备份里也随之删去。',
  run: (line, terminal) =>
    sayingRefusals(terminal, line.has('json'), exitCodes.refused, async () => {
      const folder = resolve(surroundings.root, line.arguments[0] ?? '');
      requireInstallation(surroundings, dataFolderOf(surroundings));
      return withOwnedDatabase(surroundings, ({ owner }, dataFolder) =>
        withPool(owner, async (pool) => {
          const source = join(dataFolder, 'recordings');
          if (folder === source)
            throw new BackupRefusal('备份文件夹不能就是录像所在的文件夹，请换一个，最好在另一块盘上。');
          const all = await listed(pool);
          await mkdir(folder, { recursive: true, mode: 0o700 });
          const short = await bytesShort(folder, await bytesMissing(folder, all.kept));
          if (short)
            throw new BackupRefusal(`${folder} 所在的盘还差 ${spoken(short)}，什么也没有拷。请换一块盘或腾出空间。`);
          const bar = showProgress('备份录像');
          const choices = { isChecked: line.has('check'), onProgress: bar.at };
          const run = await backUpRecordings(openRecordingFolder(source), folder, all, choices).finally(bar.end);
          const made = withoutPurged(run, (await listed(pool)).purged);
          const { copied, copiedBytes, present, removed, damaged, differences } = made;
          const found = { damaged: damaged.length, differences: differences.length };
          const detail = { copied, copiedBytes, present, removed, ...found };
          await noteInLog(pool, 'backup.recordings', detail, surroundings.now());
          if (line.has('json')) terminal.print(JSON.stringify({ folder, ...made }));
          else
            terminal.print(
              `录像备份在 ${folder}：新拷 ${copied} 份（${spoken(copiedBytes)}），已有 ${present} 份，随到期清除删去 ${removed} 份。`,
            );
          tellBackup(terminal, made);
          return damaged.length + differences.length > 0 ? exitCodes.found : exitCodes.done;
        }),
      );
    }),
});

const spokenRestore = ({ sound, restored, mendedBlocks, lost }: RecordingsRestore): string =>
  `录像已逐块核对：完好 ${sound} 份，补回或修复 ${restored} 份（${mendedBlocks} 块），两处都没有的 ${lost.length} 份。`;

/** 恢复录像：缺的补回，坏的修好，逐块核对 */
export const restoreRecordingsCommand = (surroundings: Surroundings): OperatorCommand => ({
  name: 'restore-recordings',
  summary: '从备份文件夹补回、修复录像，逐块核对登记的摘要',
  arguments: [{ name: 'FOLDER', says: '录像备份所在的文件夹' }],
  options: { json: { kind: 'flag', says: '输出 JSON，供其他程序读取' } },
  details:
    '退出码：0 全部完好；1 有录像两处都没有；2 没有恢复（说明原因）。先用 restore 恢复数据库，再运行本命令；完好的不动，中断了重新运行即可。',
  run: (line, terminal) =>
    sayingRefusals(terminal, line.has('json'), exitCodes.refused, async () => {
      const folder = resolve(surroundings.root, line.arguments[0] ?? '');
      if (!(await isFolder(folder))) throw new BackupRefusal(`没有文件夹“${folder}”，请核对。`);
      requireInstallation(surroundings, dataFolderOf(surroundings));
      return withOwnedDatabase(surroundings, ({ owner }, dataFolder) =>
        withPool(owner, async (pool) => {
          const { kept } = await listed(pool);
          const target = join(dataFolder, 'recordings');
          await mkdir(target, { recursive: true, mode: 0o700 });
          const short = await bytesShort(target, await bytesMissing(target, kept));
          if (short) throw new BackupRefusal(`${target} 所在的盘还差 ${spoken(short)}，什么也没有恢复。请先扩容。`);
          const bar = showProgress('恢复录像');
          const done = await restoreRecordings(openRecordingFolder(target), folder, kept, bar.at).finally(bar.end);
          const { sound, restored, mendedBlocks, lost } = done;
          const detail = { sound, restored, mendedBlocks, lost: lost.length };
          await noteInLog(pool, 'backup.recordings-restored', detail, surroundings.now());
          terminal.print(line.has('json') ? JSON.stringify({ folder, ...done }) : spokenRestore(done));
          if (lost.length > 0)
            terminal.tell(
              `两处都没有的${example(lost)}：启动后系统会逐块核对，请机构从自己的一份补送（“存证抽查”页）。`,
            );
          return lost.length > 0 ? exitCodes.found : exitCodes.done;
        }),
      );
    }),
});
