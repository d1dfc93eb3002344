import { z } from 'zod';
import type { Sheet } from '#kernel/sheet';
import { command, done, refused } from '#platform/operation';
import { readSheets } from '#platform/spreadsheet/read';

const filledCells = (row: Sheet['rows'][number]): number => (row ?? []).filter((cell) => cell !== undefined).length;

/** Blank cells travel as null, because JSON has nothing less. */
const sentRow = (row: Sheet['rows'][number]) => (row ? Array.from(row, (cell) => cell ?? null) : null);

/**
 * Gives back the sheets of a clerk’s file cell by cell; the page reads them as a roster or as job posts, shows how, and
 * nothing is saved until the grid is.
 */
export const readSheetFile = command({
  name: 'sheet.read-file',
  path: '/sheet-files',
  title: '读取表格文件',
  by: ['institutionClerk', 'institutionPrincipal'],
  cites: ['2021.3.3', '2021.3.4', '2021.A4', '2021.A5'],
  input: z.object({}),
  uploadLimit: 20 * 1024 * 1024,
  keepsNothing: true,
  async handle(_input, context) {
    if (!context.upload) return refused('没有收到文件，请重新选择。', 'invalid');
    const read = await readSheets(context.upload.bytes, context.upload.name);
    if ('unreadable' in read) return refused(read.unreadable, 'invalid');
    const sheets = read.sheets.filter(({ rows }) => rows.some((row) => filledCells(row) > 1));
    if (sheets.length === 0) return refused('文件里没有表格：应有表头和两栏以上的内容。请填写后再上传。', 'invalid');
    return done({ sheets: sheets.map(({ name, rows }) => ({ name, rows: Array.from(rows, sentRow) })) });
  },
});
