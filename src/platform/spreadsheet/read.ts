import { readInChild } from './child-process';
import type { SheetsOrReason } from './child-protocol';
import { compoundRefusal } from './compound-check';
import { sheetOfDelimited } from './delimited';
import { OverLimit, spokenSize, workbookLimits } from './limits';
import { packageRefusal } from './package-check';
import { recognise } from './recognise';

function sizeRefusal(bytes: number, limit: number): string | undefined {
  if (bytes <= limit) return undefined;
  return `文件有 ${spokenSize(bytes)}，超过 ${spokenSize(limit)} 的上限。请只保留本班学员后重新保存。`;
}

function readDelimited(text: string, fileName: string): SheetsOrReason {
  try {
    return { sheets: [sheetOfDelimited(text, fileName.replace(/\.[^.]*$/, ''))] };
  } catch (error) {
    if (error instanceof OverLimit) return { unreadable: error.message };
    throw error;
  }
}

/**
 * The sheets of an Excel, CSV or web-page table as clerks send them, or why the file cannot be read. What
 * the file is, is told from its content; its name only names the sheet of a CSV.
 */
export async function readSheets(bytes: Buffer, fileName: string): Promise<SheetsOrReason> {
  if (bytes.length === 0) return { unreadable: '文件是空的（0 字节）。请重新保存后再上传。' };
  const tooLarge = sizeRefusal(bytes.length, workbookLimits.fileBytes);
  if (tooLarge) return { unreadable: tooLarge };
  const recognised = recognise(bytes);
  switch (recognised.kind) {
    case 'other':
      return { unreadable: `这是${recognised.what}，不是 Excel 文件。请上传 .xlsx、.xls 或 .csv 格式的花名册。` };
    case 'package':
    case 'compound': {
      const refusal = recognised.kind === 'package' ? await packageRefusal(bytes) : compoundRefusal(bytes);
      return refusal ? { unreadable: refusal } : readInChild({ kind: recognised.kind, bytes });
    }
    default: {
      const tooLong = sizeRefusal(bytes.length, workbookLimits.textBytes);
      if (tooLong) return { unreadable: tooLong };
      return recognised.kind === 'markup'
        ? readInChild({ kind: 'markup', text: recognised.text })
        : readDelimited(recognised.text, fileName);
    }
  }
}
