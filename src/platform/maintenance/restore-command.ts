import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Inspected, inspectBackup } from '../backup/inspect';
import { readPassphrase } from '../backup/passphrase';
import { BackupRefusal } from '../backup/refusal';
import { type Restored, refuseForeignSchema, restoreBackup } from '../backup/restore';
import {
  type CommandLine,
  type ExitCode,
  exitCodes,
  type OperatorCommand,
  type Terminal,
} from '../command-line/command';
import { showProgress } from '../command-line/progress';
import { findRunning } from '../database/embedded';
import { spokenSize } from '../files/refusal';
import { keyFilePath, loadKeys } from '../secrets/key-file';
import { whyKeysDoNotFit } from '../secrets/keys';
import {
  dataFolderOf,
  filesFolderOf,
  migrationsFolderOf,
  type Surroundings,
  sayingRefusals,
  withDatabaseIn,
} from './surroundings';

async function inspectAloud(path: string, passphrase: string | undefined): Promise<Inspected> {
  const bar = showProgress('核对备份');
  return inspectBackup(path, { passphrase, onProgress: bar.at }).finally(bar.end);
}

const totals = ({ contents: { tables, files } }: Inspected) => ({
  tables: tables.length,
  rows: tables.reduce((sum, { rows }) => sum + rows, 0),
  files: files.count,
});

function spokenInspection(path: string, inspected: Inspected): string {
  const { head, contents, digest, size, isSealed } = inspected;
  const { tables, rows, files } = totals(inspected);
  const lost = contents.files.missing.length + contents.files.damaged.length;
  return [
    `${path} 完好（${spokenSize(size)}，${isSealed ? '已加密' : '未加密'}），制作于 ${head.madeAt}。`,
    `${tables} 张表 ${rows} 行，文件 ${files} 份${lost > 0 ? `（制作时另有 ${lost} 份丢失或损坏）` : ''}，结构第 ${head.migrations.length} 版。`,
    contents.log ? `留痕 ${contents.log.size} 条，根 ${contents.log.root}` : '留痕尚无编号。',
    `摘要 ${digest}`,
  ].join('\n');
}

/** The key file that lies ready must open what the backup holds; without one the rows come back, still sealed. */
function keyAdvice(dataFolder: string, environment: NodeJS.ProcessEnv, { head }: Inspected): string | undefined {
  if (head.keyCheck === null) return undefined;
  const path = keyFilePath(dataFolder, { MINGXUN_KEY_FILE: environment['MINGXUN_KEY_FILE'] });
  if (!existsSync(path)) return `请把当时的密钥文件放到 ${path}（权限 600）再启动；没有它，证件号等无法解开。`;
  const fault = whyKeysDoNotFit(loadKeys(path), head.keyCheck);
  if (fault) throw new BackupRefusal(`${path} 不是这份备份的密钥文件，什么也没有改动。${fault}`);
  return undefined;
}

function spokenRestore(dataFolder: string, inspected: Inspected, { isContinued, migratedForward, log }: Restored) {
  const { rows, files } = totals(inspected);
  return [
    `已恢复到 ${dataFolder}${isContinued ? '（接着上次中断处）' : ''}：${rows} 行与文件 ${files} 份，行数与逐行摘要均与备份一致。`,
    ...(migratedForward.length > 0 ? [`结构已更新：${migratedForward.join('、')}`] : []),
    log.faultCount === 0
      ? `留痕 ${log.size} 条，根 ${log.root}，与备份时的树头一致。`
      : `留痕有 ${log.faultCount} 处不符：${log.faults[0]?.message ?? ''}请用 verify-log 查看，并报告纪检监察组。`,
    '备份时未退出的登录都已失效，各人须重新登录。',
  ].join('\n');
}

interface Errand {
  readonly path: string;
  readonly dataFolder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly passphrase: string | undefined;
}

