import { describe, expect, it } from 'vitest';
import { sheetOfDelimited } from './delimited';

const read = (text: string) => sheetOfDelimited(text, 'a').rows.map((row) => row?.map((cell) => cell?.text));

describe('delimited text', () => {
  it('keeps each line at its own row, blank ones too', () => {
    expect(read('a,b\r\n\r\n,d\n')).toEqual([['a', 'b'], undefined, [undefined, 'd']]);
  });

  it('reads quoted delimiters, line breaks and quotes', () => {
    expect(read('"身份证号\n（18位）","甲,乙","他说""好"""\n1,2,3')).toEqual([
      ['身份证号\n（18位）', '甲,乙', '他说"好"'],
      ['1', '2', '3'],
    ]);
  });

  it('takes a long number out of the formula that protects it', () => {
    expect(read('="410802199003070017",x')).toEqual([['410802199003070017', 'x']]);
  });

  it.each([',', '\t', ';', '，', '|'])('finds that cells are parted by %j', (sign) => {
    expect(read(`a${sign}b${sign}c\n1${sign}2${sign}3`)).toEqual([
      ['a', 'b', 'c'],
      ['1', '2', '3'],
    ]);
  });
});
