import { daysInMonth, type PlainDate, parsePlainDate } from '#kernel/plain-date';
import { cellName, type Sheet, type SheetCell } from '#kernel/sheet';
import { checkIdentityNumber } from '#law/identity-number';
import { readBirth } from '../roster/birth-text';
import { plainBlanks, withoutBlanks } from '../lists/characters';
import { tidyCell } from '../roster/tidy';
import { type ColumnsOf, findColumns, findNumbers, type HeadingPatterns, idPatterns, namePatterns } from './columns';
import { statusOf } from './status-words';
import { type OutsideRegister, registerWords } from './registers';

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
  ],
};

/** One line of a returned list that can be laid to a person. */
export interface AnswerLine {
  readonly cell: string;
  /** Eighteen signs, sound. */
  readonly id: string;
  readonly name: string;
  readonly listed: boolean;
  readonly from: PlainDate | undefined;
  readonly until: PlainDate | undefined;
  readonly organisation: string;
}

/** A line nobody can be found for, or whose words are not understood. */
export interface UnreadLine {
  readonly cell: string;
  readonly name: string;
  readonly why: string;
}

export interface AnswerReading {
  readonly sheet: string;
  readonly header: number;
  readonly columns: AnswerColumns;
  readonly headings: readonly { readonly column: number; readonly heading: string }[];
  readonly lines: readonly AnswerLine[];
  readonly unread: readonly UnreadLine[];
}

const endless = /^(?:至今|长期|永久|无|-|—|9999.*)$/;

const cellText = (cell: SheetCell | undefined): string => (cell && cell.kind !== 'error' ? plainBlanks(cell.text) : '');

/** A day; of a month alone the first or the last of it. Undefined where nothing is meant, `unclear` where it is not read. */
function readDay(text: string, edge: 'first' | 'last'): PlainDate | undefined | 'unclear' {
  if (text === '' || endless.test(text)) return undefined;
  const read = readBirth(text);
  if (read === undefined) return 'unclear';
  if (read.length === 4) return parsePlainDate(`${read}-${edge === 'first' ? '01-01' : '12-31'}`) ?? 'unclear';
  if (read.length > 7) return parsePlainDate(read) ?? 'unclear';
  const last = daysInMonth(Number(read.slice(0, 4)), Number(read.slice(5)));
  return parsePlainDate(`${read}-${edge === 'first' ? '01' : last}`) ?? 'unclear';
}

const idFaults: Readonly<Record<string, string>> = {
  length: '证号不是 18 位',
  characters: '证号含有不该有的字符',
  'birth-date': '证号里的出生日期不存在',
  checksum: '证号校验位不对',
};

/** Whether the line says that the person is in the register: by its word, else by what else stands there. */
function isListed(
  register: OutsideRegister,
  status: string,
  columns: AnswerColumns,
  details: readonly string[],
): boolean | 'unclear' {
  if (status !== '') return statusOf(register, status);
  if (details.some((text) => text !== '' && !endless.test(text))) return true;
  return [columns.status, columns.from, columns.until, columns.organisation].every((column) => column === undefined);
}

function readLine(
  sheet: Sheet,
  index: number,
  columns: AnswerColumns,
  register: OutsideRegister,
): AnswerLine | UnreadLine | undefined {
  const row = sheet.rows[index];
  const at = (column: AnswerColumn) => (columns[column] === undefined ? undefined : row?.[columns[column]]);
  const id = tidyCell('id', at('id'));
  const name = tidyCell('name', at('name')).text;
  if (id.text === '' && name === '') return undefined;
  const cell = cellName(index, columns.id ?? 0);
  const unread = (why: string): UnreadLine => ({ cell, name, why });
  if (id.damaged) return unread('证号在表格里存成了数字，末几位已丢失；请让对方以文本格式重新导出');
  if (id.text === '') return unread('没有证号');
  const checked = checkIdentityNumber(id.text);
  if (!checked.ok) return /\d{6}/.test(id.text) ? unread(idFaults[checked.fault] ?? '证号不正确') : undefined;
  const [status, from, until] = [cellText(at('status')), cellText(at('from')), cellText(at('until'))];
  const organisation = cellText(at('organisation')).slice(0, 80);
  const listed = isListed(register, withoutBlanks(status), columns, [from, until, organisation]);
  if (listed === 'unclear') return unread(`看不懂“${status.slice(0, 20)}”是否在册；请改为“是”或“否”`);
  const days = { from: readDay(from, 'first'), until: readDay(until, 'last') };
  if (days.from === 'unclear' || days.until === 'unclear') {
    return unread(`看不懂日期“${(days.from === 'unclear' ? from : until).slice(0, 20)}”，应形如 2026-11-23`);
  }
  return { cell, id: checked.number, name, listed, from: days.from, until: days.until, organisation };
}

function readSheet(sheet: Sheet, register: OutsideRegister, given?: AnswerColumns): AnswerReading | undefined {
  const found = findColumns(sheet, askedFirst, patterns, ['id']) ?? findNumbers(sheet);
  const columns = given ?? found?.columns;
  if (!found || columns?.id === undefined) return undefined;
  const lines: AnswerLine[] = [];
  const unread: UnreadLine[] = [];
  for (let index = found.header + 1; index < sheet.rows.length; index += 1) {
    const line = readLine(sheet, index, columns, register);
    if (line && 'why' in line) unread.push(line);
    else if (line) lines.push(line);
  }
  return { sheet: sheet.name, header: found.header, columns, headings: found.headings, lines, unread };
}

export type AnswerInterpretation = { readonly answer: AnswerReading } | { readonly unreadable: string };

/** The returned list among the sheets of a file; columns named by hand go before the headings. */
export function readAnswer(
  sheets: readonly Sheet[],
  register: OutsideRegister,
  given?: AnswerColumns,
): AnswerInterpretation {
  const { name, columns } = registerWords[register];
  const readings = sheets.map((sheet) => readSheet(sheet, register, given)).filter((reading) => reading !== undefined);
  const weight = (reading: AnswerReading) => reading.lines.length + reading.unread.length;
  const [best] = readings.sort((a, b) => weight(b) - weight(a));
  if (!best) {
    const wanted = ['身份证号', '姓名', ...Object.values(columns)].join('、');
    return { unreadable: `没有找到“${name}”的结果：表中应有“身份证号”一栏，每人一行。可用的栏目：${wanted}。` };
  }
  return { answer: best };
}
