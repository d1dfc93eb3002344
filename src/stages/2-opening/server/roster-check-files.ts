import { type BookType, utils, write } from '@e965/xlsx';
import { writeXlsx } from 'hucre/xlsx';
import type { Sheet, SheetCell } from '#kernel/sheet';

/** The same roster in each kind of file clerks send: for tests only. */
export type FileMaker = (sheet: Sheet) => Promise<Buffer>;

const valueOf = (cell: SheetCell | undefined): string | number | Date | null => {
  if (!cell) return null;
  if (cell.kind === 'number') return Number(cell.text);
  return cell.kind === 'date' ? new Date(`${cell.text}T00:00:00Z`) : cell.text;
};

const grid = (sheet: Sheet) => Array.from(sheet.rows, (row) => Array.from(row ?? [], valueOf));

const withExcel: FileMaker = async (sheet) => {
  const notes = { name: '填表说明', rows: [['姓名、身份证号请与身份证一致'], ['身份证号为 18 位']] };
  const columns = Array.from({ length: 20 }, () => ({ width: 12 }));
  return Buffer.from(await writeXlsx({ sheets: [notes, { name: sheet.name, columns, rows: grid(sheet) }] }));
};

const withSecondWriter =
  (bookType: BookType): FileMaker =>
  async (sheet) => {
    const book = utils.book_new();
    utils.book_append_sheet(book, utils.aoa_to_sheet(grid(sheet), { UTC: true, cellDates: false }), sheet.name);
    return write(book, { type: 'buffer', bookType });
  };

/** What Excel shows, and so what it writes into a CSV. */
const shown = (cell: SheetCell | undefined): string => {
  if (!cell) return '';
  if (cell.kind === 'date') return cell.text.replaceAll('-', '/').replaceAll('/0', '/');
  if (cell.kind === 'number' && cell.text.length > 11) return Number(cell.text).toExponential(5).replace('e', 'E');
  return cell.text;
};

const delimited = (sheet: Sheet, delimiter: string): string =>
  Array.from(sheet.rows, (row) =>
    Array.from(row ?? [], shown)
      .map((text) => (/["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text))
      .join(delimiter),
  ).join('\r\n');

/** GB18030 of the two-byte range, and the four-byte form of everything above U+FFFF. */
const encoding = new Map<string, Buffer>();
for (let lead = 0x81; lead <= 0xfe; lead += 1) {
  for (let trail = 0x40; trail <= 0xfe; trail += 1) {
    const bytes = Buffer.from([lead, trail]);
    const char = new TextDecoder('gb18030').decode(bytes);
    if (trail !== 0x7f && [...char].length === 1 && char !== '\ufffd') encoding.set(char, bytes);
  }
}

/** Four bytes of GB18030 found by asking the decoder; only rare characters of names come here. */
function fourBytes(char: string): Buffer {
  const code = char.codePointAt(0) ?? 0;
  const linear = code >= 0x10000 ? code - 0x10000 + 189_000 : code - 0x3489 + 0x2000;
  const from = code >= 0x10000 ? linear : 0;
  for (let at = from; at < from + 40_000; at += 1) {
    const bytes = Buffer.from([
      0x81 + Math.floor(at / 12_600),
      0x30 + (Math.floor(at / 1260) % 10),
      0x81 + (Math.floor(at / 10) % 126),
      0x30 + (at % 10),
    ]);
    if (new TextDecoder('gb18030').decode(bytes) === char) return bytes;
  }
  throw new RangeError(`no GB18030 bytes for ${char}`);
}

function gb18030(text: string): Buffer {
  return Buffer.concat(
    [...text].map((char) => {
      if (char.charCodeAt(0) < 0x80) return Buffer.from(char);
      const bytes = encoding.get(char) ?? fourBytes(char);
      encoding.set(char, bytes);
      return bytes;
    }),
  );
}

export const fileMakers: Readonly<Record<string, FileMaker>> = {
  'roster.xlsx': withExcel,
  'roster.xls': withSecondWriter('biff8'),
  'page-saved-as.xls': withSecondWriter('html'),
  'utf8.csv': async (sheet) => Buffer.from(delimited(sheet, ',')),
  'utf8-mark.csv': async (sheet) => Buffer.from(`\ufeff${delimited(sheet, ',')}`),
  'gb18030.csv': async (sheet) => gb18030(delimited(sheet, ',')),
  'utf16.txt': async (sheet) => Buffer.from(`\ufeff${delimited(sheet, '\t')}`, 'utf16le'),
  'named-wrongly.xlsx': async (sheet) => gb18030(delimited(sheet, '\t')),
};
