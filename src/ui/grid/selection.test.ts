import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countWords, findingPlaces, nextPlace, notesByRow } from './findings';
import { clamped, jumped, moved, rangeOf, rowWindow, single, tabbed } from './selection';
import type { SheetColumn, SheetRow } from './sheet';

const columns: readonly SheetColumn[] = ['name', 'sex', 'birth'].map((field) => ({
  field,
  name: field,
  width: 80,
  kind: 'text',
}));
const rows: readonly SheetRow[] = ['r0', 'r1', 'r2', 'r3'].map((id) => ({ id, cells: {} }));

describe('a selection', () => {
  const size = { rows: 9, columns: 3 };
  const place = fc.record({ row: fc.integer({ min: -3, max: 14 }), column: fc.integer({ min: -3, max: 6 }) });
  it('never leaves the sheet', () => {
    fc.assert(
      fc.property(place, place, fc.boolean(), (from, to, extend) => {
        const { top, left, bottom, right } = rangeOf(moved(single(clamped(from, size)), to, size, extend));
        expect(
          top >= 0 && left >= 0 && bottom < size.rows && right < size.columns && top <= bottom && left <= right,
        ).toBe(true);
      }),
    );
  });
  it('walks every cell by Tab and back by Shift Tab', () => {
    fc.assert(
      fc.property(fc.nat(7), fc.nat(2), (row, column) => {
        expect(tabbed(tabbed({ row, column }, 1, size), -1, size)).toEqual({ row, column });
      }),
    );
    expect(tabbed({ row: 0, column: 2 }, 1, size)).toEqual({ row: 1, column: 0 });
  });
  it('jumps to the end of what is filled, then over the gap, then to the edge', () => {
    const filled = (at: number): boolean => [0, 1, 2, 5].includes(at);
    expect([
      jumped(0, 1, 9, filled),
      jumped(2, 1, 9, filled),
      jumped(5, 1, 9, filled),
      jumped(8, -1, 9, filled),
      jumped(5, -1, 9, filled),
    ]).toEqual([2, 5, 8, 5, 2]);
  });
  it('draws all of a short sheet and only what is in sight of a long one', () => {
    expect(rowWindow(200, 32, 0, 600)).toEqual({ first: 0, last: 199 });
    fc.assert(
      fc.property(fc.integer({ min: 201, max: 9_000 }), fc.nat(300_000), (count, scrollTop) => {
        const { first, last } = rowWindow(count, 32, scrollTop, 640);
        expect(last - first).toBeLessThanOrEqual(42);
        const top = Math.min(Math.floor(scrollTop / 32), count - 1);
        expect(first <= top && top <= last).toBe(true);
      }),
    );
  });
});

describe('findings on the sheet', () => {
  const finding = (row: string, field: string, severity: 'blocks' | 'warns' = 'blocks') => ({
    row,
    field,
    severity,
    message: '只有 17 位',
    fix: '补全',
    rule: 'roster.id-length',
    cites: ['2021通知 三③'],
  });
  it('are visited in reading order and around the end', () => {
    const places = findingPlaces(
      rows,
      columns,
      notesByRow([finding('r3', 'name'), finding('r1', 'birth'), finding('r1', 'name')], []),
    );
    expect(places).toEqual([
      { row: 1, column: 0 },
      { row: 1, column: 2 },
      { row: 3, column: 0 },
    ]);
    expect(nextPlace(places, { row: 1, column: 0 }, 1)).toEqual({ row: 1, column: 2 });
    expect(nextPlace(places, { row: 3, column: 2 }, 1)).toEqual({ row: 1, column: 0 });
    expect(nextPlace(places, { row: 1, column: 0 }, -1)).toEqual({ row: 3, column: 0 });
  });
  it('put what blocks before what warns in one cell', () => {
    const notes = notesByRow([finding('r1', 'name', 'warns'), finding('r1', 'name')], []);
    expect(
      notes
        .get('r1')
        ?.findings.get('name')
        ?.map((each) => each.severity),
    ).toEqual(['blocks', 'warns']);
  });
  it('are counted in words', () => {
    expect([countWords({ blocks: 3, warns: 1 }), countWords({ blocks: 0, warns: 0 })]).toEqual([
      '3 处须改，1 处提醒',
      '没有须改之处',
    ]);
  });
});
