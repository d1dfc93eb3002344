import { cellName, type Sheet } from '#kernel/sheet';
import { checkIdentityNumber } from '#law/identity-number';
import { maskIdentityNumber } from '#law/masks';
import { withoutBlanks } from '../lists/characters';
import { tidyCell } from '../roster/tidy';
import { likelyHeading } from '../lists/interpret';
import { findShape, type RememberedShape } from '../lists/shape';
import { columnsAt, type ColumnsOf, findColumns, type HeadingPatterns, idPatterns, namePatterns } from './columns';

/** The two systems in which whoever is subsidised must be entered (凡补必进、不进不补, 2024 一). */
export const registrationSystems = ['skillTalent', 'internetPlus'] as const;
export type RegistrationSystem = (typeof registrationSystems)[number];
export const registrationSystemNames: Record<RegistrationSystem, string> = {
  skillTalent: '河南省技能人才管理服务信息系统',
  internetPlus: '互联网+就业创业系统',
};

export const registrationColumns = ['number', 'classWords', 'id', 'name'] as const;
export type RegistrationColumn = (typeof registrationColumns)[number];

/** What the columns are called, and which the list cannot do without: the form a correction by hand is made in. */
export const registrationForm = {
  fields: registrationColumns,
  labels: { number: '系统录入号', classWords: '班期编号', id: '身份证号', name: '姓名' },
  required: [
    { label: '系统录入号', anyOf: ['number'] },
    { label: '身份证号', anyOf: ['id'] },
  ],
} as const;

/** What an officer has put right by hand, rows and columns counted from 0; empty leaves all to the headings. */
export interface RegistrationChoice {
  readonly sheet?: number | undefined;
  readonly header?: number | undefined;
  readonly columns?: ColumnsOf<RegistrationColumn> | undefined;
}

/** Which sheet, heading and columns are read, and how they came to be. */
export interface RegistrationLayout {
  readonly at: number;
  /** Row of the headings, counted from 0. */
  readonly header: number;
  readonly columns: ColumnsOf<RegistrationColumn>;
  readonly origin: 'heading' | 'remembered' | 'hand';
  readonly remembered?: RememberedShape | undefined;
}

const patterns: HeadingPatterns<RegistrationColumn> = {
  number: [
    /^(?:系统|平台)?(?:录入|登记|学员|备案)(?:编号|号码?|流水号)$/,
    /^(?:外部|省|平台|培训)?(?:系统|登记|学员)?(?:编号|编码|流水号)$/,
  ],
  classWords: [/^(?:班级?|班期|开班|申报|期)(?:申报|备案)?(?:编号|号|编码|数)$/, /^(?:班级|班期|培训班)(?:名称)?$/],
  id: idPatterns,
  name: namePatterns,
};

/** One line of the list of a provincial system. */
export interface RegistrationLine {
  readonly cell: string;
  readonly number: string;
  /** How the file calls the class: our filing number, or the class number. */
  readonly classWords: string;
  readonly name: string;
  /** Sound, or undefined. */
  readonly id: string | undefined;
  readonly idMasked: string;
}

export interface RegistrationReading {
  readonly sheet: string;
  readonly lines: readonly RegistrationLine[];
  readonly unread: readonly { readonly cell: string; readonly why: string }[];
}

// Control characters no table can keep.
const unfit = /[\u0000-\u001f\u007f]/g;

/** A number kept as a number by the sheet has lost its last digits from the sixteenth on. */
const lostDigits = (kind: string | undefined, text: string) => kind === 'number' && /^\d{16,}$|E\+?\d/i.test(text);

