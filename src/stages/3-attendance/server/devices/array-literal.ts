/** A parameter of a statement: text, or a Buffer in the database’s own form. */
export type Value = string | Buffer;

const plain = /^[\w:.+\-/*… ]+$/;

const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
const isPlain = (text: string): boolean => plain.test(text) && text.length !== 4 && text.trim() === text;

/** An array as PostgreSQL reads it, made in one go: the driver’s own takes longer than the insert. */
export function arrayLiteral<Item>(items: readonly Item[], take: (item: Item) => string | number | null): string {
  let literal = '{';
  // Most columns say the same over and over; what was quoted once is not looked at again.
  let [last, lastWritten]: [string, string] = ['', '""'];
  for (const item of items) {
    const value = take(item);
    if (literal.length > 1) literal += ',';
    if (typeof value === 'string' && value !== last) {
      [last, lastWritten] = [value, isPlain(value) ? value : quoted(value)];
    }
    literal += value === null ? 'NULL' : typeof value === 'number' ? value : lastWritten;
  }
  return `${literal}}`;
}

const byteaType = 17;

/** An array of bytes in the form PostgreSQL itself sends them, each given as bytes or in hex. */
export function bytesArray<Item>(items: readonly Item[], take: (item: Item) => Buffer | string | null): Buffer {
  const values = items.map(take);
  const sizes = values.map((value) =>
    value === null ? 0 : typeof value === 'string' ? value.length / 2 : value.length,
  );
  const array = Buffer.allocUnsafe(20 + sizes.reduce((sum, size) => sum + 4 + size, 0));
  const hasNull = values.includes(null) ? 1 : 0;
  const head = values.length === 0 ? [0, 0, byteaType] : [1, hasNull, byteaType, values.length, 1];
  let at = 0;
  for (const number of head) at = array.writeInt32BE(number, at);
  for (const [place, value] of values.entries()) {
    const size = sizes[place] ?? 0;
    at = array.writeInt32BE(value === null ? -1 : size, at);
    if (typeof value === 'string') array.write(value, at, 'hex');
    else value?.copy(array, at);
    at += size;
  }
  return array.subarray(0, at);
}

/** An array of what can hold no sign an array gives a meaning to: numbers, ids, instants, words of our own. */
export function plainArray<Item>(items: readonly Item[], take: (item: Item) => string | number | null): string {
  let literal = '{';
  for (const item of items) {
    if (literal.length > 1) literal += ',';
    literal += take(item) ?? 'NULL';
  }
  return `${literal}}`;
}
