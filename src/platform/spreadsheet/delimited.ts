import type { Sheet, SheetCell } from '#kernel/sheet';
import { assertColumnWithin, assertRowWithin, CellBudget } from './limits';

const delimiters = ['\t', ',', ';', '|', '，'] as const;

/** The delimiter most lines of the opening agree on. */
function delimiterOf(text: string): string {
  const lines = text
    .slice(0, 20_000)
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '');
  let best = ',';
  let most = 0;
  for (const delimiter of delimiters) {
    const counts = lines.slice(0, 40).map((line) => line.replace(/"[^"]*"/g, '').split(delimiter).length - 1);
    const typical = [...counts].sort((a, b) => a - b)[Math.floor(counts.length / 2)] ?? 0;
    if (typical > most) [best, most] = [delimiter, typical];
  }
  return best;
}

/** `="4108…"` is how web systems keep Excel from turning a long number into a float. */
const unwrapped = (field: string): string => /^="(.*)"$/s.exec(field)?.[1] ?? field;

const cellOf = (field: string): SheetCell | undefined => {
  const text = unwrapped(field);
  return text === '' ? undefined : { kind: 'text', text };
};

/** Splits text into rows of fields; quotes may hold delimiters, line breaks and doubled quotes. */
function* fieldRows(text: string, delimiter: string): Generator<string[]> {
  let row: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (quoted) {
      if (char !== '"') field += char;
      else if (text.charAt(at + 1) === '"') {
        field += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"' && field === '') quoted = true;
    else if (char === delimiter) {
      row.push(field);
      field = '';
    } else if (char === '\n' || char === '\r') {
      if (char === '\r' && text.charAt(at + 1) === '\n') at += 1;
      yield [...row, field];
      row = [];
      field = '';
    } else field += char;
  }
  if (field !== '' || row.length > 0) yield [...row, field];
}

/** CSV or TSV text as a sheet, each line at its own row; throws `OverLimit`. */
export function sheetOfDelimited(text: string, name: string): Sheet {
  const rows: (SheetCell | undefined)[][] = [];
  const budget = new CellBudget();
  let index = 0;
  for (const fields of fieldRows(text, delimiterOf(text))) {
    const cells = fields.map(cellOf);
    const last = cells.findLastIndex((cell) => cell !== undefined);
    if (last >= 0) {
      assertRowWithin(name, index);
      assertColumnWithin(name, last);
      for (const cell of cells) if (cell) budget.take(cell.text);
      rows[index] = cells.slice(0, last + 1);
    }
    index += 1;
  }
  return { name, rows: Array.from(rows) };
}
