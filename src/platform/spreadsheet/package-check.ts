import { type Entry, fromBufferPromise } from 'yauzl';
import { spokenSize, workbookLimits } from './limits';

/** The entries of a ZIP directory, or undefined when it cannot be read. */
async function directoryOf(bytes: Buffer): Promise<Entry[] | undefined> {
  try {
    const file = await fromBufferPromise(bytes, { lazyEntries: true });
    const entries: Entry[] = [];
    for await (const entry of file.eachEntry()) entries.push(entry);
    return entries;
  } catch {
    return undefined;
  }
}

const otherPackages: readonly (readonly [RegExp, string])[] = [
  [/^word\//, '这是 Word 文档，不是 Excel 文件。请把名单做成 Excel 表格再上传。'],
  [/^ppt\//, '这是 PPT 演示文稿，不是 Excel 文件。请把名单做成 Excel 表格再上传。'],
  [/^xl\/workbook\.bin$/, '这是二进制的 .xlsb 工作簿。请在 Excel 或 WPS 中另存为 .xlsx 再上传。'],
  [/^OFD\.xml$/, '这是 OFD 版式文件，不是 Excel 文件。请上传制作它的 Excel 表格。'],
  [/^content\.xml$/, '这是 OpenDocument 表格。请另存为 .xlsx 再上传。'],
];

function foreignReason(names: readonly string[]): string {
  const known = otherPackages.find(([pattern]) => names.some((name) => pattern.test(name)));
  return known?.[1] ?? '这是一个 ZIP 压缩包，不是 Excel 文件。请先解压，再上传里面的花名册。';
}

export const damagedReason = '文件不完整或已损坏（可能没有下载完、传输中断）。请重新导出或重新保存后再上传。';
export const encryptedReason = '文件已加密，无法读取。请在 Excel 或 WPS 中取消打开密码，保存后再上传。';
const slimmer = '请把学员名单复制到一个新的工作簿，保存后再上传。';

function sizeRefusal(entries: readonly Entry[], packedBytes: number): string | undefined {
  const { unpackedBytes, unpackedRatio, sheetBytes } = workbookLimits;
  const unpacked = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  if (unpacked > unpackedBytes) {
    return `文件解压后有 ${spokenSize(unpacked)}，超过 ${spokenSize(unpackedBytes)} 的上限。${slimmer}`;
  }
  const largest = Math.max(...entries.map((entry) => entry.uncompressedSize));
  if (largest > sheetBytes) {
    return `文件中一张工作表解压后有 ${spokenSize(largest)}，超过 ${spokenSize(sheetBytes)} 的上限。${slimmer}`;
  }
  if (unpacked > packedBytes * unpackedRatio) {
    const times = Math.round(unpacked / packedBytes);
    return `文件解压后是原来的 ${times} 倍，超过 ${unpackedRatio} 倍的上限，不像正常的表格。${slimmer}`;
  }
  return undefined;
}

/** Why a ZIP file may not be read as a workbook, before anything in it is unpacked; undefined when it may. */
export async function packageRefusal(bytes: Buffer): Promise<string | undefined> {
  const entries = await directoryOf(bytes);
  if (!entries) return damagedReason;
  if (entries.some((entry) => (entry.generalPurposeBitFlag & 1) === 1)) return encryptedReason;
  const names = entries.map((entry) => entry.fileName.replace(/^\//, ''));
  if (!names.includes('xl/workbook.xml')) return foreignReason(names);
  return sizeRefusal(entries, bytes.length);
}
