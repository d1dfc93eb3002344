import { encryptedReason } from './package-check';

const streamName = (name: string): Buffer => Buffer.from(name, 'utf16le');
const encrypted = [streamName('EncryptedPackage'), streamName('EncryptionInfo')];
const workbook = [streamName('Workbook'), streamName('Book')];
const word = streamName('WordDocument');
const slides = streamName('PowerPoint Document');

/** Why an OLE compound file may not be read as an .xls, from the names of its streams. */
export function compoundRefusal(bytes: Buffer): string | undefined {
  if (encrypted.some((name) => bytes.includes(name))) return encryptedReason;
  if (bytes.includes(word)) return '这是 Word 文档，不是 Excel 文件。请把名单做成 Excel 表格再上传。';
  if (bytes.includes(slides)) return '这是 PPT 演示文稿，不是 Excel 文件。请把名单做成 Excel 表格再上传。';
  if (workbook.some((name) => bytes.includes(name))) return undefined;
  return '这个文件不是 Excel 工作簿，或已损坏。请在 Excel 或 WPS 中另存为 .xlsx 再上传。';
}
