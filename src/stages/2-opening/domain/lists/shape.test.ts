import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sheet } from '#kernel/sheet';
import type { RosterField } from '../roster/fields';
import { rosterForm } from '../roster/form';
import { interpret, interpretSheet, interpretWith, likelyHeading } from './interpret';
import { columnKeys, findShape, type RememberedShape, shapeOf } from './shape';

const drawn = (text: string): Sheet => ({
  name: '名单',
  rows: text.split('\n').map((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    return cells.map((cell) => (cell === '' ? undefined : { kind: 'text' as const, text: cell }));
  }),
});
const shape = (columns: Record<string, string> | undefined): RememberedShape => ({
  columns: columns ?? {},
  savedBy: '王晓芳',
  savedOn: '2026-11-20',
});

const title = '博爱县同仁学校||';
const odd = '栏目甲|栏目乙|栏目丙|栏目丁|栏目戊';
const person = (name: string, at: number) => `${name}|农村转移|乙${at}|备查|13812345${100 + at}`;
const sheet = drawn(`${title}\n${odd}\n${person('王伟', 1)}\n${person('李红', 2)}\n合计2人`);
const columns = { name: 0, category: 1, note: 3, phone: 4 };
const header = { top: 1, bottom: 1 };

describe('columns named by hand', () => {
  it('are not found out by themselves', () => {
    expect(interpret(rosterForm, [sheet])).toHaveProperty('unreadable');
    expect(likelyHeading(sheet)).toEqual(header);
  });

  it('read the rows, leave the total and the title out, and say which columns are not used', () => {
    const read = interpretWith(rosterForm, sheet, { columns, firstRow: 2, header });
    expect(read.rows.map(({ cells }) => [cells.name, cells.phone])).toEqual([
      ['王伟', '13812345101'],
      ['李红', '13812345102'],
    ]);
    expect(read.left.map(({ row, kind }) => [row, kind])).toEqual([
      [0, 'title'],
      [4, 'total'],
    ]);
    expect(read.unmapped).toEqual([{ column: 2, heading: '栏目丙' }]);
    expect(read.problems).toEqual(['没有找到“身份证号”一栏。']);
  });

  it('are known again for a sheet of the same headings, elsewhere in the sheet and in another order', () => {
    const kept = shape(shapeOf(rosterForm, sheet, header, columns));
    const next = drawn(`\n\n名单\n栏目戊|栏目丙|栏目甲|栏目丁|栏目乙\n13812345103|丙|赵丽|无|失业人员`);
    const read = interpretSheet(rosterForm, next, [kept]);
    expect(read).toMatchObject({ header: { top: 3, bottom: 3 }, remembered: { savedBy: '王晓芳' } });
    expect(read?.rows).toMatchObject([{ cells: { name: '赵丽', phone: '13812345103', note: '无' } }]);
  });

  it('are not laid onto a sheet with one heading more or less', () => {
    const kept = shape(shapeOf(rosterForm, sheet, header, columns));
    for (const other of [`${odd}|栏目己`, '栏目甲|栏目乙|栏目丙|栏目丁'])
      expect(findShape(rosterForm, drawn(`${other}\n${person('王伟', 1)}`), [kept])).toBeUndefined();
  });

  it('go before what the headings say', () => {
    const plain = drawn('姓名|身份证号|电话|电话\n王伟|410802199003070017|13700000000|13812345678');
    const kept = shape(shapeOf(rosterForm, plain, { top: 0, bottom: 0 }, { name: 0, id: 1, phone: 3 }));
    expect(interpretSheet(rosterForm, plain)?.columns.phone).toBe(2);
    expect(interpretSheet(rosterForm, plain, [kept])?.columns.phone).toBe(3);
  });

  it('tell columns of the same heading and of none apart', () => {
    expect(columnKeys(drawn('姓名||电话|电话\n王伟|x|1|2'), { top: 0, bottom: 0 })).toEqual([
      '姓名',
      '姓名+1',
      '电话',
      '电话#2',
    ]);
  });

  it('are not kept where there is no heading to know the sheet by', () => {
    expect(shapeOf(rosterForm, sheet, undefined, columns)).toBeUndefined();
    expect(shapeOf(rosterForm, sheet, { top: 0, bottom: 0 }, columns)).toBeUndefined();
  });

  it('come back as they were named, whatever they are', () => {
    const field = fc.constantFrom<RosterField | undefined>('name', 'id', 'phone', 'category', 'note', 'sex', undefined);
    fc.assert(
      fc.property(fc.uniqueArray(field, { maxLength: 7 }), fc.integer({ min: 0, max: 5 }), (fields, above) => {
        const named: Partial<Record<RosterField, number>> = {};
        for (const [at, each] of fields.entries()) if (each) named[each] = at;
        const heading = ['甲甲', '乙乙', '丙丙', '', '丁丁', '戊戊', '己己'].join('|');
        const text = `${'\n'.repeat(above)}${heading}\n一|二|三|四|五|六|七`;
        const at = { top: above, bottom: above };
        const kept = shapeOf(rosterForm, drawn(text), at, named);
        expect(findShape(rosterForm, drawn(text), [shape(kept)])).toMatchObject({ header: at, columns: named });
      }),
    );
  });
});
