import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { compile } from '@fastify/proxy-addr';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Attended, attend, type Patience } from './attend-connection';
import { devicePolicy } from './door';
import { machineHeaders } from './guards';
import { type PostHead, readPostHead } from './post-head';

/** What a machine posted. */
export interface Post {
  readonly path: string;
  /** The value of a header that stands there once; its name in small letters. */
  header(name: string): string | undefined;
  readonly body: Buffer;
  /** The address of the caller. */
  address(): string;
  readonly reference: string;
}

export interface PostAnswer {
  readonly status: number;
  /** Beside `everyHeader`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: object;
}

export type AnswerPost = (post: Post) => Promise<PostAnswer>;

interface Direct {
  readonly path: string;
  /** Bytes. */
  readonly bodyLimit: number;
  readonly answer: AnswerPost;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Reads the posts of a path straight off their connections as well. */
    readDirectly?: (direct: Direct) => void;
  }
}

function postOf(request: FastifyRequest): Post {
  const [path = ''] = request.url.split('?');
  return {
    path,
    header(name) {
      const told = request.headers[name];
      return typeof told === 'string' ? told : undefined;
    },
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    address: () => request.ip,
    reference: request.id,
  };
}

/** What every answer to a post says beside what it is. */
const everyHeader = { ...machineHeaders, 'cache-control': 'no-store' } as const;

/** A route that machines post to; plain posts are read off the connection where the server does so. */
export function addPost(app: FastifyInstance, direct: Direct): void {
  const { path, bodyLimit, answer } = direct;
  app.post(path, { config: { policy: devicePolicy }, bodyLimit }, async (request, reply) => {
    reply.headers(everyHeader);
    const { status, headers = {}, body } = await answer(postOf(request));
    return reply.code(status).headers(headers).send(body);
  });
  app.readDirectly?.(direct);
}

export interface DirectChoices {
  /** As Fastify’s `trustProxy`: addresses, separated by commas. */
  readonly trustedProxy: string | undefined;
  readonly newReference: () => string;
  /** The answer to what went wrong while a post was answered. */
  readonly answerFault: (error: unknown, post: Post) => PostAnswer;
  readonly patience?: Patience;
}

/** Who called, where proxies that are trusted say whom they speak for. */
function addressFinder(trustedProxy: string | undefined): (socket: Socket, headers: PostHead['headers']) => string {
  const isTrusted = trustedProxy ? compile(trustedProxy.split(',').map((each) => each.trim())) : () => false;
  return (socket, headers) => {
    const told = headers.get('x-forwarded-for')?.split(',') ?? [];
    const way = [socket.remoteAddress ?? '', ...told.map((each) => each.trim()).reverse()];
    return way.find((address, at) => !isTrusted(address, at)) ?? way.at(-1) ?? '';
  };
}

/** The time of an answer, as HTTP writes it; made once a second. */
function dateTeller(): () => string {
  let [told, second] = ['', 0];
  return () => {
    const now = Math.floor(Date.now() / 1000);
    if (now !== second) [told, second] = [new Date(now * 1000).toUTCString(), now];
    return told;
  };
}

const headerLines = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');

const always = headerLines({ ...everyHeader, 'content-type': 'application/json; charset=utf-8' });

/** An answer as it goes over the line. */
function wordsOf({ status, headers, body }: PostAnswer, date: string, isLast: boolean): string {
  const text = JSON.stringify(body);
  const own = headers ? headerLines(headers) : '';
  const length = Buffer.byteLength(text);
  const stays = isLast ? 'close' : 'keep-alive';
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${always}${own}content-length: ${length}\r\ndate: ${date}\r\nconnection: ${stays}\r\n\r\n${text}`;
}

interface Found {
  readonly head: PostHead;
  readonly direct: Direct;
}

/**
 * Answers the posts of some paths without the objects that Node’s server makes for every request, which take a quarter of
 * the server’s time for one event of a device (docs/adr/0022). Only plain posts (`readPostHead`); a connection that brings
 * anything else, even later, is given to Node’s server from that byte on and stays there.
 */
export function readPostsDirectly(app: FastifyInstance, choices: DirectChoices): void {
  const { server } = app;
  // As Node’s server waits; there, 0 is no limit.
  const { keepAliveTimeout: idle, requestTimeout } = server;
  const patience = choices.patience ?? { idle, body: requestTimeout || Number.POSITIVE_INFINITY };
  const byRequestLine = new Map<string, Direct>();
  app.decorate('readDirectly', (direct: Direct) => {
    byRequestLine.set(`POST ${direct.path} HTTP/1.1`, direct);
  });
  const attended = new Set<Attended>();
  let isClosing = false;
  app.addHook('preClose', async () => {
    isClosing = true;
    for (const each of attended) each.endWhenIdle();
  });
  const find = (bytes: Buffer): Found | undefined => {
    const head = readPostHead(bytes);
    const direct = head && byRequestLine.get(head.requestLine);
    return direct && head.length <= direct.bodyLimit ? { head, direct } : undefined;
  };
  const addressOf = addressFinder(choices.trustedProxy);
  const date = dateTeller();
  const answer = async (socket: Socket, { head, direct }: Found, body: Buffer): Promise<string> => {
    const post: Post = {
      path: direct.path,
      header: (name) => head.headers.get(name),
      body,
      address: () => addressOf(socket, head.headers),
      reference: choices.newReference(),
    };
    const answered = await direct.answer(post).catch((error: unknown) => choices.answerFault(error, post));
    return wordsOf(answered, date(), isClosing);
  };
  const toNode = server.listeners('connection');
  server.removeAllListeners('connection');
  server.on('connection', (socket) => {
    const giveAway = (): void => {
      for (const listener of toNode) listener.call(server, socket);
    };
    if (isClosing) return giveAway();
    const attendant = {
      find,
      answer: (found: Found, body: Buffer) => answer(socket, found, body),
      mayStay: () => !isClosing,
      giveAway,
      left: () => attended.delete(each),
    };
    const each = attend(socket, attendant, patience);
    attended.add(each);
  });
}
