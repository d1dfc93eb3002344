import type { TidiedCell } from '#ui/grid/sheet';
import type { ListReading } from '../domain/lists/interpret';
import { type RosterField, rosterFields } from '../domain/roster/fields';
import { tidyCell } from '../domain/roster/tidy';
import { type RowOrigin, sheetRowOf } from './filing-model';
import type { ImportMode } from './import/ImportDialog.vue';
import { tidyNote } from './import/import-words';
import { importedFrom, useGridImport } from './import/useGridImport';
import type { Filing } from './useFiling';

/** Trainees of files put into the roster, each knowing its place in the clerk’s file and which digits were lost. */
export function useRosterImport(filing: Filing) {
  const grid = useGridImport<RosterField>({
    rows: filing.roster,
    fields: rosterFields,
    tidy: (field, text) => tidyCell(field, { kind: 'text', text }),
    changed: () => filing.changed('roster'),
    /** A cell corrected by hand is no longer a damaged one. */
    touched(cells) {
      const origins = new Map(filing.origins.value);
      for (const [row, fields] of cells) {
        const origin = origins.get(row);
        if (origin?.damaged)
          origins.set(row, { ...origin, damaged: origin.damaged.filter((field) => !fields.has(field)) });
      }
      filing.origins.value = origins;
    },
  });

  function take(reading: ListReading<RosterField>, mode: ImportMode, fileName: string): void {
    const taken = new Set(mode === 'append' ? filing.roster.value.map((row) => row.id) : []);
    const idOf = new Map(reading.rows.map(({ id }) => [id, taken.has(id) ? crypto.randomUUID() : id]));
    const origins = new Map<string, RowOrigin>(mode === 'append' ? filing.origins.value : []);
    const rows = reading.rows.map((row) => {
      const id = idOf.get(row.id) ?? row.id;
      origins.set(id, {
        ...(row.source ? { source: row.source } : {}),
        ...(row.damaged ? { damaged: row.damaged } : {}),
      });
      return sheetRowOf({ ...row, id });
    });
    const tidied = reading.tidied.map(
      ({ row, field, from, why }): TidiedCell<RosterField> => ({
        row: idOf.get(row) ?? row,
        field,
        from,
        what: tidyNote(why),
      }),
    );
    filing.origins.value = origins;
    grid.put(rows, tidied, mode, importedFrom(reading, fileName));
  }
  return { ...grid, take };
}
