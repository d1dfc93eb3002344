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

/** An array of bytes, each given in hex. */
export function bytesArray<Item>(items: readonly Item[], hexOf: (item: Item) => string | null): string {
  let literal = '{';
  for (const item of items) {
    const hex = hexOf(item);
    if (literal.length > 1) literal += ',';
    literal += hex === null ? 'NULL' : `"\\\\x${hex}"`;
  }
  return `${literal}}`;
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
