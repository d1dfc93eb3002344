import { writeFile } from 'node:fs/promises';
import {
  type CommandLine,
  type ExitCode,
  exitCodes,
  type OperatorCommand,
  type Terminal,
} from '#platform/command-line/command';
import { answerFrom, challengeFile } from './copy-files';
import { isFolder, readHandedFile } from './handed-file';

const mostBytes = 2_000_000;

async function answer(line: CommandLine, terminal: Terminal): Promise<ExitCode> {
  const [folder, from, out] = [line.text('folder') ?? '', line.text('challenge') ?? '', line.text('out') ?? ''];
  if (!(await isFolder(folder))) {
    terminal.tell(`没有文件夹“${folder}”，请核对 --folder。`);
    return exitCodes.refused;
  }
  const challenge = await readHandedFile(from, challengeFile, mostBytes);
  if (!challenge) {
    terminal.tell(`“${from}”不是抽查文件，请在“存证抽查”页重新下载。`);
    return exitCodes.refused;
  }
  const { answer: made, absent } = await answerFrom(folder, challenge);
  await writeFile(out, `${JSON.stringify(made)}\n`);
  const done = made.answers.filter((each) => each !== '').length;
  terminal.print(
    `共 ${made.answers.length} 块，答出 ${done} 块，写入 ${out}。请在 ${challenge.dueOn} 当天结束前到“存证抽查”页上传。`,
  );
  for (const name of absent) terminal.tell(`没有找到：${name}`);
  return done === made.answers.length ? exitCodes.done : exitCodes.found;
}

/** 存证抽查作答：on the institution’s own machine, without the network. */
export const copiesAnswerCommand: OperatorCommand = {
  name: 'copies answer',
  summary: '用本机存放的录像作答存证抽查（不联网）',
  arguments: [],
  options: {
    folder: { kind: 'text', placeholder: '文件夹', says: '存放录像的文件夹，子文件夹也会查找', isRequired: true },
    challenge: { kind: 'text', placeholder: '文件', says: '从“存证抽查”页下载的抽查文件', isRequired: true },
    out: { kind: 'text', placeholder: '文件', says: '写出的作答文件', isRequired: true },
  },
  details:
    '退出码：0 全部答出；1 有没找到的；2 文件夹或抽查文件不对。文件改过名也能找到：按大小和第一块的摘要认。\n例：mingxun copies answer --folder /录像 --challenge 抽查-2026-11-23.json --out 作答-2026-11-23.json',
  run: answer,
};
