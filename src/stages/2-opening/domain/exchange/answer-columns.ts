import type { Sheet } from '#kernel/sheet';
import { withoutBlanks } from '../lists/characters';
import { holdsNumbers, searchedRows } from '../lists/find-header';
import { excerptOf } from '../lists/read-rows';
import {
  columnsAt,
  type ColumnsOf,
  findColumns,
  findNumbers,
  type FoundColumns,
  type HeadingPatterns,
  idPatterns,
  namePatterns,
} from './columns';

export const answerColumns = ['id', 'name', 'status', 'from', 'until', 'organisation'] as const;
export type AnswerColumn = (typeof answerColumns)[number];
export type AnswerColumns = ColumnsOf<AnswerColumn>;

/** Until before from: “参保终止时间” also ends like a beginning. */
const askedFirst = ['id', 'name', 'until', 'from', 'organisation', 'status'] as const satisfies readonly AnswerColumn[];

const patterns: HeadingPatterns<AnswerColumn> = {
  id: idPatterns,
  name: namePatterns,
  status: [
    /^(?:参保|缴费|领取|待遇|供养|学籍|登记|在册|人员|就业)?(?:状态|情况|标识)$/,
    /^(?:是否.{1,12}|比对结果|查询结果|核查结果|结果|有无.{1,10})$/,
  ],
  from: [
    /^(?:参保|缴费|待遇|领取|供养|入学|登记|纳入|认定|死亡|失业|享受|首次.{1,4})(?:开始|起始)?(?:日期|时间|年月)?$/,
    /^(?:开始|起始|起)(?:日期|时间|年月)?$/,
    /^.{0,10}(?:开始|起始|入学|登记|纳入|死亡)(?:日期|时间|年月)$/,
  ],
  until: [
    /^(?:参保|缴费|待遇|领取|供养|登记|享受|在册)?(?:终止|结束|截止|停止|退出|注销|暂停)(?:参保|缴费|待遇)?(?:日期|时间|年月)?$/,
    /^(?:预计)?毕业(?:日期|时间|年月)$/,
    /^.{0,10}(?:终止|结束|截止|退出|注销|毕业)(?:日期|时间|年月)$/,
  ],
  organisation: [
    /^(?:参保|缴费|工作|供养|所在|就读|发放|用人)?(?:单位|学校|院校|企业)(?:名称|全称)?$/,
    /^(?:享受|低保|救助|脱贫|保障)?(?:类型|类别)$|^预算单位$/,
    /^(?:补贴|培训|领取)?(?:职业|工种|专业|项目)(?:（工种）|\(工种\))?(?:名称)?(?:[及和、/]?等级)?$/,
  ],
};

/** What an officer has put right by hand: the row of the headings, counted from 0, and the columns. */
export interface AnswerChoice {
  readonly header?: number | undefined;
  readonly columns?: AnswerColumns | undefined;
}

/** The columns of a sheet: under the row an officer has named, else where the headings or the numbers stand. */
export function foundIn(sheet: Sheet, { header, columns }: AnswerChoice): FoundColumns<AnswerColumn> | undefined {
  if (header !== undefined && header < sheet.rows.length) {
    const named = columnsAt(sheet, header, askedFirst, patterns);
    return named.columns.id === undefined && columns === undefined
      ? { ...named, columns: { ...named.columns, ...findNumbers(sheet)?.columns } }
      : named;
  }
  return findColumns(sheet, askedFirst, patterns, ['id']) ?? findNumbers(sheet);
}

/** Words of a row without anything that could be a number of a person. */
export const wordsOf = (row: Sheet['rows'][number]): string =>
  excerptOf(row, 6)
    .filter((text) => !/\d{6}/.test(withoutBlanks(text)))
    .slice(0, 4)
    .join('、')
    .slice(0, 40);

/** A row that may be the heading, and its first words. */
export interface HeadingChoice {
  readonly row: number;
  readonly words: string;
}

export const headingChoices = (sheet: Sheet): HeadingChoice[] =>
  sheet.rows
    .slice(0, searchedRows)
    .flatMap((row, index) =>
      holdsNumbers(row) || excerptOf(row, 1).length === 0 ? [] : [{ row: index, words: wordsOf(row) }],
    );
