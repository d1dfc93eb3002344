import { describe, expect, it } from 'vitest';
import type { SheetCell } from '#kernel/sheet';
import { readBirth } from './birth-text';
import type { RosterField } from './fields';
import { tidyCell } from './tidy';

const text = (value: string): SheetCell => ({ kind: 'text', text: value });
const tidied = (field: RosterField, value: string) => tidyCell(field, text(value)).text;

describe('tidying a cell', () => {
  it.each<[RosterField, string, string, string[]]>([
    ['id', '４１０８０２１９９００３０７００１７', '410802199003070017', ['full-width']],
    ['id', ' 410802 19900307 001x', '41080219900307001X', ['blanks', 'lower-x']],
    ['id', "'410802199003070017", '410802199003070017', ['apostrophe']],
    ['id', '410802-19900307-0017', '410802199003070017', ['dashes']],
    ['id', '41080219900307001Ⅹ', '41080219900307001X', ['lower-x']],
    ['phone', '138-1234-5678', '13812345678', ['dashes']],
    ['phone', '+86 138 1234 5678', '13812345678', ['blanks', 'country-code']],
    ['phone', '8613812345678', '13812345678', ['country-code']],
    ['name', '王　伟', '王伟', ['blanks']],
    ['name', '阿卜杜拉•买买提', '阿卜杜拉·买买提', ['middle-dot']],
    ['category', '④农村转移就业劳动者', '农村转移就业劳动者', ['category-mark']],
    ['category', '（5）', '城镇登记失业人员', ['full-width', 'category-mark']],
    ['ethnicGroup', '汉', '汉族', ['short-form']],
    ['sex', '男性', '男', ['short-form']],
    ['insured', '√', '是', ['short-form']],
    ['birth', '1990年1月2日', '1990-01-02', ['date-style']],
  ])('%s %s becomes %s, and says why', (field, from, to, why) => {
    expect(tidyCell(field, text(from))).toEqual({ text: to, why, damaged: false });
  });

  it.each(['㛃', '王𬍛', '𠅤霞', '阿卜杜拉·买买提', 'Anna Li'])('leaves the name %s as it is', (name) => {
    expect(tidyCell('name', text(name))).toEqual({ text: name, why: [], damaged: false });
  });

  it('changes nothing the second time', () => {
    for (const [field, value] of [
      ['id', ' 41080219900307001x'],
      ['phone', '+86-138-1234-5678'],
      ['category', '④'],
      ['birth', '90/1/2'],
    ] as const) {
      const once = tidied(field, value);
      expect(tidyCell(field, text(once))).toEqual({ text: once, why: [], damaged: false });
    }
  });

  it('keeps a category whose number and name disagree, for the rule to see', () => {
    expect(tidied('category', '④城镇登记失业人员')).toBe('④城镇登记失业人员');
  });

  it('calls a number of more than fifteen digits damaged, in any guise', () => {
    expect(tidyCell('id', { kind: 'number', text: '410811198807077000' }).damaged).toBe(true);
    expect(tidyCell('id', text('4.10811E+17')).damaged).toBe(true);
    expect(tidyCell('id', text('410811198807077013')).damaged).toBe(false);
    expect(tidyCell('phone', { kind: 'number', text: '13812345678' })).toEqual({
      text: '13812345678',
      why: [],
      damaged: false,
    });
  });

  it('reads an error of the sheet as a blank', () => {
    expect(tidyCell('name', { kind: 'error', text: '#N/A' }).text).toBe('');
  });
});

describe('birth dates', () => {
  it.each([
    ['1990-01-02', '1990-01-02'],
    ['1990.1.2', '1990-01-02'],
    ['1990/1/2', '1990-01-02'],
    ['90/1/2', '1990-01-02'],
    ['05.3.9', '2005-03-09'],
    ['19900102', '1990-01-02'],
    ['900102', '1990-01-02'],
    ['1990年1月2日', '1990-01-02'],
    ['1990 年 01 月 02 日', '1990-01-02'],
    ['一九九〇年十二月二十三日', '1990-12-23'],
    ['1990-01-02 00:00:00', '1990-01-02'],
    ['2-Jan-90', '1990-01-02'],
    ['12/31/1990', '1990-12-31'],
    ['32875', '1990-01-02'],
    ['1990年10月', '1990-10'],
    ['1990.10', '1990-10'],
    ['199010', '1990-10'],
    ['1990.1', '1990'],
    ['1990', '1990'],
  ])('%s is %s', (written, read) => expect(readBirth(written)).toBe(read));

  it.each(['1990-02-30', '19901301', '36', '不详', '', '1890-01-01'])('%s is none', (written) => {
    expect(readBirth(written)).toBeUndefined();
  });
});
