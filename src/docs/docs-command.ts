import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { exitCodes, type OperatorCommand, UsageMistake } from '#platform/command-line/command';
import { hasSources } from './sources';

const nothing = '这里没有源代码，条款对照和状态图只能在源代码目录中生成。';

/** Writes the documents that are made from the code, all or one. */
export const docsCommand = ({ root }: { readonly root: string }): OperatorCommand => ({
  name: 'docs',
  summary: '从代码生成文档：条款对照、状态图',
  arguments: [
    { name: 'NAME', says: '生成哪一份：clauses、opening-states 或 change-states；不写则全部', isOptional: true },
  ],
  options: {},
  details: '只在源代码目录中使用。退出码：0 已写入，2 没有这一份或不在源代码目录。',
  async run(line, terminal) {
    if (!hasSources(root)) {
      terminal.tell(nothing);
      return exitCodes.refused;
    }
    const { madeDocuments } = await import('./documents');
    const [wanted] = line.arguments;
    const chosen = madeDocuments.filter(({ name }) => wanted === undefined || name === wanted);
    if (chosen.length === 0) {
      throw new UsageMistake(`没有“${wanted}”这份文档，可写 ${madeDocuments.map(({ name }) => name).join(' 或 ')}。`);
    }
    for (const made of chosen) {
      const file = join(root, made.path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, made.make(root));
      terminal.print(made.path);
    }
    return exitCodes.done;
  },
});
