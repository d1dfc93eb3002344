import type { SheetBatch, TidiedCell } from '#ui/grid/sheet';
import type { ListReading } from '../domain/lists/interpret';
import { emptyPostCells, type PostColumn, type PostField, postFields } from '../domain/posts/fields';
import { postCells, readPosts } from '../domain/posts/read-posts';
import { tidyPostCell } from '../domain/posts/tidy';
import type { ImportMode } from './import/ImportDialog.vue';
import { tidyNote } from './import/import-words';
import { importedFrom, useGridImport } from './import/useGridImport';
import type { Filing } from './useFiling';

/** Job posts of files and pasted tables put into the grid; a range of wages typed into one cell fills both. */
export function usePostImport(filing: Filing) {
  const grid = useGridImport<PostField>({
    rows: filing.postRows,
    fields: postFields,
    tidy: (field, text) => tidyPostCell(field, { kind: 'text', text }),
    changed: () => filing.changed('posts'),
  });

  function take(reading: ListReading<PostColumn>, mode: ImportMode, fileName: string): void {
    const read = readPosts(reading);
    const idOf = new Map(read.rows.map(({ id }) => [id, crypto.randomUUID()]));
    const rows = read.rows.map(({ id, cells }) => ({ id: idOf.get(id) ?? id, cells }));
    const tidied = read.tidied.map(
      ({ row, field, from, why }): TidiedCell<PostField> => ({
        row: idOf.get(row) ?? row,
        field,
        from,
        what: tidyNote(why),
      }),
    );
    grid.put(rows, tidied, mode, importedFrom(reading, fileName));
  }

  function settle(batch: SheetBatch<PostField>): void {
    grid.settle(batch);
    const touched = new Set(batch.steps.flatMap((step) => (step.kind === 'set' ? [step.row] : [])));
    for (const step of batch.steps) if (step.kind === 'insert') for (const row of step.rows) touched.add(row.id);
    filing.postRows.value = filing.postRows.value.map((row) =>
      touched.has(row.id) ? { id: row.id, cells: postCells({ ...emptyPostCells(), ...row.cells }) } : row,
    );
  }
  return { ...grid, settle, take };
}
