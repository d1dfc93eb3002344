import type { LeftRow } from '../../domain/lists/read-rows';
import { rowKindWords } from '../../domain/lists/row-kinds';
import type { TidyReason } from '../../domain/lists/tidy';

/** What was done to a cell, as the grid and the import say it. */
export const tidyWords: Readonly<Record<TidyReason, string>> = {
  'full-width': '全角',
  blanks: '空格',
  apostrophe: '撇号',
  'lower-x': '小写 x',
  dashes: '短横',
  'country-code': '国家码',
  'number-style': '数字格式',
  'date-style': '日期',
  'category-mark': '类别序号',
  'middle-dot': '间隔号',
  'short-form': '简写',
  capitals: '大写',
  'wage-style': '工资写法',
  split: '拆成两栏',
  carried: '沿用上一行',
};

export const tidyNote = (why: readonly TidyReason[]): string => why.map((each) => tidyWords[each]).join('、');

export const leftWords = (kind: LeftRow['kind']): string => (kind === 'title' ? '表头以上的标题' : rowKindWords[kind]);

/** 第 7 行, 第 1–2 行. */
export const rowsWords = ({ row, last }: Pick<LeftRow, 'row' | 'last'>): string =>
  row === last ? `第 ${row + 1} 行` : `第 ${row + 1}–${last + 1} 行`;
