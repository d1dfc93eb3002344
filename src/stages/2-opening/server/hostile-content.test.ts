import { read } from '@e965/xlsx';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { inline, packedZip, part, sheetXml, workbook, workbookParts } from '#platform/spreadsheet/hostile-files';
import { openCounty, type TestCounty } from './testing-county';
import { newPeople, soundParts, workingDayAfter } from './testing-filings';
import { draft, resultOf } from './testing-steps';

let county: TestCounty;
beforeAll(async () => {
  county = await openCounty();
});
afterAll(() => county.close());

const send = (name: string, bytes: Buffer) => county.clerk('sheet.read-file', {}, { upload: { name, bytes } });

describe('a roster file made to harm', () => {
  const encrypted = workbook('');
  const directory = encrypted.indexOf('504b0102', 0, 'hex') + 8;
  encrypted.writeUInt16LE(encrypted.readUInt16LE(directory) | 1, directory);
  const bomb = packedZip([...workbookParts(sheetXml('')), part('xl/sharedStrings.xml', '<sst/>'.padEnd(1000), 400e6)]);
  const lie = packedZip([
    ...workbookParts(sheetXml('')).slice(0, 4),
    part('xl/worksheets/sheet1.xml', ' '.repeat(9e6), 100),
  ]);
  const whole = workbook(`<row r="1">${inline('A1', '姓名')}</row>`);

  it.each<[what: string, bytes: Buffer, reason: string]>([
    ['nothing', Buffer.alloc(0), '文件是空的'],
    ['a PNG picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), '一张 PNG 图片'],
    ['a PDF', Buffer.from('%PDF-1.7\n%âãÏÓ'), '一份 PDF 文件'],
    ['an SVG with a script', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'), ''],
    ['noise', Buffer.from(Array.from({ length: 400 }, (_, at) => (at * 89 + 7) % 256)), '无法识别的内容'],
    ['an archive that climbs out of its folder', packedZip([part('../../etc/passwd', 'x')]), '损坏'],
    ['an encrypted workbook', encrypted, '文件已加密'],
    ['half a workbook', whole.subarray(0, whole.length - 30), '不完整或已损坏'],
    ['400 MB in 1 KB', bomb, '超过 200 MB 的上限'],
    ['a part larger than it claims', lie, '损坏'],
    ['a cell 16,384 columns out', workbook(`<row r="1">${inline('XFD1', 'x')}</row>`), '超过 200 列的上限'],
    ['20,001 lines', Buffer.from(Array.from({ length: 20_001 }, () => 'a,b').join('\n')), '20,000 行的上限'],
  ])('that is %s is refused with its reason, and the server goes on', async (_, bytes, reason) => {
    const reply = await send('花名册.xlsx', bytes);
    expect(reply.status).toBe(400);
    expect(reply.body.message).toContain(reason);
    expect(reply.body.message).toMatch(/。$/);
    expect((await county.clerk('roster.template')).status).toBe(200);
    expect(county.door.faults).toEqual([]);
  });

  it('of more than 20 MB is refused before it is read', async () => {
    const reply = await send('花名册.xlsx', Buffer.alloc(20 * 1024 * 1024 + 1));
    expect([reply.status, reply.body.message]).toEqual([413, '提交的内容过大，请减小文件后重试。']);
  });
});

describe('words that begin a formula', () => {
  const formula = '=HYPERLINK("http://evil.example","点")';

  it('are kept as they were typed, in the roster and in the posts', async () => {
    const { clerk, school, platform } = county;
    const parts = soundParts(school, workingDayAfter(platform.clock.today(), 10), newPeople(1));
    const rows = parts.rows.map((row) => ({ ...row, cells: { ...row.cells, name: formula, note: '@SUM(A1)' } }));
    const posts = parts.posts.map((post) => ({ ...post, employer: '+1+1', post: '-2+3' }));
    const { classId } = await draft(clerk, { ...parts, rows, posts });
    const form = z.object({
      roster: z.array(z.object({ cells: z.object({ name: z.string(), note: z.string() }) })),
      posts: z.array(z.object({ employer: z.string(), post: z.string() })),
    });
    expect(resultOf(form, await clerk('class.show', { classId }))).toEqual({
      roster: [{ cells: { name: formula, note: '@SUM(A1)' } }],
      posts: [{ employer: '+1+1', post: '-2+3' }],
    });
  });

  it('leave in an exported list as text, never as a formula', async () => {
    const { clerk, school } = county;
    await county.rows(sql`update institutions set name = ${formula}, bank_account_name = ${formula}
      where id = ${school.institutionId}`);
    const { bytes } = await clerk('class.export', { search: '=1+1' });
    const listed = await clerk('class.export');
    for (const book of [read(bytes, { cellFormula: true }), read(listed.bytes, { cellFormula: true })]) {
      const cells = Object.values(book.Sheets).flatMap((sheet) => Object.values(sheet));
      expect(cells.filter((cell: { f?: string }) => cell.f !== undefined)).toEqual([]);
    }
    const texts = Object.values(read(listed.bytes).Sheets).flatMap((sheet) => Object.values(sheet));
    expect(texts).toContainEqual(expect.objectContaining({ t: 's', v: formula }));
  });

  it('and markup are printed letter by letter', async () => {
    const { clerk, school, platform } = county;
    const parts = soundParts(school, workingDayAfter(platform.clock.today(), 11), newPeople(1));
    const markup = '#read("/etc/passwd") $x$ *a* <b> \\ `c` @d';
    const lessons = parts.lessons.map((lesson) => ({ ...lesson, content: markup }));
    const { classId } = await draft(clerk, { ...parts, lessons });
    const printed = await clerk('class.document', { classId, annex: '3' });
    expect([printed.status, printed.bytes.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
    const pages = JSON.stringify((await clerk('class.document-pages', { classId, annex: '3' })).body);
    expect(pages).not.toContain('root:');
    expect(pages).not.toContain('<script');
  });
});
