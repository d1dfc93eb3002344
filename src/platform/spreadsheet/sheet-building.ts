import type { Sheet, SheetCell } from '#kernel/sheet';
import { assertColumnWithin, assertRowWithin, type CellBudget } from './limits';

const errorText = /^#(?:N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)$/;
/** A picture held in a cell by WPS shows as this formula's text. */
const pictureFormula = /^=?(?:_xlfn\.)?DISPIMG\(/i;

/** A day as `YYYY-MM-DD`; a bare time of day (Excel counts it from 1899) as `HH:MM`. */
const dateText = (value: Date): string =>
  value.getUTCFullYear() < 1900 ? value.toISOString().slice(11, 16) : value.toISOString().slice(0, 10);

/** What either reader hands over for one cell. */
export function cellOfValue(value: unknown): SheetCell | undefined {
  if (typeof value === 'string') {
    if (value === '' || pictureFormula.test(value)) return undefined;
    return { kind: errorText.test(value) ? 'error' : 'text', text: value };
  }
  if (typeof value === 'number') return Number.isFinite(value) ? { kind: 'number', text: String(value) } : undefined;
  if (typeof value === 'boolean') return { kind: 'boolean', text: value ? '是' : '否' };
  if (value instanceof Date && !Number.isNaN(value.getTime())) return { kind: 'date', text: dateText(value) };
  return undefined;
}

type Cells = (SheetCell | undefined)[];

/** Collects the filled cells of one sheet, refusing content beyond the limits. */
export class SheetBuilder {
  readonly name: string;
  readonly #budget: CellBudget;
  readonly #rows: (Cells | undefined)[] = [];

  constructor(name: string, budget: CellBudget) {
    this.name = name;
    this.#budget = budget;
  }

  addRow(index: number, values: readonly unknown[]): void {
    const cells = values.map(cellOfValue);
    const last = cells.findLastIndex((cell) => cell !== undefined);
    if (last < 0) return;
    assertRowWithin(this.name, index);
    assertColumnWithin(this.name, last);
    for (const cell of cells) if (cell) this.#budget.take(cell.text);
    this.#rows[index] = cells.slice(0, last + 1);
  }

  /** A merged block shows only its top-left value; what a program left beneath it is not seen and not read. */
  merge(top: number, left: number, bottom: number, right: number): void {
    for (let row = top; row <= Math.min(bottom, this.#rows.length - 1); row += 1) {
      const cells = this.#rows[row];
      if (!cells) continue;
      for (let column = left; column <= Math.min(right, cells.length - 1); column += 1) {
        if (row !== top || column !== left) cells[column] = undefined;
      }
    }
  }

  sheet(): Sheet {
    return { name: this.name, rows: Array.from(this.#rows) };
  }
}
