import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Pool } from 'pg';
import type { Instant } from '../clock';
import {
  type CommandLine,
  exitCodes,
  type OperatorCommand,
  type Terminal,
  UsageMistake,
} from '../command-line/command';
import { codeOf } from '../database/refusal';
import { exportLog } from './export';
import type { LogVerdict, WitnessedHead } from './faults';
import { verifyLog } from './verify';
import { verifyExport } from './verify-export';

/** What the command needs when it looks into the database; a check of a file needs none of it. */
export interface VerifyLogSurroundings {
  readonly now: () => Instant;
  readonly connect: () => Promise<{ readonly pool: Pool; readonly close: () => Promise<void> }>;
}

/** `24:6e340b…`, as printed beside every Friday ledger. */
function witnessedHead(text: string | undefined): WitnessedHead[] {
  if (text === undefined) return [];
  const [, size, root] = /^(\d{1,15}):([0-9a-fA-F]{64})$/.exec(text) ?? [];
  if (!size || !root) throw new UsageMistake('--head 应为“条数:根”，根是 64 位十六进制，例如 24:6e34…a01d。');
  return [{ size: Number(size), root: root.toLowerCase() }];
}

const shownFaults = 20;

function spoken({ size, root, headCount, faults, faultCount }: LogVerdict, hasWitness: boolean): string {
  const lines = [`留痕 ${size} 条，树头 ${headCount} 个，根 ${root}`];
  if (faultCount === 0) {
    lines.push(hasWitness ? '核对无误，与外部留存的树头一致。' : '核对无误。');
    if (!hasWitness) lines.push('用 --head 给出外部留存的树头，可同时证明留痕没有整体改写。');
    return lines.join('\n');
  }
  lines.push(`发现 ${faultCount} 处不符：`, ...faults.slice(0, shownFaults).map(({ message }) => `- ${message}`));
  if (faultCount > shownFaults) lines.push(`另有 ${faultCount - shownFaults} 处，用 --json 查看。`);
  lines.push('请保留现场，不要改动数据库，报告纪检监察组，并与备份和外部留存的树头比对。');
  return lines.join('\n');
}

/** What went wrong with the file, when it was the file. */
function fileMistake(error: unknown, path: string): unknown {
  const sentences: Readonly<Record<string, string>> = {
    ENOENT: `没有找到文件或目录：${path}`,
    EACCES: `没有权限读写：${path}`,
    EEXIST: `文件已存在，不会覆盖：${path}。请换一个文件名。`,
    EISDIR: `这是目录，不是文件：${path}`,
    ENOSPC: `磁盘空间不足，没有写完：${path}`,
  };
  const sentence = sentences[codeOf(error)];
  return sentence ? new UsageMistake(sentence) : error;
}

async function checkFile(path: string, witnessed: readonly WitnessedHead[]): Promise<LogVerdict> {
  try {
    return await verifyExport(createReadStream(path, { highWaterMark: 1 << 20 }), witnessed);
  } catch (error) {
    throw fileMistake(error, path);
  }
}

async function writeExport(pool: Pool, path: string, now: Instant, terminal: Terminal): Promise<void> {
  try {
    await pipeline(Readable.from(exportLog(pool, now)), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  } catch (error) {
    throw fileMistake(error, path);
  }
  terminal.tell(`留痕已导出到 ${path}，可用 verify-log --file 离线核对。`);
}

async function checkDatabase(
  { now, connect }: VerifyLogSurroundings,
  line: CommandLine,
  witnessed: readonly WitnessedHead[],
  terminal: Terminal,
): Promise<LogVerdict> {
  const { pool, close } = await connect();
  try {
    const exportTo = line.text('export');
    if (exportTo !== undefined) await writeExport(pool, exportTo, now(), terminal);
    return await verifyLog(pool, { now: now(), witnessed });
  } finally {
    await close();
  }
}

/** Checks the log in the database, or an exported one without any database. */
export const verifyLogCommand = (surroundings: VerifyLogSurroundings): OperatorCommand => ({
  name: 'verify-log',
  summary: '核对留痕：重算每条留痕与树头，找出增删改与调换',
  arguments: [],
  options: {
    file: { kind: 'text', placeholder: '文件', says: '核对导出的留痕文件，不连数据库' },
    export: { kind: 'text', placeholder: '文件', says: '把留痕导出成文件，再核对' },
    head: { kind: 'text', placeholder: '条数:根', says: '外部留存的树头，如纪检监察组每周五所存' },
    json: { kind: 'flag', says: '结果用 JSON 输出' },
  },
  details: '退出码：0 无误，1 发现不符，2 用法或文件不对，3 出错。',
  async run(line, terminal) {
    const file = line.text('file');
    if (file !== undefined && line.has('export')) throw new UsageMistake('--file 与 --export 不能同时使用。');
    const witnessed = witnessedHead(line.text('head'));
    const verdict =
      file === undefined
        ? await checkDatabase(surroundings, line, witnessed, terminal)
        : await checkFile(file, witnessed);
    terminal.print(line.has('json') ? JSON.stringify(verdict, null, 2) : spoken(verdict, witnessed.length > 0));
    return verdict.faultCount === 0 ? exitCodes.done : exitCodes.found;
  },
});
