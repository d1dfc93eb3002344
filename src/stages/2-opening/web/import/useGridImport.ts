import { type Ref, ref } from 'vue';
import type { SheetBatch, SheetRow, TidiedCell } from '#ui/grid/sheet';
import type { ListReading } from '../../domain/lists/interpret';
import type { TidyCell } from '../../domain/lists/tidy';
import type { ImportMode } from './ImportDialog.vue';
import { tidyNote } from './import-words';

/** Where the rows came from, as the strip above the grid says it. */
export interface ImportedFrom {
  readonly fileName: string;
  readonly columnCount: number;
  readonly unmapped: readonly string[];
  readonly problems: readonly string[];
}

export const importedFrom = <Field extends string>(
  { columns, unmapped, problems }: ListReading<Field>,
  fileName: string,
): ImportedFrom => ({
  fileName,
  columnCount: Object.keys(columns).length,
  unmapped: unmapped.map(({ heading }) => heading),
  problems,
});

export interface GridImport<Field extends string> {
  readonly rows: Ref<readonly SheetRow<Field>[]>;
  readonly fields: readonly Field[];
  readonly tidy: (field: Field, text: string) => TidyCell;
  readonly changed: () => void;
  /** Told which cells were typed or pasted by hand. */
  readonly touched?: (cells: ReadonlyMap<string, ReadonlySet<Field>>) => void;
}

/** Rows of files put into a grid, taken back as one, and cells typed by hand put in order as a file’s would be. */
export function useGridImport<Field extends string>({ rows, fields, tidy, changed, touched }: GridImport<Field>) {
  const from = ref<ImportedFrom>();
  const tidied: Ref<readonly TidiedCell<Field>[]> = ref([]);
  const former: Ref<readonly SheetRow<Field>[] | undefined> = ref();

  function put(
    next: readonly SheetRow<Field>[],
    cells: readonly TidiedCell<Field>[],
    mode: ImportMode,
    whence: ImportedFrom,
  ): void {
    former.value = rows.value;
    rows.value = mode === 'append' ? [...rows.value, ...next] : next;
    tidied.value = mode === 'append' ? [...tidied.value, ...cells] : cells;
    from.value = whence;
    changed();
  }

  /** Brings back the rows from before the last file. */
  function takeBack(): void {
    if (!former.value) return;
    rows.value = former.value;
    former.value = undefined;
    from.value = undefined;
    changed();
  }

  function touchedBy(batch: SheetBatch<Field>): Map<string, Set<Field>> {
    const cells = new Map<string, Set<Field>>();
    for (const step of batch.steps) {
      if (step.kind === 'set') cells.set(step.row, (cells.get(step.row) ?? new Set<Field>()).add(step.field));
      if (step.kind === 'insert') for (const row of step.rows) cells.set(row.id, new Set(fields));
    }
    return cells;
  }

  /** Cells just typed or pasted, put in order. */
  function settle(batch: SheetBatch<Field>): void {
    const cells = touchedBy(batch);
    const fresh: TidiedCell<Field>[] = [];
    rows.value = rows.value.map((row) => {
      const own = cells.get(row.id);
      return own ? tidyRow(row, own, fresh) : row;
    });
    touched?.(cells);
    const kept = tidied.value.filter((cell) => !cells.get(cell.row)?.has(cell.field));
    tidied.value = [...kept, ...fresh];
    changed();
  }

  function tidyRow(row: SheetRow<Field>, own: ReadonlySet<Field>, fresh: TidiedCell<Field>[]): SheetRow<Field> {
    const cells: Partial<Record<Field, string>> = { ...row.cells };
    for (const field of own) {
      const typed = cells[field];
      if (typed === undefined || typed === '') continue;
      const { text, why } = tidy(field, typed);
      if (why.length === 0) continue;
      cells[field] = text;
      fresh.push({ row: row.id, field, from: typed, what: tidyNote(why) });
    }
    return { id: row.id, cells };
  }
  return { from, tidied, former, put, takeBack, settle };
}
