/** The head of a POST in which nothing could be read in two ways. */
export interface PostHead {
  readonly requestLine: string;
  /** By names in small letters. */
  readonly headers: ReadonlyMap<string, string>;
  /** Bytes of the head, with the empty line that ends it. */
  readonly size: number;
  /** Bytes of the body. */
  readonly length: number;
}

const emptyLine = '\r\n\r\n';
const mostBytes = 4096;
const headerLine = /([!#$%&'*+.^_`|~\w-]+):([\t\x20-\x7e]*)\r\n/y;
/** What asks more of a server than to read a body of a known length and to answer. */
const notPlain = ['transfer-encoding', 'expect', 'upgrade', 'trailer', 'te'];
const bodyLength = /^[1-9]\d{0,8}$/;

/** Undefined where a name stands twice, or a line is not a header of visible ASCII. */
function readHeaders(lines: string): ReadonlyMap<string, string> | undefined {
  const headers = new Map<string, string>();
  headerLine.lastIndex = 0;
  for (let at = 0; at < lines.length; at = headerLine.lastIndex) {
    const [, name, value] = headerLine.exec(lines) ?? [];
    if (name === undefined || value === undefined) return undefined;
    const key = name.toLowerCase();
    if (headers.has(key)) return undefined;
    headers.set(key, value.trim());
  }
  return headers;
}

function isPlain(headers: ReadonlyMap<string, string>): boolean {
  const connection = headers.get('connection')?.toLowerCase() ?? 'keep-alive';
  const isWhole = Boolean(headers.get('host')) && Boolean(headers.get('content-type'));
  return isWhole && connection === 'keep-alive' && notPlain.every((name) => !headers.has(name));
}

/**
 * Reads the head at the beginning of what came over a connection, written the one way that HTTP/1.1 (RFC 9112) leaves no
 * doubt about: one POST with a length, no header twice, nothing folded. Undefined for everything else, also for a head that
 * has not come whole; it is then read by Node’s own parser.
 */
export function readPostHead(bytes: Buffer): PostHead | undefined {
  const end = bytes.subarray(0, mostBytes).indexOf(emptyLine);
  if (end < 0) return undefined;
  const head = bytes.toString('latin1', 0, end + 2);
  const lineEnd = head.indexOf('\r\n');
  const headers = readHeaders(head.slice(lineEnd + 2));
  if (!headers || !isPlain(headers)) return undefined;
  const length = headers.get('content-length') ?? '';
  if (!bodyLength.test(length)) return undefined;
  return { requestLine: head.slice(0, lineEnd), headers, size: end + emptyLine.length, length: Number(length) };
}
