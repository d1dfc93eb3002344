import * as codepages from '@e965/xlsx/dist/cpexcel.full.mjs';
import { read, set_cptable, utils, type WorkBook, type WorkSheet } from '@e965/xlsx';
import { readXls } from 'hucre/xlsx';
import type { Sheet } from '#kernel/sheet';
import { CellBudget, OverLimit } from './limits';
import { SheetBuilder } from './sheet-building';

set_cptable(codepages);

/** One sheet of the second reader; its cells sit in a dense table when asked for. */
function sheetOf(name: string, from: WorkSheet, budget: CellBudget): Sheet {
  const builder = new SheetBuilder(name, budget);
  const rows = utils.sheet_to_json<unknown[]>(from, { header: 1, raw: true, UTC: true, blankrows: true, defval: '' });
  const start = from['!ref'] ? utils.decode_range(from['!ref']).s : { r: 0, c: 0 };
  const indent = Array.from({ length: start.c }, () => '');
  rows.forEach((values, index) => builder.addRow(start.r + index, [...indent, ...values]));
  for (const { s, e } of from['!merges'] ?? []) builder.merge(s.r, s.c, e.r, e.c);
  return builder.sheet();
}

function sheetsOf(book: WorkBook): Sheet[] {
  const budget = new CellBudget();
  const hidden = (name: string) => (book.Workbook?.Sheets?.find((sheet) => sheet.name === name)?.Hidden ?? 0) !== 0;
  const shown = book.SheetNames.filter((name) => !hidden(name));
  return (shown.length > 0 ? shown : book.SheetNames).flatMap((name) => {
    const sheet = book.Sheets[name];
    return sheet ? [sheetOf(name, sheet, budget)] : [];
  });
}

async function readModernXls(bytes: Buffer): Promise<Sheet[]> {
  const { sheets } = await readXls(bytes);
  const budget = new CellBudget();
  const shown = sheets.filter((sheet) => !sheet.hidden && !sheet.veryHidden);
  return (shown.length > 0 ? shown : sheets).map((sheet) => {
    const builder = new SheetBuilder(sheet.name, budget);
    sheet.rows.forEach((values, index) => builder.addRow(index, values));
    for (const { startRow, startCol, endRow, endCol } of sheet.merges ?? []) {
      builder.merge(startRow, startCol, endRow, endCol);
    }
    return builder.sheet();
  });
}

/** An .xls of Excel 97 or later, or of the versions before it, which only the second reader knows. */
export async function readCompound(bytes: Buffer): Promise<Sheet[]> {
  try {
    return await readModernXls(bytes);
  } catch (error) {
    if (error instanceof OverLimit) throw error;
    return sheetsOf(read(bytes, { type: 'buffer', cellDates: true, UTC: true }));
  }
}

const kept: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' };

function ofReference(reference: string): string {
  const code = /^x/i.test(reference) ? Number.parseInt(reference.slice(1), 16) : Number(reference);
  const char = code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' ';
  return kept[char] ?? char;
}

/** What the second reader trips over: numbered characters, named blanks, and values repeated in attributes. */
const plainMarkup = (text: string): string =>
  text
    .replace(/&#(x[0-9a-f]{1,6}|\d{1,7});/gi, (_, reference: string) => ofReference(reference))
    .replace(/&(?:ensp|emsp|thinsp);/g, ' ')
    .replace(/\sdata-[a-z]="[^"]*"/g, '');

/** HTML or XML saved under a spreadsheet's name; HTML values stay text, so long numbers keep their digits. */
export function readMarkup(text: string): Sheet[] {
  return sheetsOf(read(plainMarkup(text), { type: 'string', raw: true, cellDates: true, UTC: true }));
}
