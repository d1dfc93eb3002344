import type { SheetCell } from '#kernel/sheet';
import type { TidyCell } from './tidy';

/** The lists a filing takes from files: 备案花名册（附件4）and 就业岗位信息（附件5）. */
export const listKinds = ['roster', 'posts'] as const;
export type ListKind = (typeof listKinds)[number];

/** Column of each field in a sheet, counted from 0. */
export type Columns<Field extends string> = Readonly<Partial<Record<Field, number>>>;

export interface HeadingMatch<Field extends string> {
  readonly field: Field;
  /** 0 is the plainest wording; a higher rank gives way to a lower one. */
  readonly rank: number;
}

/** What the cells of a column look like when the column is this field. */
export interface Likeness<Field extends string> {
  readonly field: Field;
  /** Share of filled cells that must look like the field. */
  readonly share: number;
  readonly fits: (text: string, cell: SheetCell) => boolean;
}

/** Words of one cell of a row without its blanks, by field; empty where the file has no such column. */
export type CellsAt<Field extends string> = (field: Field) => string;

/** What tells an entry of the list from a total, a signature or a remark. */
export interface RowSigns<Field extends string> {
  /** A row that fills none of these is nobody’s. */
  readonly bearers: readonly Field[];
  /** The first column of words: 姓名, 招聘单位. */
  readonly lead: Field;
  /** Fields that are filled by default and tell nothing of the row. */
  readonly beside: readonly Field[];
  /** Free text, where “备注：” opens no closing line. */
  readonly remarks: readonly Field[];
  /** Filled fields from which on a row is no closing line. */
  readonly enough: number;
  /** A cell that only an entry has. */
  readonly proves: (at: CellsAt<Field>) => boolean;
}

/** One kind of list: how its columns are recognised, its rows told from others, its cells put in order. */
export interface ListForm<Field extends string> {
  readonly list: ListKind;
  readonly fields: readonly Field[];
  readonly labels: Readonly<Record<Field, string>>;
  /** What the notice asks of every entry, and the columns any of which gives it. */
  readonly required: readonly { readonly label: string; readonly anyOf: readonly Field[] }[];
  /** 学员, 岗位; and what its rows are counted in. */
  readonly entry: string;
  readonly unit: string;
  /** Said when no sheet of a file holds such a list. */
  readonly notFound: string;
  blank(): Record<Field, string>;
  fieldOfHeading(text: string): HeadingMatch<Field> | undefined;
  /** Whether a row that names these fields, beside so many unknown headings, is a row of headings. */
  isHeading(columns: Columns<Field>, unknown: number): boolean;
  /** Whether a sheet with these columns holds such a list. */
  isList(columns: Columns<Field>, hasHeading: boolean): boolean;
  readonly likenesses: readonly Likeness<Field>[];
  /** Fields judged by content as written, because tidying would make too much of any text. */
  readonly judgedAsWritten: readonly Field[];
  readonly signs: RowSigns<Field>;
  tidy(field: Field, cell: SheetCell | undefined): TidyCell;
  /** Fields taken from the entry above while the first of them is blank: a merged cell holds its words only once. */
  readonly carried: readonly Field[];
}

/** Labels of what the notice asks for and the columns do not give. */
export const lacking = <Field extends string>(form: ListForm<Field>, columns: Columns<Field>): string[] =>
  form.required.filter(({ anyOf }) => anyOf.every((field) => columns[field] === undefined)).map(({ label }) => label);
