import type { Sheet } from '#kernel/sheet';
import { type Columns, type ListForm, lacking } from './form';
import { findHeader, type Header, headerAt, type HeaderRows, searchedRows } from './find-header';
import { headingAbove, inferColumns, rivalledFields } from './infer-columns';
import { excerptOf, type LeftRow, readRows } from './read-rows';
import type { ListRow } from './row';
import { findShape, type RememberedShape } from './shape';
import type { TidyReason } from './tidy';

/** A cell that reads differently from what stands in the file. */
export interface TidiedCell<Field extends string> {
  /** The row’s id. */
  readonly row: string;
  readonly field: Field;
  readonly from: string;
  readonly to: string;
  readonly why: readonly TidyReason[];
}

/** A sheet read as a list. */
export interface ListReading<Field extends string> {
  readonly sheet: string;
  /** Absent when the columns were told from their content. */
  readonly header?: HeaderRows;
  /** Row from which entries were read, counted from 0. */
  readonly firstRow: number;
  readonly columns: Columns<Field>;
  readonly rows: readonly ListRow<Field>[];
  /** Rows that are no entries, with the reason; titles above the heading first. */
  readonly left: readonly LeftRow[];
  readonly unmapped: readonly { readonly column: number; readonly heading: string }[];
  readonly tidied: readonly TidiedCell<Field>[];
  /** What the clerk should know about the reading, in sentences. */
  readonly problems: readonly string[];
  /** Set when the columns are as a colleague named them for a sheet of the same headings. */
  readonly remembered?: RememberedShape;
}

/** Columns as somebody has named them. */
export interface Mapping<Field extends string> {
  readonly columns: Columns<Field>;
  /** First row that may hold an entry, counted from 0. */
  readonly firstRow: number;
  readonly header?: HeaderRows | undefined;
}

/** Columns of a sheet under the heading at these rows: by its words, and by what they hold. */
export function columnsUnder<Field extends string>(
  form: ListForm<Field>,
  sheet: Sheet,
  rows: HeaderRows | undefined,
): Columns<Field> {
  const header = rows && headerAt(form, sheet, rows);
  return inferColumns(form, sheet, rows ? rows.bottom + 1 : 0, header?.columns);
}

const unmappedOf = <Field extends string>(
  form: ListForm<Field>,
  columns: Columns<Field>,
  header: Header<Field> | undefined,
): ListReading<Field>['unmapped'] => {
  const taken = new Set(form.fields.map((field) => columns[field]));
  const named = form.fields.flatMap((field) => {
    const column = header?.columns[field];
    return column === undefined ? [] : [{ column, heading: form.labels[field] }];
  });
  return [...(header?.unmapped ?? []), ...named].filter(({ column }) => !taken.has(column));
};

function problemsOf<Field extends string>(
  form: ListForm<Field>,
  columns: Columns<Field>,
  repeated: readonly Field[],
): string[] {
  return [
    ...lacking(form, columns).map((label) => `没有找到“${label}”一栏。`),
    ...repeated.map((field) => `有两栏都像“${form.labels[field]}”，只读了左边一栏。`),
  ];
}

/** A sheet whose columns somebody has named by hand, or a pasted block laid onto known fields. */
export function interpretWith<Field extends string>(
  form: ListForm<Field>,
  sheet: Sheet,
  mapping: Mapping<Field>,
): ListReading<Field> {
  const { columns, firstRow, header } = mapping;
  return {
    sheet: sheet.name,
    ...(header ? { header } : {}),
    firstRow,
    columns,
    ...readRows(form, sheet, mapping),
    unmapped: unmappedOf(form, columns, header && headerAt(form, sheet, header)),
    problems: problemsOf(form, columns, []),
  };
}

function remembered<Field extends string>(
  form: ListForm<Field>,
  sheet: Sheet,
  shapes: readonly RememberedShape[],
): ListReading<Field> | undefined {
  const found = findShape(form, sheet, shapes);
  if (!found) return undefined;
  const { header, columns, shape } = found;
  return { ...interpretWith(form, sheet, { columns, firstRow: header.bottom + 1, header }), remembered: shape };
}

/**
 * The list of one sheet: as it was read for a sheet of the same headings before, else by its heading, completed and,
 * where there is none, replaced by what the columns hold.
 */
export function interpretSheet<Field extends string>(
  form: ListForm<Field>,
  sheet: Sheet,
  shapes: readonly RememberedShape[] = [],
): ListReading<Field> | undefined {
  const known = remembered(form, sheet, shapes);
  if (known) return known;
  const header = findHeader(form, sheet);
  const firstRow = header ? header.bottom + 1 : 0;
  const columns = inferColumns(form, sheet, firstRow, header?.columns);
  if (!form.isList(columns, header !== undefined)) return undefined;
  const place = header ? { top: header.top, bottom: header.bottom } : headingAbove(form, sheet, columns);
  const first = place ? place.bottom + 1 : 0;
  const rivals = rivalledFields(form, sheet, first, columns, header?.columns);
  return {
    sheet: sheet.name,
    ...(place ? { header: place } : {}),
    firstRow: first,
    columns,
    ...readRows(form, sheet, { columns, firstRow: first, header: place }),
    unmapped: unmappedOf(form, columns, header ?? (place && headerAt(form, sheet, place))),
    problems: problemsOf(form, columns, [...(header?.repeated ?? []), ...rivals]),
  };
}

export type ListInterpretation<Field extends string> =
  | { readonly reading: ListReading<Field>; readonly at: number }
  | { readonly unreadable: string };

type Placed<Field extends string> = { readonly reading: ListReading<Field>; readonly at: number };

/** More named columns make the better list; of equals, more entries. */
function isBetter<Field extends string>({ reading: one }: Placed<Field>, { reading: than }: Placed<Field>): boolean {
  if (one.rows.length === 0 || than.rows.length === 0) return one.rows.length > than.rows.length;
  const wider = Object.keys(one.columns).length - Object.keys(than.columns).length;
  return wider > 0 || (wider === 0 && one.rows.length > than.rows.length);
}

/** The list among the sheets of a file: the one whose heading names most fields and that holds entries. */
export function interpret<Field extends string>(
  form: ListForm<Field>,
  sheets: readonly Sheet[],
  shapes: readonly RememberedShape[] = [],
): ListInterpretation<Field> {
  const readings = sheets.flatMap((sheet, at): Placed<Field>[] => {
    const reading = interpretSheet(form, sheet, shapes);
    return reading ? [{ reading, at }] : [];
  });
  const [first, ...others] = readings;
  if (!first) return { unreadable: form.notFound };
  const { reading, at } = others.reduce((best, each) => (isBetter(each, best) ? each : best), first);
  if (reading.rows.length === 0)
    return { unreadable: `工作表“${reading.sheet}”只有表头，没有${form.entry}。请填写后再上传。` };
  const skipped = readings.filter((each) => each.at !== at && each.reading.rows.length > 0);
  const notes = skipped.map(
    ({ reading: { sheet, rows } }) =>
      `工作表“${sheet}”也有 ${rows.length} 行像${form.entry}，没有读；一次只读一张工作表。`,
  );
  return { reading: { ...reading, problems: [...reading.problems, ...notes] }, at };
}

/** Where a heading most likely stands in a sheet nobody recognised: the first row of several words. */
export function likelyHeading(sheet: Sheet): HeaderRows | undefined {
  const at = sheet.rows.findIndex((row) => excerptOf(row, 3).length >= 3);
  return at < 0 || at >= searchedRows ? undefined : { top: at, bottom: at };
}