/** `--into` means a server of our own in that folder, whatever database the environment names. */
function errandOf(surroundings: Surroundings, line: CommandLine): Errand {
  const into = line.text('into');
  const passphraseFile = line.text('passphrase-file');
  const {
    DATABASE_URL: _url,
    DATABASE_OWNER_URL: _owner,
    MINGXUN_KEY_FILE: _keys,
    ...apart
  } = surroundings.environment;
  return {
    path: resolve(surroundings.root, line.arguments[0] ?? ''),
    dataFolder: into === undefined ? dataFolderOf(surroundings) : resolve(surroundings.root, into),
    environment: into === undefined ? surroundings.environment : apart,
    passphrase: passphraseFile === undefined ? undefined : readPassphrase(passphraseFile),
  };
}

async function restore(
  surroundings: Surroundings,
  { path, dataFolder, environment, passphrase }: Errand,
  inspected: Inspected,
  terminal: Terminal,
): Promise<Restored> {
  if (!environment['DATABASE_URL'] && (await findRunning(dataFolder))) {
    throw new BackupRefusal(`${dataFolder} 上的服务正在运行，不能恢复。请先停止服务，或用 --into 新目录 恢复到别处。`);
  }
  return withDatabaseIn(dataFolder, environment, false, async ({ owner }) => {
    const bar = showProgress('恢复');
    const target = { owner, dataFolder, filesFolder: filesFolderOf(dataFolder) };
    return restoreBackup(path, inspected, target, {
      passphrase,
      migrationsFolder: migrationsFolderOf(surroundings),
      now: surroundings.now,
      onProgress: bar.at,
      onStep: (sentence) => {
        bar.end();
        terminal.tell(sentence);
      },
    }).finally(bar.end);
  });
}

async function run(surroundings: Surroundings, line: CommandLine, terminal: Terminal): Promise<ExitCode> {
  const errand = errandOf(surroundings, line);
  const inspected = await inspectAloud(errand.path, errand.passphrase);
  const { head, contents, digest, size, isSealed } = inspected;
  const facts = { digest, size, isSealed, madeAt: head.madeAt, ...totals(inspected), log: contents.log };
  if (line.has('check')) {
    terminal.print(line.has('json') ? JSON.stringify(facts) : spokenInspection(errand.path, inspected));
    return exitCodes.done;
  }
  refuseForeignSchema(head, migrationsFolderOf(surroundings));
  const advice = keyAdvice(errand.dataFolder, errand.environment, inspected);
  const restored = await restore(surroundings, errand, inspected, terminal);
  const { dataFolder } = errand;
  const report = { ...facts, dataFolder, ...restored };
  terminal.print(line.has('json') ? JSON.stringify(report) : spokenRestore(dataFolder, inspected, restored));
  if (advice) terminal.tell(advice);
  return restored.log.faultCount > 0 ? exitCodes.found : exitCodes.done;
}

export const restoreCommand = (surroundings: Surroundings): OperatorCommand => ({
  name: 'restore',
  summary: '从备份文件恢复到空的数据目录（空库）；或只核对备份是否完好',
  arguments: [{ name: 'FILE', says: '备份文件' }],
  options: {
    check: { kind: 'flag', says: '只核对每一处摘要，不恢复' },
    into: { kind: 'text', placeholder: '新目录', says: '恢复到这个空目录，用自带的数据库；恢复演练用它' },
    'passphrase-file': { kind: 'text', placeholder: '文件', says: '制作备份时的口令文件' },
    json: { kind: 'flag', says: '输出 JSON，供其他程序读取' },
  },
  details:
    '先通读备份、核对每一处摘要，无误才动手。中断后重新运行同一条命令，会从中断处接着做。\n' +
    '退出码：0 完好或已恢复；1 已恢复，但留痕有不符之处；2 没有恢复（说明原因）。',
  run: (line, terminal) =>
    sayingRefusals(terminal, line.has('json'), exitCodes.refused, () => run(surroundings, line, terminal)),
});
