import { read } from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import { readSheets } from './read';
import { writeWorkbook } from './write';

const content = {
  sheetName: '补贴明细',
  title: '2026年第3期补贴明细',
  columns: [
    { name: '姓名', kind: 'text' },
    { name: '身份证号', kind: 'text', width: 22, hint: '18 位' },
    { name: '学时', kind: 'number' },
    { name: '开班日期', kind: 'date' },
    { name: '补贴（元）', kind: 'money' },
    { name: '类别', kind: 'text', choices: ['农村转移就业劳动者', '城镇登记失业人员'] },
  ],
  rows: [
    ['=HYPERLINK("http://x","点我")', '410802199003070017', 80, '2026-12-14', 123_456, '城镇登记失业人员'],
    ['+cmd|calc', '41080219900307002X', null, '', 0, '@SUM(A1)'],
  ],
} as const;

describe('a written workbook', () => {
  it('reads back by our reader with every value, days as days', async () => {
    const sheets = await readSheets(await writeWorkbook(content), 'a.xlsx');
    if ('unreadable' in sheets) throw new Error(sheets.unreadable);
    const [sheet] = sheets.sheets;
    expect(sheet?.name).toBe('补贴明细');
    expect(sheet?.rows[2]?.map((cell) => cell?.text)).toEqual([
      '=HYPERLINK("http://x","点我")',
      '410802199003070017',
      '80',
      '2026-12-14',
      '1234.56',
      '城镇登记失业人员',
    ]);
    expect(sheet?.rows[2]?.[3]?.kind).toBe('date');
  });

  it('holds no formula for the second reader, whatever the texts begin with', async () => {
    const book = read(await writeWorkbook(content), { type: 'buffer', cellFormula: true, cellNF: true });
    const sheet = book.Sheets['补贴明细'] ?? {};
    for (const name of ['A3', 'A4', 'B3', 'F4']) {
      expect(sheet[name]).toMatchObject({ t: 's', z: '@' });
      expect(sheet[name]).not.toHaveProperty('f');
    }
    expect(sheet['E3']).toMatchObject({ t: 'n', v: 1234.56, w: '1,234.56' });
    expect(sheet['!merges']).toHaveLength(1);
  });

  it('lays out blank rows as text with their drop-downs, and reads back as empty', async () => {
    const template = await writeWorkbook({ ...content, rows: [], blankRows: 60 });
    const sheet = read(template, { type: 'buffer', cellNF: true, sheetStubs: true }).Sheets['补贴明细'] ?? {};
    expect(sheet['B62']).toMatchObject({ t: 'z', z: '@' });
    const xml = await sheetXmlOf(template);
    expect(xml).toContain('sqref="F3:F62"');
    expect(xml).toContain('农村转移就业劳动者,城镇登记失业人员');
    expect(xml).toMatch(/<pane [^>]*ySplit="2"[^>]*state="frozen"/);
  });

  it('refuses choices Excel cannot hold', async () => {
    const choices = Array.from({ length: 60 }, (_, at) => `很长的选项${at}`);
    await expect(
      writeWorkbook({ sheetName: 'a', columns: [{ name: 'x', kind: 'text', choices }], rows: [] }),
    ).rejects.toThrow(RangeError);
  });
});

async function sheetXmlOf(workbook: Buffer): Promise<string> {
  const { repack } = await import('./repack');
  return (await repack(workbook)).toString('utf8');
}
