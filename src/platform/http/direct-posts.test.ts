import { hash } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Patience } from './attend-connection';
import { addPost, type AnswerPost, readPostsDirectly } from './direct-posts';

const bodyLimit = 2000;
const named = ['host', 'content-type', 'content-encoding', 'mingxun-device', 'x-odd'];

/** Tells what it was given. */
const echo: AnswerPost = async (post) => ({
  status: post.header('mingxun-device') === 'unknown' ? 401 : 200,
  headers: { 'retry-after': '10' },
  body: {
    path: post.path,
    headers: named.map((name) => post.header(name) ?? null),
    address: post.address(),
    digest: hash('sha256', post.body, 'hex'),
  },
});

const held = new Set<() => void>();
/** Answers when it is let go. */
const hold: AnswerPost = (post) =>
  new Promise((resolve) => held.add(() => resolve({ status: 200, body: { held: post.body.toString() } })));

const trustedProxy = '127.0.0.1,10.0.0.0/8';
const shown = (error: unknown) => ({ status: 500, body: { fault: String(error) } });

interface TestServer {
  readonly app: FastifyInstance;
  readonly port: number;
  /** Requests that Node’s server read. */
  readonly readByNode: string[];
}

async function openServer(isDirect: boolean, patience?: Patience): Promise<TestServer> {
  const app = Fastify({ trustProxy: trustedProxy });
  const readByNode: string[] = [];
  if (isDirect) {
    readPostsDirectly(app, {
      trustedProxy,
      newReference: () => 'R',
      answerFault: shown,
      ...(patience ? { patience } : {}),
    });
  }
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body: Buffer, done) => done(null, body));
  app.addHook('onRequest', async ({ url }) => void readByNode.push(url));
  app.addHook('onSend', async (_request, reply) => void reply.header('x-content-type-options', 'nosniff'));
  app.setErrorHandler(async (error, _request, reply) => {
    const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
    return reply.code(status).send(status === 500 ? shown(error).body : { refused: status });
  });
  addPost(app, { path: '/echo', bodyLimit, answer: echo });
  addPost(app, { path: '/hold', bodyLimit, answer: hold });
  addPost(app, { path: '/fail', bodyLimit, answer: () => Promise.reject(new Error('x')) });
  app.get('/page', async () => ({ page: true }));
  await app.listen({ port: 0, host: '127.0.0.1' });
  const place = app.server.address();
  if (place === null || typeof place === 'string') throw new Error('no port');
  return { app, port: place.port, readByNode };
}

let [direct, plain]: TestServer[] = [];
const both = (): readonly [TestServer, TestServer] => {
  if (!direct || !plain) throw new Error('not opened');
  return [direct, plain];
};
beforeAll(async () => {
  direct = await openServer(true);
  plain = await openServer(false);
});
afterAll(async () => {
  for (const { app } of both()) await app.close();
});

interface Answer {
  readonly status: number;
  readonly type: string | undefined;
  readonly kept: string | undefined;
  readonly later: string | undefined;
  readonly sniffed: string | undefined;
  readonly body: string;
}

/** The answers that came over one connection, one after the other. */
function answersIn(text: string): Answer[] {
  const found: Answer[] = [];
  let rest = text;
  while (rest.length > 0) {
    const end = rest.indexOf('\r\n\r\n');
    const [line = '', ...lines] = rest.slice(0, end).split('\r\n');
    const headers = new Map(
      lines.map((each) => {
        const colon = each.indexOf(':');
        return [each.slice(0, colon).toLowerCase(), each.slice(colon + 1).trim()] as const;
      }),
    );
    const length = Number(headers.get('content-length') ?? 0);
    const body = rest.slice(end + 4, end + 4 + length);
    found.push({
      status: Number(line.split(' ')[1]),
      type: headers.get('content-type'),
      kept: headers.get('cache-control'),
      later: headers.get('retry-after'),
      sniffed: headers.get('x-content-type-options'),
      body,
    });
    rest = rest.slice(end + 4 + length);
  }
  return found;
}

/** Sends the pieces over one connection, each turn of them once the one before is answered, and waits for all answers. */
async function exchange({ port }: TestServer, ...turns: readonly (readonly Buffer[])[]): Promise<Answer[]> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let told = '';
  socket.on('data', (piece) => {
    told += piece.toString('latin1');
  });
  // A server that refuses may close before it has read all.
  socket.on('error', () => undefined);
  const closed = once(socket, 'close');
  await once(socket, 'connect');
  for (const pieces of turns) {
    const before = told;
    for (const piece of pieces) {
      if (!socket.destroyed) socket.write(piece);
      await nextTurn();
    }
    if (pieces !== turns.at(-1)) while (told === before && !socket.destroyed) await nextTurn();
  }
  socket.end();
  await closed;
  return answersIn(told);
}

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const postOf = (path: string, body: string, ...lines: readonly string[]): string =>
  [
    `POST ${path} HTTP/1.1`,
    'Host: a',
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    ...lines,
    '',
    body,
  ].join('\r\n');

