import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cellName, columnName } from './sheet';

it.each([
  [0, 'A'],
  [25, 'Z'],
  [26, 'AA'],
  [51, 'AZ'],
  [52, 'BA'],
  [701, 'ZZ'],
  [702, 'AAA'],
  [16_383, 'XFD'],
])('column %i is %s', (column, name) => expect(columnName(column)).toBe(name));

it('a cell is named as the sheet shows it', () => {
  expect(cellName(0, 0)).toBe('A1');
  expect(cellName(8, 5)).toBe('F9');
  expect(cellName(1_048_575, 16_383)).toBe('XFD1048576');
});

it('column names count in base 26 without a zero', () => {
  const number = (name: string) => [...name].reduce((sum, sign) => sum * 26 + sign.charCodeAt(0) - 64, 0) - 1;
  fc.assert(
    fc.property(fc.nat(1_000_000), (column) => {
      expect(number(columnName(column))).toBe(column);
    }),
  );
});
