import { readXlsx, streamXlsxRows } from 'hucre/xlsx';
import type { Sheet } from '#kernel/sheet';
import { CellBudget } from './limits';
import { repack } from './repack';
import { SheetBuilder } from './sheet-building';

/** Names of the sheets with their places; hidden ones only when no other is there. */
async function sheetsToRead(bytes: Buffer): Promise<{ name: string; index: number }[]> {
  const seen: { name: string; index: number; hidden: boolean }[] = [];
  await readXlsx(bytes, {
    sheets: ({ name, index, hidden, veryHidden }) => {
      seen.push({ name, index, hidden: hidden === true || veryHidden === true });
      return false;
    },
  });
  const shown = seen.filter((sheet) => !sheet.hidden);
  return shown.length > 0 ? shown : seen;
}

/** The sheets of an .xlsx package: streamed, so that a limit stops the reading where it is passed. */
export async function readPackage(packed: Buffer): Promise<Sheet[]> {
  const bytes = await repack(packed);
  const budget = new CellBudget();
  const sheets: Sheet[] = [];
  for (const { name, index } of await sheetsToRead(bytes)) {
    const builder = new SheetBuilder(name, budget);
    for await (const row of streamXlsxRows(bytes, { sheet: index })) builder.addRow(row.index, row.values);
    const { sheets: merged } = await readXlsx(bytes, { sheets: [index], range: 'A1:A1' });
    for (const { startRow, startCol, endRow, endCol } of merged[0]?.merges ?? []) {
      builder.merge(startRow, startCol, endRow, endCol);
    }
    sheets.push(builder.sheet());
  }
  return sheets;
}
