import { resolve } from 'node:path';
import type { ClientConfig } from 'pg';
import { type MadeBackup, makeBackup } from '../backup/make-backup';
import { readPassphrase } from '../backup/passphrase';
import { newSealedStream } from '../backup/sealing-key';
import { exitCodes, type OperatorCommand, type Terminal } from '../command-line/command';
import { showProgress } from '../command-line/progress';
import { openPool } from '../database/pool';
import { inScope } from '../database/scope';
import { spokenSize } from '../files/refusal';
import { appendLog } from '../log/log';
import { numberWaiting } from '../log/sequencer';
import {
  dataFolderOf,
  filesFolderOf,
  requireInstallation,
  type Surroundings,
  sayingRefusals,
  withOwnedDatabase,
} from './surroundings';

/** Numbers what waits, so that the head in the backup covers every entry; a log that is not sound stops no backup. */
async function numberAll(owner: ClientConfig, now: string, terminal: Terminal): Promise<void> {
  const pool = openPool(owner, { max: 1 });
  try {
    while ((await numberWaiting(pool, now)) > 0);
  } catch (error) {
    terminal.tell(`留痕没有编号：${error instanceof Error ? error.message : String(error)}备份照常进行。`);
  } finally {
    await pool.end();
  }
}

/** Who took all data out, and when, is itself a happening. */
async function noteInLog(owner: ClientConfig, { digest, isSealed }: MadeBackup, now: string): Promise<void> {
  const pool = openPool(owner, { max: 1 });
  try {
    await inScope(pool, { reach: 'system' }, (tx) =>
      appendLog(tx, {
        action: 'backup.made',
        outcome: 'done',
        actor: { userId: null, name: '备份程序', role: 'system' },
        detail: { digestBegins: digest.slice(0, 8), isSealed },
        happenedAt: now,
      }),
    );
  } finally {
    await pool.end();
  }
}

const rowCount = ({ contents }: MadeBackup) => contents.tables.reduce((sum, { rows }) => sum + rows, 0);

function faultsOf({ contents: { files } }: MadeBackup): string[] {
  const say = (hashes: readonly string[], what: string) =>
    hashes.length > 0 ? [`有 ${hashes.length} 份文件${what}（如 ${hashes[0]}），请从更早的备份中找回。`] : [];
  return [
    ...say(files.missing, '在数据库中有登记，文件库中却没有，备份里也就没有'),
    ...say(files.damaged, '内容已损坏，恢复时会略去'),
  ];
}

function spoken(path: string, made: MadeBackup): string {
  const { contents, digest, size } = made;
  const { files, tables, log } = contents;
  return [
    `已备份到 ${path}（${spokenSize(size)}）：${tables.length} 张表 ${rowCount(made)} 行，文件 ${files.count} 份。`,
    `摘要 ${digest}`,
    log ? `留痕 ${log.size} 条，根 ${log.root}` : '留痕尚无编号。',
  ].join('\n');
}

const plainWarning =
  '注意：这份备份没有加密。证件号、电话、银行账号仍是密文，但姓名、单位等是明文。建议加 --passphrase-file 口令文件。';
const keyReminder =
  '备份里没有密钥文件。请另行保管密钥文件与备份口令，不要和备份放在一起；缺了密钥，证件号等无法解开。';

export const backupCommand = (surroundings: Surroundings): OperatorCommand => ({
  name: 'backup',
  summary: '把全部数据与文件备份成一个文件，不影响正在运行的服务',
  arguments: [{ name: 'FILE', says: '备份文件，不能已经存在' }],
  options: {
    'passphrase-file': { kind: 'text', placeholder: '文件', says: '用其中第一行作口令加密（SM4 与 HMAC-SM3）' },
    json: { kind: 'flag', says: '输出 JSON，供其他程序读取' },
  },
  details:
    '退出码：0 已备份；1 已备份，但有文件丢失或损坏；2 没有备份（说明原因）。备份之后请用 restore --check 核对一次。',
  run: (line, terminal) =>
    sayingRefusals(terminal, line.has('json'), exitCodes.refused, async () => {
      const path = resolve(surroundings.root, line.arguments[0] ?? '');
      const passphraseFile = line.text('passphrase-file');
      const sealed = passphraseFile === undefined ? undefined : newSealedStream(readPassphrase(passphraseFile));
      requireInstallation(surroundings, dataFolderOf(surroundings));
      return withOwnedDatabase(surroundings, async ({ owner }, dataFolder) => {
        await numberAll(owner, surroundings.now(), terminal);
        const bar = showProgress('备份');
        const source = { owner, filesFolder: filesFolderOf(dataFolder) };
        const choices = { madeAt: surroundings.now(), sealed, onProgress: bar.at };
        const made = await makeBackup(source, path, choices).finally(bar.end);
        await noteInLog(owner, made, surroundings.now());
        const faults = faultsOf(made);
        if (line.has('json')) terminal.print(JSON.stringify({ path, rows: rowCount(made), ...made }));
        else terminal.print(spoken(path, made));
        for (const sentence of [...faults, ...(sealed ? [] : [plainWarning]), keyReminder]) terminal.tell(sentence);
        return faults.length > 0 ? exitCodes.found : exitCodes.done;
      });
    }),
});
