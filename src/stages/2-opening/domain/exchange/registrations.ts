import { cellName, type Sheet } from '#kernel/sheet';
import { checkIdentityNumber } from '#law/identity-number';
import { maskIdentityNumber } from '#law/masks';
import { withoutBlanks } from '../lists/characters';
import { tidyCell } from '../roster/tidy';
import { type ColumnsOf, findColumns, type HeadingPatterns, idPatterns, namePatterns } from './columns';

/** The two systems in which whoever is subsidised must be entered (凡补必进、不进不补, 2024 一). */
export const registrationSystems = ['skillTalent', 'internetPlus'] as const;
export type RegistrationSystem = (typeof registrationSystems)[number];
export const registrationSystemNames: Record<RegistrationSystem, string> = {
  skillTalent: '河南省技能人才管理服务信息系统',
  internetPlus: '互联网+就业创业系统',
};

const columns = ['number', 'classWords', 'id', 'name'] as const;
type RegistrationColumn = (typeof columns)[number];

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
  readonly headings: readonly { readonly column: number; readonly heading: string }[];
  readonly columns: ColumnsOf<RegistrationColumn>;
  readonly lines: readonly RegistrationLine[];
  readonly unread: readonly { readonly cell: string; readonly why: string }[];
}

// Control characters no table can keep.
const unfit = /[\u0000-\u001f\u007f]/g;

/** A number kept as a number by the sheet has lost its last digits from the sixteenth on. */
const lostDigits = (kind: string | undefined, text: string) => kind === 'number' && /^\d{16,}$|E\+?\d/i.test(text);

function readSheet(sheet: Sheet): RegistrationReading | undefined {
  const found = findColumns(sheet, columns, patterns, ['number', 'id']);
  if (!found) return undefined;
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
  return { sheet: sheet.name, headings: found.headings, columns: found.columns, lines, unread };
}

export type RegistrationInterpretation = { readonly list: RegistrationReading } | { readonly unreadable: string };

export function readRegistrations(sheets: readonly Sheet[]): RegistrationInterpretation {
  const readings = sheets.map(readSheet).filter((reading) => reading !== undefined);
  const [best] = readings.sort((a, b) => b.lines.length - a.lines.length);
  if (!best || best.lines.length + best.unread.length === 0) {
    return { unreadable: '没有找到录入名单：表中应有“系统录入号”“身份证号”两栏，并写明班期编号（申报编号）和姓名。' };
  }
  return { list: best };
}
