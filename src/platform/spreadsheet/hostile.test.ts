import { writeXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import { inline, packedZip, part, sheetXml, workbook, workbookParts } from './hostile-files';
import { readSheets } from './read';
import { repack } from './repack';
import { storedZip } from './stored-zip';

async function refusal(bytes: Buffer, name = 'roster.xlsx'): Promise<string> {
  const read = await readSheets(bytes, name);
  if (!('unreadable' in read)) throw new Error(`read ${read.sheets.length} sheets`);
  return read.unreadable;
}

async function firstRows(bytes: Buffer) {
  const read = await readSheets(bytes, 'roster.xlsx');
  if ('unreadable' in read) throw new Error(read.unreadable);
  return read.sheets[0]?.rows.map((row) => row?.map((cell) => cell?.text));
}

describe('files that are not what they are called', () => {
  it.each([
    ['一张 PNG 图片', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['一张 JPEG 图片', Buffer.from('ffd8ffe000104a464946', 'hex')],
    ['一份 PDF 文件', Buffer.from('%PDF-1.7\n%âãÏÓ')],
    ['一个 RAR 压缩包', Buffer.from('Rar!\u001a\u0007\u0000')],
    ['一段视频', Buffer.from('0000001866747970', 'hex')],
    ['无法识别的内容', Buffer.from(Array.from({ length: 400 }, (_, at) => (at * 89 + 7) % 256))],
  ])('are refused as %s', async (what, bytes) => {
    expect(await refusal(bytes)).toContain(`这是${what}`);
  });

  it('are refused when empty, a Word document, or a plain archive', async () => {
    expect(await refusal(Buffer.alloc(0))).toContain('文件是空的');
    expect(await refusal(storedZip([part('word/document.xml', '<w/>')]))).toContain('Word 文档');
    expect(await refusal(storedZip([part('花名册.xlsx', 'x')]))).toContain('ZIP 压缩包');
  });
});

describe('workbooks made to harm', () => {
  it('are refused when encrypted, in either way', async () => {
    const locked = await writeXlsx({
      sheets: [{ name: 'a', rows: [['x']] }],
      encryption: { password: '123', spinCount: 1000 },
    });
    expect(await refusal(Buffer.from(locked))).toContain('文件已加密');
    const zip = workbook('');
    zip.writeUInt16LE(
      zip.readUInt16LE(zip.indexOf('504b0102', 0, 'hex') + 8) | 1,
      zip.indexOf('504b0102', 0, 'hex') + 8,
    );
    expect(await refusal(zip)).toContain('文件已加密');
  });

  it('are refused when cut off or overwritten', async () => {
    const whole = workbook(`<row r="1">${inline('A1', '姓名')}</row>`);
    expect(await refusal(whole.subarray(0, whole.length - 30))).toContain('不完整或已损坏');
    const spoilt = Buffer.from(whole);
    spoilt.fill(0xff, 60, 200);
    expect(await refusal(spoilt)).toContain('损坏');
    expect(await refusal(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toContain('不是 Excel 工作簿');
  });

  it('are refused for their size before anything is unpacked: 400 MB in 400 KB, 12,000,000 rows', async () => {
    const bomb = packedZip([
      ...workbookParts(sheetXml('')),
      part('xl/sharedStrings.xml', '<sst/>'.padEnd(1000), 400e6),
    ]);
    expect(await refusal(bomb)).toContain('超过 200 MB 的上限');
    const rows = Buffer.alloc(12_000_000 * 6, '<row/>');
    const parts = workbookParts('').slice(0, 4);
    const many = packedZip([...parts, { name: 'xl/worksheets/sheet1.xml', bytes: rows }]);
    expect(await refusal(many)).toContain('超过 200 倍的上限');
  });

  it('are refused when a part unpacks to more than it claims', async () => {
    const lie = packedZip([
      ...workbookParts(sheetXml('')).slice(0, 4),
      part('xl/worksheets/sheet1.xml', ' '.repeat(9e6), 100),
    ]);
    expect(await refusal(lie)).toContain('损坏');
  });

  it('are refused past 20,000 rows or 200 columns, with the limit and the place', async () => {
    const rows = Array.from(
      { length: 30_000 },
      (_, at) => `<row r="${at + 1}"><c r="A${at + 1}"><v>${at * 7919}</v></c></row>`,
    );
    expect(await refusal(workbook(rows.join('')))).toContain('第 20,001 行还有内容，超过 20,000 行的上限');
    expect(await refusal(workbook(`<row r="1">${inline('XFD1', 'x')}</row>`))).toContain(
      '第 16,384 列还有内容，超过 200 列的上限',
    );
    const wide = Array.from({ length: 4000 }, (_, at) => `<row>${`<c><v>${at}</v></c>`.repeat(101)}</row>`).join('');
    expect(await refusal(storedZip(workbookParts(sheetXml(wide))))).toContain('超过 400,000 个的上限');
    const csv = Array.from({ length: 20_001 }, () => 'a,b').join('\n');
    expect(await refusal(Buffer.from(csv), 'a.csv')).toContain('20,000 行的上限');
  });

  it('are read when they only look dangerous: a whole sheet merged, a mark in the last corner, entities', async () => {
    const merged = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>';
    const twoCells = `<row r="1">${inline('A1', '甲')}${inline('B1', '乙')}</row>`;
    expect(await firstRows(workbook(twoCells, merged))).toEqual([['甲', undefined]]);
    const corner = `<row r="1">${inline('A1', '甲')}</row><row r="1048576"><c r="XFD1048576" s="0"/></row>`;
    expect(await firstRows(workbook(corner))).toEqual([['甲']]);
    const bomb = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY f SYSTEM "file:///etc/passwd">]>`;
    const rows = await firstRows(
      packedZip(
        workbookParts(bomb + sheetXml(`<row r="1">${inline('A1', '&c;&f;')}${inline('B1', '乙')}</row>`).slice(21)),
      ),
    );
    expect(JSON.stringify(rows)).not.toContain('aaaa');
    expect(JSON.stringify(rows)).not.toContain('root:');
  });

  it('give a formula’s stored value and never work it out', async () => {
    const cells =
      '<row r="1"><c r="A1"><f>1+1</f><v>5</v></c><c r="B1" t="str"><f>WEBSERVICE("http://x")</f><v>旧值</v></c><c r="C1"><f>2*3</f></c></row>';
    expect(await firstRows(workbook(cells))).toEqual([['5', '旧值']]);
  });

  it('keep pictures that WPS holds in cells readable, and read their cells as blank', async () => {
    const cell = '<row r="1"><c r="A1" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c></row>';
    expect(await firstRows(workbook(`${cell}<row r="2">${inline('A2', '甲')}</row>`))).toEqual([undefined, ['甲']]);
    const rels = `<Relationships><Relationship Id="rId9" Type="http://www.wps.cn/officeDocument/2020/cellImage" Target="cellimages.xml"/></Relationships>`;
    const repaired = await repack(packedZip([part('xl/_rels/workbook.xml.rels', rels)]));
    expect(repaired.toString()).toContain('http://www.wps.cn/officeDocument/2017/relationships/cellimage');
  });
});

describe('many files at once', () => {
  it('are all read, a few at a time', async () => {
    const made = Array.from({ length: 6 }, (_, at) => workbook(`<row r="1">${inline('A1', `第${at}份`)}</row>`));
    const read = await Promise.all(made.map(firstRows));
    expect(read).toEqual(made.map((_, at) => [[`第${at}份`]]));
  });
});
