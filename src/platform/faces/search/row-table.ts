const pageBytes = 65_536;
const mostPages = 65_536;

/** A table that is full, or a machine that has no more memory. */
export class TableFull extends Error {}

/** Rows of equal length in a memory the kernels can read, after a space for the query and one for scores. */
export interface RowTable {
  readonly memory: WebAssembly.Memory;
  /** Address of a row; makes room for it where there is none. */
  placeOf(row: number): number;
}

export const queryPlace = 0;
const queryBytes = 16_384;
/** Rows scanned at a time: their scores stay in the fastest cache until they are looked at. */
export const blockRows = 4096;
export const scorePlace = queryPlace + queryBytes;
export const rowsPlace = scorePlace + blockRows * 4;

export const longestRow = queryBytes / 4;

export function createRowTable(rowBytes: number): RowTable {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(rowsPlace / pageBytes), maximum: mostPages });
  const makeRoom = (bytes: number): void => {
    const have = memory.buffer.byteLength / pageBytes;
    const need = Math.ceil(bytes / pageBytes);
    if (need <= have) return;
    if (need > mostPages) throw new TableFull('内存里的人脸已满 4 GB，不能再加。');
    const wanted = Math.min(mostPages, Math.max(need, Math.ceil(have * 1.5)));
    try {
      memory.grow(wanted - have);
    } catch {
      throw new TableFull('本机内存不够，不能再加载人脸。请增加内存。');
    }
  };
  return {
    memory,
    placeOf(row) {
      const place = rowsPlace + row * rowBytes;
      makeRoom(place + rowBytes);
      return place;
    },
  };
}
