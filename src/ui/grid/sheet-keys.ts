import { type CellPlace, jumped, type SheetSize, tabbed } from './selection';

/** What needs nothing more said. */
export interface PlainIntent {
  readonly do: 'all' | 'edit' | 'clear' | 'undo' | 'redo' | 'fill' | 'insert' | 'delete' | 'leave' | 'open';
}

/** What a key asks of the sheet while no cell is being edited. */
export type SheetIntent =
  | { readonly do: 'move'; readonly to: CellPlace; readonly extend: boolean }
  | PlainIntent
  | { readonly do: 'finding'; readonly by: 1 | -1 };

export interface SheetKeyContext {
  readonly focus: CellPlace;
  readonly size: SheetSize;
  readonly pageRows: number;
  readonly isFilled: (place: CellPlace) => boolean;
}

const plain: Readonly<Record<string, SheetIntent>> = {
  F2: { do: 'edit' },
  Delete: { do: 'clear' },
  Backspace: { do: 'clear' },
  F8: { do: 'finding', by: 1 },
  'Shift+F8': { do: 'finding', by: -1 },
  'Ctrl+a': { do: 'all' },
  'Ctrl+z': { do: 'undo' },
  'Ctrl+y': { do: 'redo' },
  'Ctrl+Shift+z': { do: 'redo' },
  'Ctrl+d': { do: 'fill' },
  'Ctrl+Alt+=': { do: 'insert' },
  'Ctrl+Alt+-': { do: 'delete' },
  'Alt+ArrowDown': { do: 'open' },
  Escape: { do: 'leave' },
};

function arrow(key: string, ctrl: boolean, { focus, size, isFilled }: SheetKeyContext): CellPlace | undefined {
  const { row, column } = focus;
  const down = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
  const right = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
  if (!down && !right) return undefined;
  if (!ctrl) return { row: row + down, column: column + right };
  return down
    ? { row: jumped(row, down, size.rows, (at) => isFilled({ row: at, column })), column }
    : { row, column: right ? jumped(column, right, size.columns, (at) => isFilled({ row, column: at })) : column };
}

/** Where a moving key leads, or undefined when the key does not move. */
function target(key: string, ctrl: boolean, context: SheetKeyContext): CellPlace | undefined {
  const { focus, size, pageRows } = context;
  switch (key) {
    case 'Home':
      return { row: ctrl ? 0 : focus.row, column: 0 };
    case 'End':
      return { row: ctrl ? size.rows - 1 : focus.row, column: size.columns - 1 };
    case 'PageDown':
      return { row: focus.row + pageRows, column: focus.column };
    case 'PageUp':
      return { row: focus.row - pageRows, column: focus.column };
    default:
      return arrow(key, ctrl, context);
  }
}

/** The intent behind a key; undefined leaves the key to the browser and the input method. */
export function intentOf(
  event: {
    readonly key: string;
    readonly ctrlKey: boolean;
    readonly metaKey: boolean;
    readonly altKey: boolean;
    readonly shiftKey: boolean;
  },
  context: SheetKeyContext,
): SheetIntent | undefined {
  const ctrl = event.ctrlKey || event.metaKey;
  const { key } = event;
  const name = [
    ctrl ? 'Ctrl+' : '',
    event.altKey ? 'Alt+' : '',
    event.shiftKey ? 'Shift+' : '',
    key.length === 1 ? key.toLowerCase() : key,
  ].join('');
  const known = plain[name];
  if (known) return known;
  if (event.altKey) return undefined;
  if (key === 'Enter' && !ctrl)
    return {
      do: 'move',
      to: { row: context.focus.row + (event.shiftKey ? -1 : 1), column: context.focus.column },
      extend: false,
    };
  if (key === 'Tab' && !ctrl)
    return { do: 'move', to: tabbed(context.focus, event.shiftKey ? -1 : 1, context.size), extend: false };
  const to = target(key, ctrl, context);
  return to && { do: 'move', to, extend: event.shiftKey };
}

const taken = (keys: string, says: string) => ({ keys, says, run: () => undefined, when: () => false });

/** What `?` says of the keys the sheet takes itself. */
export const sheetKeyWords = [
  taken('F2', '修改单元格'),
  taken('Enter', '下移'),
  taken('Tab', '右移；先按 Esc 则离开表格'),
  taken('Delete', '清除'),
  taken('Ctrl+D', '向下填充'),
  taken('Ctrl+Z', '撤销'),
  taken('Ctrl+Y', '恢复'),
  taken('Ctrl+A', '全选'),
  taken('Ctrl+Alt+=', '插入行'),
  taken('Ctrl+Alt+-', '删除行'),
];
