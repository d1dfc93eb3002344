import { daysInMonth, type PlainDate, parsePlainDate } from '#kernel/plain-date';
import { cellName, type Sheet, type SheetCell } from '#kernel/sheet';
import { checkIdentityNumber } from '#law/identity-number';
import { readBirth } from '../roster/birth-text';
import { plainBlanks, withoutBlanks } from '../lists/characters';
import { excerptOf } from '../lists/read-rows';
import { closesList } from '../lists/row-kinds';
import { tidyCell } from '../roster/tidy';
import {
  type AnswerChoice,
  type AnswerColumn,
  type AnswerColumns,
  foundIn,
  type HeadingChoice,
  headingChoices,
  wordsOf,
} from './answer-columns';
import { statusOf } from './status-words';
import { type OutsideRegister, registerWords } from './registers';

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

/** A row that says nothing of a person, and why it was passed over. */
export interface PassedLine {
  /** Row counted from 0. */
  readonly row: number;
  readonly why: string;
  readonly excerpt: string;
}

export interface AnswerReading {
  readonly sheet: string;
  readonly header: number;
  readonly columns: AnswerColumns;
  readonly headings: readonly { readonly column: number; readonly heading: string }[];
  readonly lines: readonly AnswerLine[];
  readonly unread: readonly UnreadLine[];
  readonly passed: readonly PassedLine[];
  /** Rows that may be the heading, with their first words. */
  readonly headingChoices: readonly HeadingChoice[];
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
): AnswerLine | UnreadLine | string {
  const row = sheet.rows[index];
  const at = (column: AnswerColumn) => (columns[column] === undefined ? undefined : row?.[columns[column]]);
  const id = tidyCell('id', at('id'));
  const name = tidyCell('name', at('name')).text;
  if (id.text === '' && name === '') return '没有证号和姓名';
  if (id.text === '' && closesList(name)) return '合计或落款';
  const cell = cellName(index, columns.id ?? 0);
  const unread = (why: string): UnreadLine => ({ cell, name, why });
  if (id.damaged) return unread('证号在表格里存成了数字，末几位已丢失；请让对方以文本格式重新导出');
  if (id.text === '') return unread('没有证号');
  const checked = checkIdentityNumber(id.text);
  if (!checked.ok)
    return /\d{6}/.test(id.text) ? unread(idFaults[checked.fault] ?? '证号不正确') : '证号一栏里不是证号';
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

function readSheet(sheet: Sheet, register: OutsideRegister, choice: AnswerChoice): AnswerReading | undefined {
  const found = foundIn(sheet, choice);
  const columns = choice.columns ?? found?.columns;
  if (!found || columns?.id === undefined) return undefined;
  const lines: AnswerLine[] = [];
  const unread: UnreadLine[] = [];
  const passed: PassedLine[] = [];
  for (let index = found.header + 1; index < sheet.rows.length; index += 1) {
    const line = readLine(sheet, index, columns, register);
    if (typeof line === 'string') {
      if (excerptOf(sheet.rows[index], 1).length > 0)
        passed.push({ row: index, why: line, excerpt: wordsOf(sheet.rows[index]) });
    } else if ('why' in line) unread.push(line);
    else lines.push(line);
  }
  const { header, headings } = found;
  return {
    sheet: sheet.name,
    header,
    columns,
    headings,
    lines,
    unread,
    passed,
    headingChoices: headingChoices(sheet),
  };
}

export type AnswerInterpretation = { readonly answer: AnswerReading } | { readonly unreadable: string };

/** The returned list among the sheets of a file; what was put right by hand goes before the headings. */
export function readAnswer(
  sheets: readonly Sheet[],
  register: OutsideRegister,
  choice: AnswerChoice = {},
): AnswerInterpretation {
  const { name, columns } = registerWords[register];
  const readings = sheets.map((sheet) => readSheet(sheet, register, choice)).filter((reading) => reading !== undefined);
  const weight = (reading: AnswerReading) => reading.lines.length + reading.unread.length;
  const [best] = readings.sort((a, b) => weight(b) - weight(a));
  if (!best) {
    const wanted = ['身份证号', '姓名', ...Object.values(columns)].join('、');
    return { unreadable: `没有找到“${name}”的结果：表中应有“身份证号”一栏，每人一行。可用的栏目：${wanted}。` };
  }
  return { answer: best };
}
