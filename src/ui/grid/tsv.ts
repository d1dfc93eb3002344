/** A block of cells as the clipboard of Excel and WPS carries it; every row has at least one cell. */
export type CellBlock = readonly (readonly string[])[];

/** One cell from `from`, which may be quoted, and where it ends. */
function readCell(text: string, from: number): { cell: string; end: number } {
  if (text[from] !== '"') return readPlain(text, from, '');
  let cell = '';
  let at = from + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return readPlain(text, from, '');
    cell += text.slice(at, quote);
    if (text[quote + 1] !== '"') return readPlain(text, quote + 1, cell);
    cell += '"';
    at = quote + 2;
  }
}

function readPlain(text: string, from: number, before: string): { cell: string; end: number } {
  let end = from;
  while (end < text.length && text[end] !== '\t' && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return { cell: before + text.slice(from, end), end };
}

/** Cells of clipboard text; a cell in quotes may hold tabs and line breaks. */
export function parseTsv(text: string): CellBlock {
  const rows: string[][] = [[]];
  let row: string[] = rows[0] ?? [];
  let at = 0;
  for (;;) {
    const { cell, end } = readCell(text, at);
    row.push(cell);
    at = end;
    if (at >= text.length) return rows;
    if (text[at] === '\t') {
      at += 1;
      continue;
    }
    at += text.startsWith('\r\n', at) ? 2 : 1;
    if (at >= text.length) return rows;
    row = [];
    rows.push(row);
  }
}

const quoted = (cell: string): string => (/["\t\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** Clipboard text of cells, as Excel and WPS read it back. */
export function formatTsv(block: CellBlock): string {
  const lines = block.map((row) => row.map(quoted).join('\t'));
  const last = lines.at(-1);
  if (last === '' && lines.length > 1) lines[lines.length - 1] = '""';
  return lines.join('\n');
}
