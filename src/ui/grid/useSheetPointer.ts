import { onBeforeUnmount } from 'vue';
import type { CellPlace, Selection } from './selection';

export interface SheetPointerOptions {
  readonly selection: () => Selection;
  readonly columns: () => number;
  readonly rows: () => number;
  readonly select: (selection: Selection) => void;
  readonly begin: () => void;
  /** Ends an edit and takes the focus back to the sheet. */
  readonly settle: () => void;
}

const cellOf = (target: EventTarget | null): CellPlace | undefined => {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
  if (!cell) return undefined;
  return { row: Number(cell.dataset['row']), column: Number(cell.dataset['column'] ?? '-1') };
};

/** Mouse and finger on the cells: press selects, drag and Shift extend, row numbers and headings take the whole line. */
export function useSheetPointer(options: SheetPointerOptions) {
  let dragging: CellPlace | undefined;

  function extend(event: PointerEvent): void {
    const place = cellOf(document.elementFromPoint(event.clientX, event.clientY));
    if (!dragging || !place) return;
    const whole = dragging.column < 0;
    options.select({
      anchor: { row: dragging.row, column: whole ? 0 : dragging.column },
      focus: { row: place.row, column: whole ? options.columns() - 1 : Math.max(0, place.column) },
    });
  }
  function stop(): void {
    dragging = undefined;
    window.removeEventListener('pointermove', extend);
    window.removeEventListener('pointerup', stop);
  }
  function pressRow(row: number, shift: boolean): void {
    const anchor = shift ? options.selection().anchor.row : row;
    options.select({ anchor: { row: anchor, column: 0 }, focus: { row, column: options.columns() - 1 } });
  }
  function down(event: PointerEvent): void {
    const head = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-head]') : null;
    const place = cellOf(event.target);
    if (event.button !== 0 || (!place && !head)) return;
    if (event.pointerType !== 'touch') event.preventDefault();
    options.settle();
    if (head) return pressColumn(Number(head.dataset['head']));
    if (!place) return;
    if (place.column < 0) pressRow(place.row, event.shiftKey);
    else {
      const { focus, anchor } = options.selection();
      const again = event.pointerType === 'touch' && focus.row === place.row && focus.column === place.column;
      options.select({ anchor: event.shiftKey ? anchor : place, focus: place });
      if (again) return options.begin();
    }
    if (event.pointerType === 'touch') return;
    dragging = event.shiftKey ? undefined : place;
    window.addEventListener('pointermove', extend);
    window.addEventListener('pointerup', stop);
  }
  function pressColumn(column: number): void {
    options.select({ anchor: { row: 0, column }, focus: { row: Math.max(0, options.rows() - 1), column } });
  }
  onBeforeUnmount(stop);
  return { down };
}
