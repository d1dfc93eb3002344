import { computed, type Ref, ref, shallowRef, watch } from 'vue';
import type { SheetState } from './edits';
import { emptyHistory, recorded, redo, type SheetHistory, undo } from './history';
import { type CellPlace, clamped, moved, rangeOf, type Selection, single } from './selection';
import { applyBatch, type SheetBatch, type SheetColumn, type SheetRow } from './sheet';

export interface SheetOptions<Field extends string> {
  readonly rows: Ref<readonly SheetRow<Field>[]>;
  readonly columns: () => readonly SheetColumn<Field>[];
  readonly maxRows: () => number;
  readonly isReadonly: () => boolean;
  readonly newId: () => string;
  readonly onEdit: (batch: SheetBatch<Field>) => void;
}

/** The sheet at work: rows, selection, and what can be taken back. */
export function useSheet<Field extends string>(options: SheetOptions<Field>) {
  const { rows } = options;
  const history = shallowRef<SheetHistory<Field>>(emptyHistory);
  const selection = shallowRef<Selection>(single({ row: 0, column: 0 }));
  const notice = ref('');
  let own: readonly SheetRow<Field>[] = rows.value;

  const canGrow = computed(() => !options.isReadonly() && rows.value.length < options.maxRows());
  const size = computed(() => ({
    rows: rows.value.length + (canGrow.value ? 1 : 0),
    columns: options.columns().length,
  }));
  const range = computed(() => rangeOf(selection.value));
  const state = computed(
    (): SheetState<Field> => ({
      rows: rows.value,
      columns: options.columns(),
      newId: options.newId,
      maxRows: options.maxRows(),
    }),
  );

  /** Rows put in by the page itself may have moved: what was done to the old ones can no longer be taken back. */
  watch(rows, (next) => {
    const same = next.length === own.length && next.every((row, at) => row.id === own[at]?.id);
    if (next !== own && !same) history.value = emptyHistory;
    own = next;
    selection.value = {
      anchor: clamped(selection.value.anchor, size.value),
      focus: clamped(selection.value.focus, size.value),
    };
  });

  function apply(batch: SheetBatch<Field>): void {
    own = applyBatch(rows.value, batch);
    rows.value = own;
    options.onEdit(batch);
  }
  function act(batch: SheetBatch<Field> | undefined): boolean {
    if (!batch || options.isReadonly()) return false;
    history.value = recorded(history.value, batch);
    apply(batch);
    return true;
  }
  function travel(step: ReturnType<typeof undo<Field>>, word: string): void {
    if (!step || options.isReadonly()) return;
    history.value = step.history;
    apply(step.batch);
    notice.value = `${word}：${step.batch.says}`;
  }
  return {
    history,
    selection,
    notice,
    canGrow,
    size,
    range,
    state,
    act,
    undo: () => travel(undo(history.value), '已撤销'),
    redo: () => travel(redo(history.value), '已恢复'),
    moveTo: (place: CellPlace, extend = false) => {
      selection.value = moved(selection.value, place, size.value, extend);
    },
    select: (next: Selection) => {
      selection.value = { anchor: clamped(next.anchor, size.value), focus: clamped(next.focus, size.value) };
    },
  };
}

/** An id for a row not yet known to the server; works on plain http too. */
export function madeRowId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `new-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
