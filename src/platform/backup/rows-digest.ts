import { hash } from 'node:crypto';

/** A digest over the rows of a table whatever their order: some databases give them back in another. */
export interface RowsDigest {
  /** Bytes of `COPY` in text form, where a line is a row; cut anywhere. */
  update(bytes: Buffer): void;
  hex(): string;
}

const lineEnd = 0x0a;

export function rowsDigest(): RowsDigest {
  const sum = new Uint32Array(8);
  let begun: Buffer[] = [];
  const add = (row: Buffer) => {
    const digest = hash('sha256', row, 'buffer');
    for (let lane = 0; lane < sum.length; lane += 1) sum[lane] = (sum[lane] ?? 0) + digest.readUInt32BE(lane * 4);
  };
  return {
    update(bytes) {
      let from = 0;
      for (let at = bytes.indexOf(lineEnd); at >= 0; at = bytes.indexOf(lineEnd, from)) {
        const row = bytes.subarray(from, at);
        add(begun.length > 0 ? Buffer.concat([...begun, row]) : row);
        begun = [];
        from = at + 1;
      }
      if (from < bytes.length) begun.push(Buffer.from(bytes.subarray(from)));
    },
    hex: () => Array.from(sum, (lane) => lane.toString(16).padStart(8, '0')).join(''),
  };
}
