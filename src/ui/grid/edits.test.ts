import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  deleteRows,
  fillDown,
  fillRange,
  headingOrder,
  insertRows,
  putBlock,
  rowsBeyond,
  type SheetState,
  typedText,
} from './edits';
import { emptyHistory, recorded, redo, type SheetHistory, undo } from './history';
import { applyBatch, inverse, type SheetBatch, type SheetColumn, type SheetRow } from './sheet';
import { formatTsv, parseTsv } from './tsv';

const columns: readonly SheetColumn[] = [
  { field: 'name', name: '姓名', width: 80, kind: 'text' },
  {
    field: 'sex',
    name: '性别',
    width: 60,
    kind: 'choice',
    choices: [
      { value: 'male', label: '男' },
      { value: 'female', label: '女' },
    ],
  },
  { field: 'birth', name: '出生日期', aliases: ['出生年月日'], width: 100, kind: 'date' },
];

function sheet(rows: readonly SheetRow[], maxRows = 1_000): SheetState {
  let last = 0;
  return { rows, columns, maxRows, newId: () => `new-${(last += 1)}` };
}
const people = (count: number): SheetRow[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `r${at}`,
    cells: { name: `学员${at}`, sex: at % 2 ? 'male' : 'female', birth: '1990-03-07' },
  }));

const cell = fc.oneof(fc.string({ maxLength: 6 }), fc.stringMatching(/^["\t\n\ra一]{0,5}$/), fc.constant(''));
const block = fc
  .integer({ min: 1, max: 4 })
  .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }));

describe('text of the clipboard', () => {
  it('comes back as the same cells', () => {
    fc.assert(
      fc.property(block, (cells) => {
        expect(parseTsv(formatTsv(cells))).toEqual(cells);
      }),
      { numRuns: 2_000 },
    );
  });
  it('keeps a cell of several lines together, as Excel writes it', () => {
    expect(parseTsv('姓名\t住址\r\n王英\t"解放路 1 号\n2 单元"\r\n')).toEqual([
      ['姓名', '住址'],
      ['王英', '解放路 1 号\n2 单元'],
    ]);
  });
  it('takes a lone quotation mark as it stands', () => {
    expect(parseTsv('"未闭合\t乙')).toEqual([['"未闭合', '乙']]);
  });
  it('keeps blank cells at the end of a row', () => {
    expect(parseTsv('甲\t\t\n\t乙\t')).toEqual([
      ['甲', '', ''],
      ['', '乙', ''],
    ]);
  });
});

type Act = (state: SheetState) => SheetBatch | undefined;
const range = fc
  .record({ top: fc.nat(7), left: fc.nat(2), height: fc.nat(4), width: fc.nat(2) })
  .map(({ top, left, height, width }) => ({ top, left, bottom: top + height, right: left + width }));
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.tuple(block, fc.nat(9), fc.nat(2)).map(
    ([cells, row, column]): Act =>
      (state) =>
        putBlock('粘贴', state, cells, { row, column }),
  ),
  range.map(
    (area): Act =>
      (state) =>
        fillDown(state, area),
  ),
  fc.tuple(range, cell).map(
    ([area, text]): Act =>
      (state) =>
        fillRange('填入', state, area, text),
  ),
  range.map(
    (area): Act =>
      (state) =>
        deleteRows(state, area),
  ),
  fc.tuple(fc.nat(9), fc.integer({ min: 1, max: 3 })).map(
    ([at, count]): Act =>
      (state) =>
        insertRows(state, at, count),
  ),
);

describe('an edit', () => {
  it('taken back leaves the rows as they were', () => {
    fc.assert(
      fc.property(fc.nat(8), act, (count, edit) => {
        const rows = people(count);
        const done = edit(sheet(rows));
        if (done) {
          // a cell never filled comes back blank, which reads the same
          expect(read(applyBatch(applyBatch(rows, done), inverse(done)))).toEqual(read(rows));
          expect(inverse(inverse(done))).toEqual(done);
        }
      }),
      { numRuns: 500 },
    );
  });
  it('of any number can be undone to the start and redone to the end', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 8 }), (acts) => {
        const start: readonly SheetRow[] = people(5);
        let rows = start;
        let history: SheetHistory = emptyHistory;
        for (const edit of acts) {
          const done = edit(sheet(rows));
          if (!done) continue;
          rows = applyBatch(rows, done);
          history = recorded(history, done);
        }
        const end = rows;
        for (let back = undo(history); back; back = undo(history)) {
          rows = applyBatch(rows, back.batch);
          history = back.history;
        }
        expect(read(rows)).toEqual(read(start));
        for (let forth = redo(history); forth; forth = redo(history)) {
          rows = applyBatch(rows, forth.batch);
          history = forth.history;
        }
        expect(read(rows)).toEqual(read(end));
      }),
    );
  });
  it('leaves rows it does not touch the same objects', () => {
    const rows = people(3);
    const done = putBlock('输入', sheet(rows), [['王英']], { row: 1, column: 0 });
    const after = done ? applyBatch(rows, done) : [];
    expect([after[0] === rows[0], after[1]?.cells['name'], after[2] === rows[2]]).toEqual([true, '王英', true]);
  });
  it('that pastes beyond the last row adds rows, up to the limit', () => {
    const state = sheet(people(2), 4);
    const cells = [['甲'], ['乙'], ['丙'], ['丁'], ['戊']];
    const done = putBlock('粘贴', state, cells, { row: 1, column: 0 });
    expect(done && applyBatch(state.rows, done).map((row) => row.cells['name'])).toEqual(['学员0', '甲', '乙', '丙']);
    expect(rowsBeyond(state, cells, 1)).toBe(2);
  });
  it('takes the word of a choice for its value and a whole date in any form', () => {
    const done = putBlock('粘贴', sheet(people(1)), [['女'], ['男']], { row: 0, column: 1 });
    expect(done && applyBatch(people(1), done).map((row) => row.cells['sex'])).toEqual(['female', 'male']);
    expect(columns[2] && typedText(columns[2], '1990.3.7')).toBe('1990-03-07');
    expect(columns[2] && typedText(columns[2], '3月7日')).toBe('3月7日');
  });
  it('finds the columns of a pasted heading row, in any order and under other names', () => {
    expect(headingOrder(columns, ['序号', '出生年月日', '姓 名*', '备注'])).toEqual([undefined, 2, 0, undefined]);
    expect(headingOrder(columns, ['王英', '女', '1990-03-07'])).toBeUndefined();
  });
  it('fills down the first row of a range, or the cell above a single one', () => {
    const rows = people(4);
    const fromAbove = fillDown(sheet(rows), { top: 2, bottom: 2, left: 0, right: 0 });
    expect(fromAbove && applyBatch(rows, fromAbove)[2]?.cells['name']).toBe('学员1');
    expect(fillDown(sheet(rows), { top: 0, bottom: 0, left: 0, right: 0 })).toBeUndefined();
  });
});

/** Rows as they read: a blank cell and a missing one are the same. */
function read(rows: readonly SheetRow[]) {
  return rows.map((row) => [row.id, ...columns.map((column) => row.cells[column.field] ?? '')]);
}