function readSheet(sheet: Sheet, found: Pick<RegistrationLayout, 'header' | 'columns'>): RegistrationReading {
  const lines: RegistrationLine[] = [];
  const unread: { cell: string; why: string }[] = [];
  const seen = new Set<string>();
  for (let index = found.header + 1; index < sheet.rows.length; index += 1) {
    const at = (column: RegistrationColumn) => {
      const place = found.columns[column];
      return place === undefined ? undefined : sheet.rows[index]?.[place];
    };
    const text = (column: RegistrationColumn) => withoutBlanks(at(column)?.text ?? '').replace(unfit, '');
    const [number, id] = [text('number'), tidyCell('id', at('id'))];
    if (number === '' && id.text === '') continue;
    const cell = cellName(index, found.columns.number ?? 0);
    if (number === '') unread.push({ cell, why: '没有录入号' });
    else if (number.length > 60) unread.push({ cell, why: '录入号超过 60 个字' });
    else if (lostDigits(at('number')?.kind, number))
      unread.push({ cell, why: '录入号在表格里存成了数字，末几位已丢失；请以文本格式重新导出' });
    else if (seen.has(number)) unread.push({ cell, why: `录入号 ${number} 在文件里出现两次` });
    else {
      seen.add(number);
      const checked = checkIdentityNumber(id.text);
      const sound = checked.ok && !id.damaged ? checked.number : undefined;
      const name = tidyCell('name', at('name')).text.replace(unfit, '').slice(0, 40);
      const idMasked = maskIdentityNumber(id.text.replace(unfit, '')).slice(0, 20);
      lines.push({ cell, number, classWords: text('classWords').slice(0, 60), name, id: sound, idMasked });
    }
  }
  return { sheet: sheet.name, lines, unread };
}

const laidOut = (sheet: Sheet, at: number, shapes: readonly RememberedShape[]): RegistrationLayout | undefined => {
  const known = findShape(registrationForm, sheet, shapes);
  if (known)
    return {
      at,
      header: known.header.bottom,
      columns: known.columns,
      origin: 'remembered',
      remembered: known.shape,
    };
  const found = findColumns(sheet, registrationColumns, patterns, ['number', 'id']);
  return found && { at, header: found.header, columns: found.columns, origin: 'heading' };
};

/** How the file is read: as it was put right by hand, else as a file of the same headings was, else by its headings. */
export function layOut(
  sheets: readonly Sheet[],
  { sheet: asked, header, columns }: RegistrationChoice,
  shapes: readonly RememberedShape[] = [],
): RegistrationLayout {
  const byHand = asked !== undefined || header !== undefined || columns !== undefined;
  const chosen = byHand ? Math.min(asked ?? 0, Math.max(0, sheets.length - 1)) : undefined;
  const found = sheets
    .flatMap((sheet, at) => (chosen === undefined || chosen === at ? (laidOut(sheet, at, shapes) ?? []) : []))
    .sort((a, b) => linesIn(sheets, b) - linesIn(sheets, a))[0];
  const at = chosen ?? found?.at ?? 0;
  const sheet = sheets[at] ?? { name: '', rows: [] };
  const row = header ?? found?.header ?? likelyHeading(sheet)?.top ?? 0;
  if (columns) return { at, header: row, columns, origin: 'hand' };
  if (found && row === found.header) return found;
  return { at, header: row, columns: columnsAt(sheet, row, registrationColumns, patterns).columns, origin: 'hand' };
}

function linesIn(sheets: readonly Sheet[], { at, header, columns }: RegistrationLayout): number {
  const sheet = sheets[at];
  return sheet ? readSheet(sheet, { header, columns }).lines.length : 0;
}

export type RegistrationInterpretation = { readonly list: RegistrationReading } | { readonly unreadable: string };

/** Labels of the columns the list cannot do without and a layout does not give. */
export const missingIn = ({ columns }: Pick<RegistrationLayout, 'columns'>): string[] =>
  registrationForm.required
    .filter(({ anyOf }) => anyOf.every((field) => columns[field] === undefined))
    .map(({ label }) => label);

export function readRegistrations(
  sheets: readonly Sheet[],
  layout: RegistrationLayout = layOut(sheets, {}),
): RegistrationInterpretation {
  const sheet = sheets[layout.at];
  const list = sheet && missingIn(layout).length === 0 ? readSheet(sheet, layout) : undefined;
  if (!list || list.lines.length + list.unread.length === 0) {
    return { unreadable: '没有找到录入名单：表中应有“系统录入号”“身份证号”两栏，并写明班期编号（申报编号）和姓名。' };
  }
  return { list };
}
