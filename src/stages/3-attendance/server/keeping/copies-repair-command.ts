import { open, rename } from 'node:fs/promises';
import {
  type CommandLine,
  type ExitCode,
  exitCodes,
  type OperatorCommand,
  type Terminal,
} from '#platform/command-line/command';
import { showProgress } from '#platform/command-line/progress';
import { applyBundle, badBlocksOf, findDamaged, isBlock, openBundle, type RepairFile, repairFile } from './copy-blocks';
import { readBlock } from './copy-files';
import { isFolder, readHandedFile } from './handed-file';

const mostBytes = 64 * 1024 * 1024;

/** Written beside its name and synced before it is given it: a broken off run leaves no half file. */
async function writeWhole(path: string, write: (put: (bytes: Uint8Array) => Promise<void>) => Promise<void>) {
  const handle = await open(`${path}.part`, 'w');
  try {
    await write(async (bytes) => void (await handle.write(bytes)));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${path}.part`, path);
}

interface Errand {
  readonly repair: RepairFile;
  /** The file on this machine. */
  readonly path: string;
  readonly out: string;
  readonly isJson: boolean;
}

function say(terminal: Terminal, { isJson }: Errand, facts: object, sentence: string): void {
  terminal.print(isJson ? JSON.stringify(facts) : sentence);
}

/** Takes the blocks the bureau lacks out of the institution’s own file. */
async function gather({ repair, path, out, ...errand }: Errand, terminal: Terminal): Promise<ExitCode> {
  const { file, wanted, id } = repair;
  const handle = await open(path, 'r');
  const bar = showProgress('核对');
  try {
    const good: { block: number; bytes: number }[] = [];
    for (const [at, block] of wanted.entries()) {
      const bytes = await readBlock(handle, block, file.blockBytes);
      if (isBlock(file, block, bytes)) good.push({ block, bytes: bytes.length });
      bar.at(at + 1, wanted.length);
    }
    bar.end();
    await writeWhole(out, async (put) => {
      await put(Buffer.from(`${JSON.stringify({ format: 'mingxun-copy-blocks-1', repair: id, blocks: good })}\n`));
      for (const { block } of good) await put(await readBlock(handle, block, file.blockBytes));
    });
    const facts = { file: path, wanted: wanted.length, gathered: good.length, out };
    const sentence = `要补 ${wanted.length} 块，取出 ${good.length} 块，写入 ${out}。请到“存证抽查”页上传。`;
    say(terminal, { repair, path, out, ...errand }, facts, sentence);
    return good.length === wanted.length ? exitCodes.done : exitCodes.found;
  } finally {
    bar.end();
    await handle.close();
  }
}

/** Reads the institution’s own file through, mends it from a bundle where there is one, and lists what is still bad. */
async function mend(errand: Errand, bundlePath: string | undefined, terminal: Terminal): Promise<ExitCode> {
  const { repair, path, out } = errand;
  const handle = await open(path, bundlePath ? 'r+' : 'r');
  const bundle = bundlePath === undefined ? undefined : await open(bundlePath, 'r').catch(() => undefined);
  const bar = showProgress('核对');
  try {
    const opened = bundle && (await openBundle(bundle));
    if (bundlePath !== undefined && opened?.head.repair !== repair.id) {
      terminal.tell(`“${bundlePath}”不是这次修复的修补文件，请在“存证抽查”页重新下载。什么也没有改动。`);
      return exitCodes.refused;
    }
    const done = bundle && opened ? await applyBundle(handle, bundle, repair.file, opened) : { written: 0, wrong: 0 };
    const bad = await badBlocksOf(handle, repair.file, bar.at);
    bar.end();
    const list = { format: 'mingxun-copy-wanted-1', repair: repair.id, blocks: bad };
    await writeWhole(out, (put) => put(Buffer.from(`${JSON.stringify(list)}\n`)));
    const mended = bundlePath === undefined ? '' : `写回 ${done.written} 块。`;
    const way =
      bad.length === 0
        ? '请到“存证抽查”页请求复核。'
        : `还有 ${bad.length} 块损坏，清单写入 ${out}，请到“存证抽查”页换取修补文件。`;
    say(terminal, errand, { file: path, ...done, bad: bad.length, out }, `${mended}${way}`);
    return bad.length === 0 ? exitCodes.done : exitCodes.found;
  } finally {
    bar.end();
    await bundle?.close();
    await handle.close();
  }
}

async function run(line: CommandLine, terminal: Terminal): Promise<ExitCode> {
  const [folder, from, out] = [line.text('folder') ?? '', line.text('repair') ?? '', line.text('out') ?? ''];
  if (!(await isFolder(folder))) {
    terminal.tell(`没有文件夹“${folder}”，请核对 --folder。`);
    return exitCodes.refused;
  }
  const repair = await readHandedFile(from, repairFile, mostBytes);
  if (!repair) {
    terminal.tell(`“${from}”不是修复文件，请在“存证抽查”页重新下载。`);
    return exitCodes.refused;
  }
  const path = await findDamaged(folder, repair.file);
  if (!path) {
    terminal.tell(
      `没有找到：${repair.file.name}（${repair.file.bytes} 字节）。文件已丢失或被截断的，请在录像页“存下原件”整份取回，再请求复核。`,
    );
    return exitCodes.found;
  }
  const errand = { repair, path, out, isJson: line.has('json') };
  return repair.holder === 'bureau' ? gather(errand, terminal) : mend(errand, line.text('blocks'), terminal);
}

/** 修复副本：on the institution’s own machine, without the network. */
export const copiesRepairCommand: OperatorCommand = {
  name: 'copies repair',
  summary: '修复录像副本：取出人社部门要补的数据块，或核对、修补本机的一份（不联网）',
  arguments: [],
  options: {
    folder: { kind: 'text', placeholder: '文件夹', says: '存放录像的文件夹，子文件夹也会查找', isRequired: true },
    repair: { kind: 'text', placeholder: '文件', says: '从“存证抽查”页下载的修复文件', isRequired: true },
    out: { kind: 'text', placeholder: '文件', says: '写出的补送文件或损坏清单', isRequired: true },
    blocks: { kind: 'text', placeholder: '文件', says: '从页面换取的修补文件：核对摘要后写回损坏的数据块' },
    json: { kind: 'flag', says: '以 JSON 输出' },
  },
  details:
    '退出码：0 完好或全部取出；1 有损坏或没有找到；2 文件夹或修复文件不对。只写回损坏的数据块，每块先核对摘要；中断了重新运行即可。\n例：mingxun copies repair --folder /录像 --repair 修复.json --out 损坏清单.json',
  run,
};
