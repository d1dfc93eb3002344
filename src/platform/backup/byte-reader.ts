/** Takes bytes off a stream in the sizes the format asks for. */
export interface ByteReader {
  /** How many bytes have been taken. */
  readonly position: number;
  /** Exactly so many bytes, or undefined where the stream ends before. */
  take(size: number): Promise<Buffer | undefined>;
  /** Up to so many bytes, as they come; undefined at the end. */
  some(limit: number): Promise<Buffer | undefined>;
  /** Looks at the next bytes without taking them; fewer only at the end. */
  peek(size: number): Promise<Buffer>;
}

export function byteReader(source: AsyncIterable<Buffer>): ByteReader {
  const iterator = source[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  let position = 0;
  let isOver = false;
  const fill = async (size: number) => {
    const parts = [rest];
    let length = rest.length;
    while (length < size && !isOver) {
      const { value, done } = await iterator.next();
      if (done) isOver = true;
      else {
        parts.push(value);
        length += value.length;
      }
    }
    if (parts.length > 1) rest = Buffer.concat(parts);
  };
  const cut = (size: number) => {
    const bytes = rest.subarray(0, size);
    rest = rest.subarray(size);
    position += bytes.length;
    return bytes;
  };
  return {
    get position() {
      return position;
    },
    async take(size) {
      await fill(size);
      return rest.length < size ? undefined : cut(size);
    },
    async some(limit) {
      await fill(Math.min(1, limit));
      return rest.length === 0 ? undefined : cut(Math.min(limit, rest.length));
    },
    async peek(size) {
      await fill(size);
      return rest.subarray(0, size);
    },
  };
}
