/** One part of a multipart body. */
export interface Part {
  readonly contentType: string;
  readonly isZipped: boolean;
  readonly bytes: Buffer;
}

const mostParts = 12;
const longestHead = 4096;
const headEnd = Buffer.from('\r\n\r\n');

const headerOf = (head: string, name: string): string =>
  new RegExp(`^${name}:[ \\t]*([^\\r\\n]*)`, 'im').exec(head)?.[1]?.trim().toLowerCase() ?? '';

/** The separator a content type names; undefined where it names none that is sound. */
export function boundaryOf(contentType: string): string | undefined {
  const found = /^multipart\/[\w.-]+\s*;.*?boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType);
  return found?.[1] ?? found?.[2];
}

/** Cuts a body at its separators; undefined where it is not what its type says. */
export function partsOf(body: Buffer, boundary: string): Part[] | undefined {
  const mark = Buffer.from(`--${boundary}`);
  const parts: Part[] = [];
  let at = body.indexOf(mark);
  if (at < 0) return undefined;
  for (;;) {
    const start = at + mark.length;
    if (body.subarray(start, start + 2).toString('latin1') === '--') return parts;
    const next = body.indexOf(mark, start);
    // Some devices leave the last separator out.
    const end = next < 0 ? body.length : next;
    const headStop = body.indexOf(headEnd, start);
    if (headStop < 0 || headStop > end || headStop - start > longestHead || parts.length >= mostParts) {
      return parts.length > 0 && next < 0 ? parts : undefined;
    }
    const head = body.subarray(start, headStop).toString('latin1');
    const content = body.subarray(headStop + headEnd.length, end);
    const bytes = content.subarray(-2).toString('latin1') === '\r\n' ? content.subarray(0, -2) : content;
    parts.push({
      contentType: headerOf(head, 'content-type'),
      isZipped: headerOf(head, 'content-encoding') === 'gzip',
      bytes,
    });
    if (next < 0) return parts;
    at = next;
  }
}
