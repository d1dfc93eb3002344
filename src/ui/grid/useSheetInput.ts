import { type ComputedRef, nextTick, onBeforeUnmount, onMounted, type Ref, ref, watch } from 'vue';
import { shownText } from './edits';
import type { CellPlace } from './selection';
import { cellText, type SheetColumn, type SheetRow } from './sheet';
import { sheetClipboard } from './sheet-clipboard';
import { intentOf, type PlainIntent, type SheetIntent } from './sheet-keys';
import type { CellBlock } from './tsv';
import type { useSheet } from './useSheet';
import type { useSheetActions } from './useSheetActions';
import { useSheetEditor } from './useSheetEditor';
import { useSheetView } from './useSheetView';

export interface SheetInputOptions<Field extends string> {
  readonly sheet: ReturnType<typeof useSheet<Field>>;
  readonly actions: ReturnType<typeof useSheetActions<Field>>;
  readonly columns: ComputedRef<readonly SheetColumn<Field>[]>;
  readonly rows: () => readonly SheetRow<Field>[];
  readonly elements: {
    readonly scroller: Ref<HTMLElement | null>;
    readonly input: Ref<HTMLTextAreaElement | null>;
    readonly tip: Ref<HTMLElement | null>;
  };
  readonly isReadonly: () => boolean;
  readonly toFinding: (by: 1 | -1) => void;
  readonly onFiles: (files: readonly File[]) => void;
  readonly takesTable: (block: CellBlock) => boolean;
}

/** Keys, typing, clipboard and scrolling of the sheet, all taken by its one input. */
export function useSheetInput<Field extends string>(options: SheetInputOptions<Field>) {
  const { sheet, actions, columns } = options;
  const { scroller, input, tip } = options.elements;
  const focused = ref(false);
  let leaving = false;
  const focus = (): CellPlace => sheet.selection.value.focus;
  const column = (): SheetColumn<Field> | undefined => columns.value[focus().column];
  const stored = (place = focus()): string => {
    const at = columns.value[place.column];
    return at ? cellText(options.rows()[place.row], at.field) : '';
  };
  const view = useSheetView(scroller, () => sheet.size.value.rows);
  const editor = useSheetEditor(input, column);
  const isFixed = (): boolean => options.isReadonly() || column()?.readonly === true;
  const isEditing = (): boolean => editor.mode.value !== 'off';

  function edit(): void {
    if (!isFixed() && !isEditing()) editor.begin('edit', stored());
  }
  function commit(): void {
    if (!isEditing()) return;
    const place = focus();
    const text = editor.answer();
    const now = column();
    editor.end();
    if (now && text !== shownText(now, stored(place))) actions.put(text, place);
  }
  function settle(): void {
    commit();
    void editor.focus();
  }
  const acts: Readonly<Record<PlainIntent['do'], () => void>> = {
    edit,
    open: edit,
    clear: () => actions.clear(),
    undo: () => sheet.undo(),
    redo: () => sheet.redo(),
    fill: () => void actions.fill(),
    insert: () => actions.insert(),
    delete: () => actions.remove(),
    all: () => actions.selectAll(),
    leave: () => {
      leaving = true;
    },
  };
  function carryOut(intent: SheetIntent): void {
    if (intent.do === 'move') sheet.moveTo(intent.to, intent.extend);
    else if (intent.do === 'finding') options.toFinding(intent.by);
    else acts[intent.do]();
  }
  const context = () => ({
    focus: focus(),
    size: sheet.size.value,
    pageRows: Math.max(1, Math.floor(view.viewHeight.value / view.rowHeight.value) - 2),
    isFilled: (place: CellPlace) => stored(place) !== '',
  });

  /** Keys while a cell is edited: true when the key is done with. */
  function whileEditing(event: KeyboardEvent): boolean {
    const { key } = event;
    if (key === 'Escape') {
      editor.end();
      return true;
    }
    if (key === 'Enter' && event.altKey) {
      editor.lineBreak();
      return true;
    }
    if ((key === 'ArrowDown' || key === 'ArrowUp') && editor.choices.value.length) {
      editor.walk(key === 'ArrowDown' ? 1 : -1);
      return true;
    }
    const leaves =
      key === 'Enter' || key === 'Tab' || key === 'F8' || (editor.mode.value === 'type' && key.startsWith('Arrow'));
    if (!leaves) return true;
    commit();
    return false;
  }
  function keydown(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229) return;
    if (isEditing()) {
      const handled = whileEditing(event);
      if (handled) {
        event.stopPropagation();
        if (
          event.key === 'Escape' ||
          (event.key === 'Enter' && event.altKey) ||
          (editor.choices.value.length && event.key.startsWith('Arrow'))
        )
          event.preventDefault();
        return;
      }
    }
    if (event.key === 'Tab' && leaving) return;
    const intent = intentOf(event, context());
    if (event.key !== 'Shift') leaving = false;
    if (!intent) return;
    if (intent.do === 'leave' && leaving) return;
    event.preventDefault();
    event.stopPropagation();
    carryOut(intent);
  }
  function typing(): void {
    if (isFixed()) return;
    if (!isEditing()) editor.begin('type', stored());
    else editor.note();
  }
  const clipboard = sheetClipboard({
    sheet,
    actions,
    isEditing,
    isReadonly: options.isReadonly,
    onFiles: options.onFiles,
    takesTable: options.takesTable,
  });
  function place(): void {
    view.placeInput(focus());
    view.placeTip(focus(), tip.value);
  }
  let frame = 0;
  function scrolled(): void {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      view.measure();
      place();
    });
  }
  watch([sheet.selection, sheet.size], async () => {
    await nextTick();
    view.reveal(focus());
    place();
    await nextTick();
    place();
  });
  watch([tip, focused, view.rowHeight, columns], () => nextTick(place));
  onMounted(() => {
    window.addEventListener('scroll', scrolled, { passive: true });
    window.addEventListener('resize', scrolled);
    void nextTick(place);
  });
  onBeforeUnmount(() => {
    window.removeEventListener('scroll', scrolled);
    window.removeEventListener('resize', scrolled);
    cancelAnimationFrame(frame);
  });

  const on = {
    listBox: view.listBox,
    choose(value: string) {
      const at = focus();
      editor.end();
      actions.put(value, at);
      void editor.focus();
    },
    scroller: { scroll: scrolled, drop: clipboard.drop, dragover: (event: DragEvent) => event.preventDefault() },
    input: {
      keydown,
      input: typing,
      compositionstart: typing,
      copy: clipboard.copy,
      cut: clipboard.cut,
      paste: clipboard.paste,
      focus: () => {
        focused.value = true;
        leaving = false;
      },
      blur: () => {
        commit();
        focused.value = false;
      },
    },
  };
  return { view, editor, on, focused, settle, edit };
}
