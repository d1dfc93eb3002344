import { type CellBlock, parseTsv } from './tsv';
import type { useSheet } from './useSheet';
import type { useSheetActions } from './useSheetActions';

export interface SheetClipboardOptions<Field extends string> {
  readonly sheet: ReturnType<typeof useSheet<Field>>;
  readonly actions: ReturnType<typeof useSheetActions<Field>>;
  readonly isEditing: () => boolean;
  readonly isReadonly: () => boolean;
  readonly onFiles: (files: readonly File[]) => void;
  /** Whether the page takes a pasted block as a table of its own. */
  readonly takesTable: (block: CellBlock) => boolean;
}

/** Copy, cut, paste and drop on the sheet; while a cell is edited the browser's own apply. */
export function sheetClipboard<Field extends string>(options: SheetClipboardOptions<Field>) {
  const { sheet, actions } = options;

  function copy(event: ClipboardEvent): void {
    if (options.isEditing()) return;
    event.preventDefault();
    event.clipboardData?.setData('text/plain', actions.copied());
    sheet.notice.value = '已复制';
  }
  function cut(event: ClipboardEvent): void {
    if (options.isEditing()) return;
    copy(event);
    actions.clear('剪切');
  }
  function paste(event: ClipboardEvent): void {
    if (options.isEditing() || options.isReadonly()) return;
    const files = [...(event.clipboardData?.files ?? [])];
    const text = event.clipboardData?.getData('text/plain') ?? '';
    event.preventDefault();
    if (text && options.takesTable(parseTsv(text))) return;
    if (text) actions.paste(text);
    else if (files.length) options.onFiles(files);
  }
  function drop(event: DragEvent): void {
    const files = [...(event.dataTransfer?.files ?? [])];
    if (!files.length || options.isReadonly()) return;
    event.preventDefault();
    options.onFiles(files);
  }
  return { copy, cut, paste, drop };
}