/** Requests as programs, careless programs and attackers write them. */
const lines = fc.constantFrom(
  'mingxun-device: 1',
  'Mingxun-Device:unknown',
  'MINGXUN-DEVICE: \t 2 \t',
  'mingxun-device: 1, 2',
  'x-odd: a:b',
  'x-odd:',
  'x-odd : a',
  ' folded',
  'x-odd: \xe9',
  'x-odd: a\x01',
  'no colon',
  'x odd: a',
  'x-odd: a\nhidden: b',
  'Connection: keep-alive',
  'Connection: close',
  'Connection: upgrade',
  'Upgrade: websocket',
  'Transfer-Encoding: chunked',
  'transfer-encoding: identity',
  'Expect: 100-continue',
  'Content-Length: 3',
  'content-encoding: gzip',
  'X-Forwarded-For: 8.8.8.8, 10.1.1.1',
  'X-Forwarded-For: 10.1.1.1',
  'X-Forwarded-For: 7.7.7.7, 8.8.8.8',
);
const texts = fc.stringMatching(/^[a-z{}:,\r\n]{1,40}$/);
const good = fc
  .tuple(fc.constantFrom('/echo', '/fail'), texts, fc.subarray(['mingxun-device: 1', 'x-odd: b', 'Accept: */*']))
  .map(([path, body, more]) => postOf(path, body, ...more));
const odd = fc
  .tuple(fc.constantFrom('/echo', '/echo?a=1', '/nowhere', '/ECHO'), texts, fc.array(lines, { maxLength: 3 }))
  .map(([path, body, more]) => postOf(path, body, ...more));
const other = fc.constantFrom(
  'GET /page HTTP/1.1\r\nHost: a\r\n\r\n',
  'GET /page HTTP/1.0\r\n\r\n',
  'POST /echo HTTP/1.0\r\nHost: a\r\nContent-Type: a/b\r\nContent-Length: 1\r\n\r\nx',
  'POST /echo HTTP/1.1\r\nContent-Type: a/b\r\nContent-Length: 1\r\n\r\nx',
  'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx',
  'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: a/b\r\nContent-Length: 01\r\n\r\nx',
  'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: a/b\r\nContent-Length: +1\r\n\r\nx',
  'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: a/b\r\nContent-Length: 0\r\n\r\n',
  'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: a/b\r\n\r\n',
  'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: a/b\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n',
  'POST /echo HTTP/1.1\nHost: a\nContent-Type: a/b\nContent-Length: 1\n\nx',
  'POST  /echo HTTP/1.1\r\nHost: a\r\nContent-Type: a/b\r\nContent-Length: 1\r\n\r\nx',
  '\x16\x03\x01 not HTTP',
  '\r\n',
);

const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 });

function piecesOf(all: Buffer, shares: readonly number[]): Buffer[] {
  const places = [0, ...shares.map((share) => Math.floor(share * all.length)).sort((a, b) => a - b), all.length];
  return places.slice(1).map((place, at) => all.subarray(places[at], place));
}

