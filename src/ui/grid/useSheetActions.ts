import type { ComputedRef } from 'vue';
import {
  blockOf,
  deleteRows,
  fillDown,
  fillRange,
  headingOrder,
  insertRows,
  putBlock,
  rowsBeyond,
  typedText,
} from './edits';
import { type CellPlace, single } from './selection';
import type { SheetColumn, SheetRow } from './sheet';
import { type CellBlock, formatTsv, parseTsv } from './tsv';
import type { useSheet } from './useSheet';

type Sheet<Field extends string> = ReturnType<typeof useSheet<Field>>;

/** What the clerk can do with a selection, each as one act that can be taken back. */
export function useSheetActions<Field extends string>(
  sheet: Sheet<Field>,
  columns: ComputedRef<readonly SheetColumn<Field>[]>,
  rows: () => readonly SheetRow<Field>[],
) {
  const { state, range, selection, notice, act } = sheet;

  function put(text: string, at: CellPlace): void {
    const column = columns.value[at.column];
    if (!column || (text === '' && !rows()[at.row])) return;
    act(putBlock('输入', state.value, [[typedText(column, text)]], at));
  }
  function clear(says = '清除'): void {
    act(fillRange(says, state.value, range.value, ''));
  }
  function paste(text: string): void {
    const block = parseTsv(text);
    const first = block[0] ?? [];
    if (block.length === 1 && first.length === 1) return fillOrPut(first[0] ?? '');
    const order = headingOrder(columns.value, first);
    const body = order ? block.slice(1) : block;
    const at = { row: range.value.top, column: order ? 0 : range.value.left };
    const left = rowsBeyond(state.value, body, at.row);
    act(putBlock('粘贴', state.value, body, at, order));
    sheet.select({
      anchor: at,
      focus: { row: at.row + body.length - 1, column: order ? columns.value.length - 1 : at.column + first.length - 1 },
    });
    notice.value = pasteWords(body, order !== undefined, left);
  }
  function pasteWords(body: CellBlock, byHeading: boolean, left: number): string {
    const done = `已粘贴 ${body.length - left} 行${byHeading ? '，按表头对应列' : ''}`;
    return left ? `${done}；最多 ${state.value.maxRows} 行，后 ${left} 行没有粘贴，请分班申报` : done;
  }
  function fillOrPut(text: string): void {
    const { top, bottom, left, right } = range.value;
    if (top !== bottom || left !== right) act(fillRange('粘贴', state.value, range.value, text));
    else act(putBlock('粘贴', state.value, [[text]], { row: top, column: left }));
  }
  function insert(): void {
    const { top, bottom } = range.value;
    const count = Math.min(bottom - top + 1, Math.max(1, rows().length - top));
    if (!act(insertRows(state.value, top, count))) notice.value = `最多 ${state.value.maxRows} 行，不能再插入`;
    else notice.value = `已在第 ${top + 1} 行前插入 ${count} 行`;
  }
  function remove(): void {
    const { top, bottom, left } = range.value;
    const count = Math.min(bottom, rows().length - 1) - top + 1;
    if (!act(deleteRows(state.value, range.value))) return;
    sheet.select(single({ row: top, column: left }));
    notice.value = `已删除 ${count} 行，Ctrl Z 可撤销`;
  }
  return {
    put,
    clear,
    paste,
    insert,
    remove,
    fill: () => act(fillDown(state.value, range.value)),
    copied: () => formatTsv(blockOf(state.value, range.value)),
    selectAll: () =>
      sheet.select({
        anchor: { row: 0, column: 0 },
        focus: { row: Math.max(0, rows().length - 1), column: columns.value.length - 1 },
      }),
    current: () => selection.value.focus,
  };
}
