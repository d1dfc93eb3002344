import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import type { SheetCell } from '#kernel/sheet';
import {
  type CatalogueChange,
  type CatalogueLine,
  catalogueOn,
  changed,
  changesBetween,
  countByKind,
  faultsOf,
} from './catalogue';
import { readCatalogueSheets, readLevels } from './catalogue-workbook';
import { levels } from './institution';

const carer: CatalogueLine = {
  occupationCode: '4-10-01-05',
  occupationName: '养老护理员',
  level: 5,
  requiredHours: 80,
};
const higher: CatalogueLine = { ...carer, level: 4, requiredHours: 100 };
const welder: CatalogueLine = {
  occupationCode: '6-18-02-04',
  occupationName: '焊工',
  level: 5,
  requiredHours: 90,
};

const anyCatalogue = fc
  .uniqueArray(
    fc.record({
      occupationCode: fc.constantFrom('4-10-01-05', '4-10-01-06', '6-18-02-04'),
      level: fc.constantFrom(...levels),
      requiredHours: fc.integer({ min: 1, max: 200 }),
    }),
    { selector: ({ occupationCode, level }) => `${occupationCode}/${level}` },
  )
  .map((lines) => lines.map((line): CatalogueLine => ({ ...line, occupationName: `职业${line.occupationCode}` })));
const named = (lines: readonly CatalogueLine[]) =>
  new Map(lines.map(({ occupationCode, occupationName }) => [occupationCode, occupationName]));

describe('an edition of the occupation catalogue', () => {
  it('is told by what it adds, ends and changes', () => {
    const changes = changesBetween([carer, welder], [{ ...carer, requiredHours: 96 }, higher]);
    expect(changes).toEqual([
      { ...carer, kind: 'hours', requiredHours: 96, formerHours: 80 },
      { ...higher, kind: 'added' },
      { ...welder, kind: 'ended' },
    ]);
    expect(countByKind(changes)).toEqual({ added: 1, ended: 1, hours: 1 });
  });

  it('leads by its changes from any catalogue to any other, and they fit', () => {
    fc.assert(
      fc.property(anyCatalogue, anyCatalogue, (before, after) => {
        const changes = changesBetween(before, after);
        expect(changesBetween(after, changed(before, changes))).toEqual([]);
        expect(faultsOf(before, changes, named(before))).toEqual([]);
        expect(changesBetween(before, before)).toEqual([]);
      }),
    );
  });

  it('cannot add what is there, end what is not, keep the hours, or speak of one line twice', () => {
    const faults = (changes: readonly CatalogueChange[]) =>
      faultsOf([carer], changes, named([carer])).map(({ at, message }) => [at, message]);
    expect(faults([{ ...carer, kind: 'added' }])).toEqual([[0, '目录中已有这个等级，改课时请用“改课时”']]);
    expect(faults([{ ...welder, kind: 'ended' }])).toEqual([[0, '目录中没有这个等级，可能刚被另一版停用']]);
    expect(faults([{ ...carer, kind: 'hours' }])).toEqual([[0, '课时没有变']]);
    expect(
      faults([
        { ...higher, kind: 'added' },
        { ...higher, kind: 'added' },
      ]),
    ).toEqual([[1, '同一职业同一等级写了两次']]);
    expect(faults([{ ...higher, occupationName: '护理员', kind: 'added' }])[0]?.[1]).toContain('是“养老护理员”');
  });

  it('holds from its first day to its last, both within', () => {
    const entry = { ...carer, validFrom: plainDate('2026-01-01'), validUntil: plainDate('2026-06-30') };
    const on = (day: string) => catalogueOn([entry], plainDate(day)).length;
    expect(['2025-12-31', '2026-01-01', '2026-06-30', '2026-07-01'].map(on)).toEqual([0, 1, 1, 0]);
    expect(catalogueOn([{ ...entry, validUntil: undefined }], plainDate('2099-01-01'))).toHaveLength(1);
  });
});

const text = (words: string): SheetCell => ({ kind: 'text', text: words });
const sheet = (...rows: string[][]) => ({ name: '目录', rows: rows.map((row) => row.map(text)) });
const head = ['序号', '职业编码', '职业（工种）名称', '等级', '课时'];

describe('an uploaded catalogue', () => {
  it('may give one level a row, or several with one number or as many', () => {
    const read = readCatalogueSheets([
      sheet(
        ['焦作市补贴性职业培训目录'],
        head,
        ['1', '4-10-01-05', '养老护理员', '五级', '80'],
        ['2', '4－10－01－06', '家政服务员', '四级、五级', '80、60课时'],
        [],
        ['3', '6-18-02-04', '焊工', '初级工/中级工', '90'],
      ),
    ]);
    expect(read?.unread).toEqual([]);
    expect(read?.lines.map((line) => [line.occupationCode, line.level, line.requiredHours])).toEqual([
      ['4-10-01-05', 5, 80],
      ['4-10-01-06', 4, 80],
      ['4-10-01-06', 5, 60],
      ['6-18-02-04', 5, 90],
      ['6-18-02-04', 4, 90],
    ]);
  });

  it('tells each row it cannot read by its cell, and goes on', () => {
    const read = readCatalogueSheets([
      sheet(
        head,
        ['1', '41001', '甲', '五级', '80'],
        ['2', '4-10-01-05', '', '五级', '80'],
        ['3', '4-10-01-05', '乙', '六级', '80'],
        ['4', '4-10-01-05', '丙', '五级', '半天'],
        ['5', '4-10-01-05', '丁', '五级、四级、三级', '80、90'],
        ['6', '4-10-01-05', '戊', '五级', '80'],
      ),
    ]);
    expect(read?.unread.map(({ cell }) => cell)).toEqual(['B2', 'C3', 'D4', 'E5', 'E6']);
    expect(read?.lines).toHaveLength(1);
  });

  it('is not taken for one without its four columns', () => {
    expect(readCatalogueSheets([sheet(['姓名', '身份证号'])])).toBeUndefined();
  });

  it('names levels in the words of certificates', () => {
    expect(['初级', '中级工', '三级（高级工）', '技师', '高级技师', '1'].map(readLevels)).toEqual([
      [5],
      [4],
      [3],
      [2],
      [1],
      [1],
    ]);
    expect(readLevels('六级')).toBeUndefined();
  });
});
