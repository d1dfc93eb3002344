const mebibyte = 1024 * 1024;

/** What a workbook may ask of the machine; far above any real roster, far below what hurts. */
export const workbookLimits = {
  /** Rows and columns that may hold something. */
  rows: 20_000,
  columns: 200,
  /** Filled cells of all sheets together, and the characters in them. */
  cells: 400_000,
  characters: 20_000_000,
  /** The file as sent, and a text file as sent. */
  fileBytes: 100 * mebibyte,
  textBytes: 20 * mebibyte,
  /** All parts of the package unpacked, one sheet unpacked, and unpacked against packed. */
  unpackedBytes: 200 * mebibyte,
  sheetBytes: 100 * mebibyte,
  unpackedRatio: 200,
  /** The reading process. */
  heapMebibytes: 512,
  seconds: 20,
} as const;

/** 12,345,678 → “11.8 MB”. */
export const spokenSize = (bytes: number): string => `${(bytes / mebibyte).toFixed(bytes < 10 * mebibyte ? 1 : 0)} MB`;

/** 20000 → “20,000”, as people read it. */
export const spokenCount = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

/** Content was found past a limit of rows or columns; the message is for the clerk. */
export class OverLimit extends Error {}

export function assertRowWithin(sheet: string, row: number): void {
  if (row < workbookLimits.rows) return;
  throw new OverLimit(
    `工作表“${sheet}”第 ${spokenCount(row + 1)} 行还有内容，超过 ${spokenCount(workbookLimits.rows)} 行的上限。请只保留本班学员后重新保存。`,
  );
}

export function assertColumnWithin(sheet: string, column: number): void {
  if (column < workbookLimits.columns) return;
  throw new OverLimit(
    `工作表“${sheet}”第 ${spokenCount(column + 1)} 列还有内容，超过 ${workbookLimits.columns} 列的上限。请删去表格右侧多余的列后重新保存。`,
  );
}

/** Counts what a whole workbook holds, so that many small cells or a few huge ones cannot fill the memory. */
export class CellBudget {
  #cells = 0;
  #characters = 0;

  take(text: string): void {
    this.#cells += 1;
    this.#characters += text.length;
    const { cells, characters } = workbookLimits;
    if (this.#cells > cells) {
      throw new OverLimit(`文件中填写的单元格超过 ${spokenCount(cells)} 个的上限。请只保留本班学员后重新保存。`);
    }
    if (this.#characters > characters) {
      throw new OverLimit(`文件中的文字超过 ${spokenCount(characters)} 字的上限。请只保留本班学员后重新保存。`);
    }
  }
}
