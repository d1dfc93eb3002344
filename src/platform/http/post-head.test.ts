import { describe, expect, it } from 'vitest';
import { readPostHead } from './post-head';

const plain = ['POST /events HTTP/1.1', 'Host: a', 'Content-Type: application/json', 'Content-Length: 2'];
const read = (lines: readonly string[], body = '{}') =>
  readPostHead(Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`, 'latin1'));
const without = (name: string): string[] => plain.filter((line) => !line.startsWith(name));

describe('the head of a plain post', () => {
  it('is read with its headers and the lengths of head and body', () => {
    const head = read([...plain, 'MINGXUN-Device: \t 1 \t', 'Connection: Keep-Alive']);
    expect(head?.requestLine).toBe('POST /events HTTP/1.1');
    expect([...(head?.headers ?? [])]).toEqual([
      ['host', 'a'],
      ['content-type', 'application/json'],
      ['content-length', '2'],
      ['mingxun-device', '1'],
      ['connection', 'Keep-Alive'],
    ]);
    expect(head?.length).toBe(2);
    expect(head?.size).toBe(
      [...plain, 'MINGXUN-Device: \t 1 \t', 'Connection: Keep-Alive', '', ''].join('\r\n').length,
    );
  });

  it.each([
    'Transfer-Encoding: chunked',
    'Expect: 100-continue',
    'Upgrade: websocket',
    'Trailer: x',
    'TE: trailers',
    'Connection: close',
    'Connection: upgrade',
    'Connection: keep-alive, x',
    'Content-Length: 2',
    'host: b',
    'x-odd : a',
    ' folded',
    'no colon',
    ': no name',
    'x-odd: \xe9',
    'x-odd: a\x00',
    'x-odd: a\rb',
    'x-odd: a\nb: c',
    `x-odd: ${'a'.repeat(4096)}`,
  ])('is left to Node’s parser with “%s”', (line) => expect(read([...plain, line])).toBeUndefined());

  it.each(['Host', 'Content-Type', 'Content-Length'])('is left to Node’s parser without %s', (name) =>
    expect(read(without(name))).toBeUndefined(),
  );

  it.each(['0', '01', '+1', '-1', '1.0', '0x2', '1,1', '', '9999999999', '２'])(
    'is left to Node’s parser with a length of “%s”',
    (length) => expect(read([...without('Content-Length'), `Content-Length: ${length}`])).toBeUndefined(),
  );

  it('is left to Node’s parser while it has not come whole', () => {
    const whole = Buffer.from(`${plain.join('\r\n')}\r\n\r\n`);
    for (let size = 0; size < whole.length; size += 1) expect(readPostHead(whole.subarray(0, size))).toBeUndefined();
    expect(readPostHead(whole)).toBeDefined();
  });
});