describe('posts read directly', () => {
  it('answers whatever comes over a connection as Node’s own server does', async () => {
    const [ours, nodes] = both();
    const connections = fc.tuple(fc.array(good, { maxLength: 2 }), fc.oneof(good, odd, other), cuts);
    await fc.assert(
      fc.asyncProperty(connections, async ([first, last, places]) => {
        const turns = [...first.map((each) => [bytes(each)]), piecesOf(bytes(last), places)];
        expect(await exchange(ours, ...turns)).toEqual(await exchange(nodes, ...turns));
      }),
      { numRuns: 400 },
    );
  });

  it('answers posts that were sent before the one before was answered as Node’s own server does', async () => {
    const [ours, nodes] = both();
    const page = fc.constant('GET /page HTTP/1.1\r\nHost: a\r\n\r\n');
    const connections = fc.tuple(fc.array(fc.oneof(good, page), { minLength: 2, maxLength: 6 }), cuts);
    await fc.assert(
      fc.asyncProperty(connections, async ([requests, places]) => {
        const pieces = piecesOf(bytes(requests.join('')), places);
        const answers = await exchange(ours, pieces);
        expect(answers).toEqual(await exchange(nodes, pieces));
        expect(answers).toHaveLength(requests.length);
      }),
      { numRuns: 200 },
    );
  });

  it('is not seen by Node’s server for plain posts, and gives it the connection for the first other one', async () => {
    const [{ readByNode }] = both();
    const [ours] = both();
    readByNode.length = 0;
    const first = postOf('/echo', '{}', 'mingxun-device: 1');
    await exchange(ours, [bytes(first), bytes(first)]);
    expect(readByNode).toEqual([]);
    const answers = await exchange(ours, [bytes(first + 'GET /page HTTP/1.1\r\nHost: a\r\n\r\n' + first)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(readByNode).toEqual(['/page', '/echo']);
  });

  it('takes a post cut at any byte', async () => {
    const [ours, nodes] = both();
    const all = bytes(postOf('/echo', '{"a":1}', 'mingxun-device: 1'));
    const wanted = await exchange(nodes, [all]);
    for (let cut = 1; cut < all.length; cut += 1) {
      expect(await exchange(ours, [all.subarray(0, cut), all.subarray(cut)]), `cut at ${cut}`).toEqual(wanted);
    }
  });

  it('takes a post that fills the limit and leaves one beyond it to Node’s server', async () => {
    const [ours, nodes] = both();
    for (const size of [bodyLimit, bodyLimit + 1]) {
      const post = [bytes(postOf('/echo', 'x'.repeat(size)))];
      expect(await exchange(ours, post)).toEqual(await exchange(nodes, post));
    }
  });

  it('answers in the order of the posts, the next only when the one before is answered', async () => {
    const [ours] = both();
    const three = ['1', '2', '3'].map((body) => postOf('/hold', body)).join('');
    const answers = exchange(ours, [bytes(three)]);
    for (let done = 0; done < 3; done += 1) {
      while (held.size === 0) await nextTurn();
      expect(held.size).toBe(1);
      const [letGo] = held;
      held.clear();
      letGo?.();
    }
    expect((await answers).map(({ body }) => body)).toEqual(
      ['1', '2', '3'].map((each) => JSON.stringify({ held: each })),
    );
  });

  it('takes the word of trusted proxies on who called, and of nobody else', async () => {
    const [ours] = both();
    const addressFor = async (told: string) => {
      const [answer] = await exchange(ours, [bytes(postOf('/echo', '{}', `X-Forwarded-For: ${told}`))]);
      return JSON.parse(answer?.body ?? '').address;
    };
    expect(await addressFor('8.8.8.8')).toBe('8.8.8.8');
    expect(await addressFor('8.8.8.8, 10.1.1.1')).toBe('8.8.8.8');
    expect(await addressFor('8.8.8.8, 9.9.9.9')).toBe('9.9.9.9');
    expect(await addressFor('10.2.2.2, 10.1.1.1')).toBe('10.2.2.2');
  });

  it('closes with idle connections open, after the answers that are under way', async () => {
    const closing = await openServer(true);
    const idle = connect({ port: closing.port, host: '127.0.0.1' });
    const [idleClosed] = [once(idle, 'close'), await once(idle, 'connect')];
    idle.resume();
    const answer = exchange(closing, [bytes(postOf('/hold', 'last'))]);
    while (held.size === 0) await nextTurn();
    const closed = closing.app.close();
    await idleClosed;
    for (const letGo of held) letGo();
    held.clear();
    expect(await answer).toMatchObject([{ status: 200, body: '{"held":"last"}' }]);
    await closed;
  });

  it('ends what takes too long to come, and what stays silent', async () => {
    const hasty = await openServer(true, { idle: 60_000, body: 0 });
    const [head, body] = [bytes(postOf('/echo', '{}').slice(0, -2)), bytes('{')];
    expect(await exchange(hasty, [head, body])).toMatchObject([{ status: 408 }]);
    await hasty.app.close();
    const brief = await openServer(true, { idle: 20, body: 60_000 });
    const silent = connect({ port: brief.port, host: '127.0.0.1' });
    silent.resume();
    await once(silent, 'close');
    await brief.app.close();
  });

  it('outlives callers that go away in the middle of everything', async () => {
    const [ours] = both();
    const whole = bytes(postOf('/hold', 'gone'));
    for (const part of [whole.subarray(0, 20), whole.subarray(0, -2), whole]) {
      const socket = connect({ port: ours.port, host: '127.0.0.1' });
      await once(socket, 'connect');
      socket.write(part);
      if (part === whole) while (held.size === 0) await nextTurn();
      socket.resetAndDestroy();
      await once(socket, 'close');
    }
    for (const letGo of held) letGo();
    held.clear();
    expect(await exchange(ours, [bytes(postOf('/echo', '{}'))])).toMatchObject([{ status: 200 }]);
  });
});
