import { type Cell, type CellStyle, type CellValue, type DataValidation, writeXlsx, type WriteSheet } from 'hucre/xlsx';
import { cellName, columnName } from '#kernel/sheet';

export interface WorkbookColumn {
  readonly name: string;
  /** In characters of Latin width; a Chinese character takes two. */
  readonly width?: number;
  /** `money` takes whole fen and shows yuan; a `date` takes `YYYY-MM-DD`. */
  readonly kind: 'text' | 'number' | 'date' | 'money';
  /** Offered as a drop-down; another value is warned of, not refused, so that a clerk can paste. */
  readonly choices?: readonly string[];
  /** Shown when the cell is entered. */
  readonly hint?: string;
}

export interface WorkbookContent {
  readonly sheetName: string;
  /** A line above the headings, across all columns. */
  readonly title?: string;
  readonly columns: readonly WorkbookColumn[];
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** Rows laid out below the filled ones for typing: text format, drop-downs and hints reach over them. */
  readonly blankRows?: number;
}

const formats: Readonly<Record<WorkbookColumn['kind'], string>> = {
  text: '@',
  number: '0.##',
  date: 'yyyy-mm-dd',
  money: '#,##0.00',
};

const titleStyle: CellStyle = {
  font: { bold: true, size: 16 },
  alignment: { horizontal: 'center', vertical: 'center' },
};
const line = { style: 'thin' } as const;
const headingStyle: CellStyle = {
  font: { bold: true },
  alignment: { horizontal: 'center', vertical: 'center', wrapText: true },
  border: { top: line, right: line, bottom: line, left: line },
  numFmt: '@',
};

/** A text is always written as a text, so that none is ever taken for a formula. */
function valueFor(kind: WorkbookColumn['kind'], value: string | number | null): CellValue {
  if (value === null || value === '') return null;
  switch (kind) {
    case 'text':
      return String(value);
    case 'date': {
      const day = new Date(`${value}T00:00:00Z`);
      return Number.isNaN(day.getTime()) ? String(value) : day;
    }
    case 'money':
      return typeof value === 'number' ? value / 100 : value;
    default:
      return value;
  }
}

/** Excel keeps a list of choices in 255 characters. */
const longestList = 255;

function validationsFor({ columns }: WorkbookContent, first: number, last: number): DataValidation[] {
  return columns.flatMap(({ name, choices, hint }, at): DataValidation[] => {
    if (!choices && !hint) return [];
    if (choices && choices.join(',').length > longestList) throw new RangeError(`too many choices for ${name}`);
    const range = `${cellName(first, at)}:${cellName(last, at)}`;
    const help = hint ? { showInputMessage: true, inputTitle: name, inputMessage: hint } : {};
    if (!choices) return [{ type: 'custom', formula1: 'TRUE', allowBlank: true, range, ...help }];
    const refusal = {
      showErrorMessage: true,
      errorStyle: 'warning',
      errorTitle: name,
      errorMessage: '请从下拉列表中选择。',
    } as const;
    return [{ type: 'list', values: [...choices], allowBlank: true, range, ...refusal, ...help }];
  });
}

function sheetOf(content: WorkbookContent): WriteSheet {
  const { sheetName, title, columns, rows, blankRows = 0 } = content;
  const heading = title === undefined ? 0 : 1;
  const first = heading + 1;
  const last = Math.max(first, first + rows.length + blankRows - 1);
  const filled = rows.map((row) => columns.map(({ kind }, at) => valueFor(kind, row[at] ?? null)));
  const blank = Array.from({ length: blankRows }, () => columns.map(() => null));
  const cells = new Map<string, Partial<Cell>>();
  if (title !== undefined) cells.set('0,0', { value: title, type: 'string', style: titleStyle });
  columns.forEach(({ name }, at) => {
    cells.set(`${heading},${at}`, { value: name, type: 'string', style: headingStyle });
  });
  for (let row = first; row < first + rows.length + blankRows; row += 1) {
    columns.forEach(({ kind }, at) => {
      const value = filled[row - first]?.[at] ?? null;
      cells.set(`${row},${at}`, { value, style: { numFmt: formats[kind] } });
    });
  }
  return {
    name: sheetName,
    columns: columns.map(({ name, width }) => ({ width: width ?? Math.max(10, name.length * 2 + 4) })),
    rows: [...(title === undefined ? [] : [[title]]), columns.map(({ name }) => name), ...filled, ...blank],
    cells,
    ...(title === undefined ? {} : { merges: [{ startRow: 0, startCol: 0, endRow: 0, endCol: columns.length - 1 }] }),
    dataValidations: validationsFor(content, first, last),
    freezePane: { rows: first },
    pageSetup: {
      paperSize: 'a4',
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: `$${heading + 1}:$${heading + 1}`,
    },
    ...(rows.length > 0
      ? { autoFilter: { range: `A${heading + 1}:${columnName(columns.length - 1)}${heading + 1 + rows.length}` } }
      : {}),
  };
}

/** An .xlsx of one table, for exports and templates: headings frozen and repeated on each printed page. */
export async function writeWorkbook(content: WorkbookContent): Promise<Buffer> {
  return Buffer.from(await writeXlsx({ sheets: [sheetOf(content)] }));
}
