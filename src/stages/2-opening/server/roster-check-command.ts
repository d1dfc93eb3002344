import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type PlainDate, parsePlainDate } from '#kernel/plain-date';
import { type ExitCode, exitCodes, type OperatorCommand, UsageMistake } from '#platform/command-line/command';
import { textTable } from '#platform/command-line/text-table';
import { spokenSize, workbookLimits } from '#platform/spreadsheet/limits';
import { type CellFinding, type RosterCheck, rosterCheck } from './roster-check';

function dayOf(text: string, option: string): PlainDate {
  const day = parsePlainDate(text);
  if (!day) throw new UsageMistake(`--${option} 应写成 YYYY-MM-DD，例如 2026-12-14；“${text}”不是这样的日期。`);
  return day;
}

async function bytesOf(path: string): Promise<Buffer | { unreadable: string }> {
  try {
    const { size } = await stat(path);
    if (size > workbookLimits.fileBytes) {
      return { unreadable: `文件有 ${spokenSize(size)}，超过 ${spokenSize(workbookLimits.fileBytes)} 的上限。` };
    }
    return await readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return { unreadable: `找不到文件 ${path}。请核对路径和文件名。` };
    if (code === 'EISDIR') return { unreadable: `${path} 是文件夹，请写明其中的花名册文件。` };
    if (code === 'EACCES') return { unreadable: `没有读取 ${path} 的权限。` };
    return { unreadable: `读不了文件 ${path}。` };
  }
}

const countOf = (findings: readonly CellFinding[], severity: string): number =>
  findings.filter((finding) => finding.severity === severity).length;

/** The result as a table a clerk can read beside the open workbook. */
export function spokenCheck(fileName: string, { rows, findings, problems }: RosterCheck): string {
  const blocks = countOf(findings, 'blocks');
  const warns = countOf(findings, 'warns');
  const verdict = findings.length === 0 ? '没有发现问题' : `必须改正 ${blocks} 处，需要核实 ${warns} 处`;
  const head = `${fileName}：${rows} 名学员，${verdict}。`;
  const lines = findings.flatMap(({ cell, severity, message, cites, fix }) => [
    [cell, severity === 'blocks' ? '必须改正' : '需要核实', `${message}（依据 ${cites.join('、')}）`],
    ['', '', `→ ${fix}`],
  ]);
  const notes = problems.map((problem) => `提示：${problem}`);
  return [head, ...notes, ...(lines.length > 0 ? [textTable(lines, '  ')] : [])].join('\n');
}

/** Checks a roster file by the rules the county applies, without a server or a database. */
export const rosterCheckCommand: OperatorCommand = {
  name: 'roster check',
  summary: '检查一份备案花名册（Excel、CSV），指出每处问题所在的单元格',
  arguments: [{ name: 'FILE', says: '花名册文件：.xlsx、.xls 或 .csv' }],
  options: {
    'starts-on': { kind: 'text', placeholder: 'YYYY-MM-DD', says: '开班日期；年龄按这一天计算', isRequired: true },
    'filed-on': { kind: 'text', placeholder: 'YYYY-MM-DD', says: '申报日期，按当日有效的规定判断；不写则同开班日期' },
    json: { kind: 'flag', says: '输出 JSON，供其他程序读取' },
  },
  details: '退出码：0 没有必须改正的问题；1 有必须改正的问题；2 文件读不了或参数不对（说明原因）。',
  async run(line, terminal): Promise<ExitCode> {
    const [path = ''] = line.arguments;
    const startsOn = dayOf(line.text('starts-on') ?? '', 'starts-on');
    const filed = line.text('filed-on');
    const days = filed === undefined ? { startsOn } : { startsOn, filedOn: dayOf(filed, 'filed-on') };
    const bytes = await bytesOf(path);
    const check = Buffer.isBuffer(bytes) ? await rosterCheck(bytes, basename(path), days) : bytes;
    if ('unreadable' in check) {
      if (line.has('json')) terminal.print(JSON.stringify(check));
      terminal.tell(check.unreadable);
      return exitCodes.refused;
    }
    const { rows, findings, problems } = check;
    if (line.has('json')) {
      terminal.print(JSON.stringify({ rows, findings }));
      for (const problem of problems) terminal.tell(problem);
    } else terminal.print(spokenCheck(basename(path), check));
    return countOf(findings, 'blocks') > 0 ? exitCodes.found : exitCodes.done;
  },
};
