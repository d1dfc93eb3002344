/** One choice of a choice column: what is stored and what is read. */
export interface SheetChoice {
  readonly value: string;
  readonly label: string;
}

export interface SheetColumn<Field extends string = string> {
  readonly field: Field;
  readonly name: string;
  /** Other headings clerks use for this column; a pasted heading row is matched by them. */
  readonly aliases?: readonly string[] | undefined;
  /** Width in pixels at the usual text size; grows with 大字版. */
  readonly width: number;
  /** Stays in sight while the rest scrolls sideways; only for the leading columns. */
  readonly frozen?: boolean | undefined;
  readonly kind: 'text' | 'choice' | 'date';
  readonly choices?: readonly SheetChoice[] | undefined;
  readonly readonly?: boolean | undefined;
}

export interface SheetRow<Field extends string = string> {
  readonly id: string;
  readonly cells: Readonly<Partial<Record<Field, string>>>;
}

/** What is wrong with a cell, as its tip says it. */
export interface CellFinding<Field extends string = string> {
  readonly row: string;
  readonly field: Field;
  readonly severity: 'blocks' | 'warns';
  readonly message: string;
  /** The way forward. */
  readonly fix: string;
  readonly rule: string;
  /** Labels of the clauses. */
  readonly cites: readonly string[];
  /** Where it stands in the clerk's own file, e.g. 花名册定稿.xls 第 9 行 F9. */
  readonly sourceCell?: string | undefined;
}

/** What was put in order by itself. */
export interface TidiedCell<Field extends string = string> {
  readonly row: string;
  readonly field: Field;
  readonly from: string;
  /** 全角, 空格, 日期 … */
  readonly what: string;
}

export type SheetStep<Field extends string = string> =
  | { readonly kind: 'set'; readonly row: string; readonly field: Field; readonly from: string; readonly to: string }
  | { readonly kind: 'insert'; readonly at: number; readonly rows: readonly SheetRow<Field>[] }
  | { readonly kind: 'delete'; readonly at: number; readonly rows: readonly SheetRow<Field>[] };

/** What one act of the clerk did; undone and redone as one. */
export interface SheetBatch<Field extends string = string> {
  /** 输入, 粘贴, 填充 … */
  readonly says: string;
  readonly steps: readonly SheetStep<Field>[];
}

export const cellText = <Field extends string>(row: SheetRow<Field> | undefined, field: Field): string =>
  row?.cells[field] ?? '';

/** The rows after a batch; rows it does not touch stay the same objects. */
export function applyBatch<Field extends string>(
  rows: readonly SheetRow<Field>[],
  batch: SheetBatch<Field>,
): readonly SheetRow<Field>[] {
  const next = [...rows];
  let places: Map<string, number> | undefined;
  for (const step of batch.steps) {
    if (step.kind === 'insert') {
      next.splice(step.at, 0, ...step.rows);
      places = undefined;
    } else if (step.kind === 'delete') {
      next.splice(step.at, step.rows.length);
      places = undefined;
    } else {
      places ??= new Map(next.map((row, at) => [row.id, at]));
      const at = places.get(step.row);
      const row = at === undefined ? undefined : next[at];
      if (at !== undefined && row) next[at] = { id: row.id, cells: { ...row.cells, [step.field]: step.to } };
    }
  }
  return next;
}

/** The batch that takes another one back. */
export function inverse<Field extends string>(batch: SheetBatch<Field>): SheetBatch<Field> {
  const steps = batch.steps.map((step): SheetStep<Field> => {
    if (step.kind === 'set') return { ...step, from: step.to, to: step.from };
    return { ...step, kind: step.kind === 'insert' ? 'delete' : 'insert' };
  });
  return { says: batch.says, steps: steps.reverse() };
}
