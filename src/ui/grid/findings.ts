import type { CellPlace } from './selection';
import type { CellFinding, SheetColumn, SheetRow, TidiedCell } from './sheet';

/** What is known of the cells of one row, by field. */
export interface RowNotes {
  readonly findings: ReadonlyMap<string, readonly CellFinding[]>;
  readonly tidied: ReadonlyMap<string, TidiedCell>;
}

export interface FindingCounts {
  readonly blocks: number;
  readonly warns: number;
}

/** Findings and tidied cells by row id, so that a row asks once. */
export function notesByRow(
  findings: readonly CellFinding[],
  tidied: readonly TidiedCell[],
): ReadonlyMap<string, RowNotes> {
  const byRow = new Map<string, { findings: Map<string, CellFinding[]>; tidied: Map<string, TidiedCell> }>();
  const notes = (row: string) => {
    const found = byRow.get(row) ?? {
      findings: new Map<string, CellFinding[]>(),
      tidied: new Map<string, TidiedCell>(),
    };
    byRow.set(row, found);
    return found;
  };
  for (const finding of findings) {
    const cell = notes(finding.row).findings;
    const list = cell.get(finding.field) ?? [];
    list.push(finding);
    if (finding.severity === 'blocks')
      list.sort((a, b) => Number(b.severity === 'blocks') - Number(a.severity === 'blocks'));
    cell.set(finding.field, list);
  }
  for (const cell of tidied) notes(cell.row).tidied.set(cell.field, cell);
  return byRow;
}

export const countFindings = (findings: readonly CellFinding[]): FindingCounts => ({
  blocks: findings.filter((finding) => finding.severity === 'blocks').length,
  warns: findings.filter((finding) => finding.severity === 'warns').length,
});

/** Cells with a finding, in reading order. */
export function findingPlaces(
  rows: readonly SheetRow[],
  columns: readonly SheetColumn[],
  notes: ReadonlyMap<string, RowNotes>,
): readonly CellPlace[] {
  return rows.flatMap((row, at) => {
    const found = notes.get(row.id)?.findings;
    if (!found?.size) return [];
    return columns.flatMap((column, across) => (found.has(column.field) ? [{ row: at, column: across }] : []));
  });
}

/** The next or previous place in reading order, around the end. */
export function nextPlace(places: readonly CellPlace[], from: CellPlace, by: 1 | -1): CellPlace | undefined {
  const after = (place: CellPlace): boolean =>
    place.row > from.row || (place.row === from.row && place.column > from.column);
  const before = (place: CellPlace): boolean =>
    place.row < from.row || (place.row === from.row && place.column < from.column);
  return by === 1 ? (places.find(after) ?? places[0]) : ([...places].reverse().find(before) ?? places.at(-1));
}

/** “3 处须改，1 处提醒”, or that nothing is wrong. */
export function countWords({ blocks, warns }: FindingCounts): string {
  const parts = [...(blocks ? [`${blocks} 处须改`] : []), ...(warns ? [`${warns} 处提醒`] : [])];
  return parts.length ? parts.join('，') : '没有须改之处';
}
