import type { Sheet } from '#kernel/sheet';
import { emptyCells, type RosterRow } from './row';
import { requiredFields, type RosterField, rosterFieldLabels, rosterFields } from './fields';
import { type Columns, findHeader, type Header } from './find-header';
import { inferColumns } from './infer-columns';
import { kindOfRow } from './row-kinds';
import { tidyCell, type TidyReason } from './tidy';

/** A cell that reads differently from what stands in the file. */
export interface TidiedCell {
  /** The row's id. */
  readonly row: string;
  readonly field: RosterField;
  readonly from: string;
  readonly to: string;
  readonly why: readonly TidyReason[];
}

/** A sheet read as a roster. */
export interface RosterReading {
  readonly sheet: string;
  /** First and last row of the heading counted from 0; absent when the columns were told from their content. */
  readonly header?: { readonly top: number; readonly bottom: number };
  /** Row from which trainees were read, counted from 0. */
  readonly firstRow: number;
  readonly columns: Columns;
  readonly rows: readonly RosterRow[];
  readonly unmapped: readonly { readonly column: number; readonly heading: string }[];
  readonly tidied: readonly TidiedCell[];
  /** What the clerk should know about the reading, in sentences. */
  readonly problems: readonly string[];
}

export interface Mapping {
  readonly columns: Columns;
  /** First row that may hold a trainee, counted from 0. */
  readonly firstRow: number;
}

interface Reading {
  readonly rows: RosterRow[];
  readonly tidied: TidiedCell[];
}

function readRow(sheet: Sheet, index: number, columns: Columns, tidied: TidiedCell[]): RosterRow {
  const id = String(index + 1);
  const cells = emptyCells();
  const damaged: RosterField[] = [];
  for (const field of rosterFields) {
    const column = columns[field];
    const cell = column === undefined ? undefined : sheet.rows[index]?.[column];
    if (!cell) continue;
    const tidy = tidyCell(field, cell);
    cells[field] = tidy.text;
    if (tidy.damaged) damaged.push(field);
    if (tidy.why.length > 0) tidied.push({ row: id, field, from: cell.text, to: tidy.text, why: tidy.why });
  }
  const source = { sheet: sheet.name, row: index, columns };
  return damaged.length > 0 ? { id, cells, source, damaged } : { id, cells, source };
}

function readRows(sheet: Sheet, { columns, firstRow }: Mapping, header?: Header): Reading {
  const rows: RosterRow[] = [];
  const tidied: TidiedCell[] = [];
  for (let index = firstRow; index < sheet.rows.length; index += 1) {
    if (kindOfRow(sheet.rows[index], columns, sheet, header) !== 'trainee') continue;
    rows.push(readRow(sheet, index, columns, tidied));
  }
  return { rows, tidied };
}

function problemsOf(columns: Columns, repeated: readonly RosterField[]): string[] {
  const missing = requiredFields.filter((field) => columns[field] === undefined);
  return [
    ...missing.map((field) => `没有找到“${rosterFieldLabels[field]}”一栏。`),
    ...repeated.map((field) => `有两栏都像“${rosterFieldLabels[field]}”，只读了左边一栏。`),
  ];
}

/** A sheet whose columns somebody has named by hand, or a pasted block laid onto known fields. */
export function interpretWith(sheet: Sheet, mapping: Mapping): RosterReading {
  const { columns, firstRow } = mapping;
  return {
    sheet: sheet.name,
    firstRow,
    columns,
    ...readRows(sheet, mapping),
    unmapped: [],
    problems: problemsOf(columns, []),
  };
}

/** The roster of one sheet: by its heading, completed and, where there is none, replaced by what the columns hold. */
export function interpretSheet(sheet: Sheet): RosterReading | undefined {
  const header = findHeader(sheet);
  const firstRow = header ? header.bottom + 1 : 0;
  const columns = inferColumns(sheet, firstRow, header?.columns);
  if (columns.id === undefined && columns.name === undefined) return undefined;
  if (!header && (columns.id === undefined || columns.name === undefined)) return undefined;
  const taken = new Set(Object.values(columns));
  return {
    sheet: sheet.name,
    ...(header ? { header: { top: header.top, bottom: header.bottom } } : {}),
    firstRow,
    columns,
    ...readRows(sheet, { columns, firstRow }, header),
    unmapped: (header?.unmapped ?? []).filter(({ column }) => !taken.has(column)),
    problems: problemsOf(columns, header?.repeated ?? []),
  };
}

export type Interpretation = { readonly roster: RosterReading } | { readonly unreadable: string };

/** More named columns make the better roster; of equals, more trainees. */
function isBetter(one: RosterReading, than: RosterReading): boolean {
  if (one.rows.length === 0 || than.rows.length === 0) return one.rows.length > than.rows.length;
  const wider = Object.keys(one.columns).length - Object.keys(than.columns).length;
  return wider > 0 || (wider === 0 && one.rows.length > than.rows.length);
}

/** The roster among the sheets of a file: the one whose heading names most fields and that holds trainees. */
export function interpret(sheets: readonly Sheet[]): Interpretation {
  const readings = sheets.map(interpretSheet).filter((reading) => reading !== undefined);
  const [first, ...others] = readings;
  if (!first) return { unreadable: '没有找到花名册：表中应有“姓名”和“身份证号”两栏，每名学员一行。' };
  const roster = others.reduce((best, each) => (isBetter(each, best) ? each : best), first);
  if (roster.rows.length === 0) {
    return { unreadable: `工作表“${roster.sheet}”只有表头，没有学员。请填写后再上传。` };
  }
  const skipped = readings.filter((each) => each !== roster && each.rows.length > 0);
  const notes = skipped.map(
    ({ sheet, rows }) => `工作表“${sheet}”也有 ${rows.length} 行像学员，没有读；一次只读一张工作表。`,
  );
  return { roster: { ...roster, problems: [...roster.problems, ...notes] } };
}
