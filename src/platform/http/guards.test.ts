import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { inScope } from '../database/scope';
import { freshDatabase } from '../database/testing';
import { type Actor, command, done, query } from '../operation';
import { newTotpSecret, totpCode } from '../sign-in/totp';
import { addUser, testPassword, type TestPlatform, testPlatform } from '../testing-platform';
import { fromOwnPage, openDoor, type TestDoor } from './testing-http';

const note = command({
  name: 'note.write',
  path: '/notes/:noteId',
  title: '写便条',
  by: 'signedIn',
  input: z.object({ noteId: z.uuid(), text: z.string().max(20) }),
  handle: async ({ text }) => done({ length: text.length }),
});
const read = query({
  name: 'note.read',
  path: '/notes',
  title: '看便条',
  by: 'signedIn',
  input: z.object({ words: z.string().max(20).optional() }),
  handle: async () => done({ notes: [] }),
});

let platform: TestPlatform;
let door: TestDoor;
let actor: Actor;
let cookie: string;
beforeAll(async () => {
  platform = await testPlatform(await freshDatabase());
  door = await openDoor(platform, [note, read]);
  actor = await addUser(platform, { role: 'cityOfficer', username: 'wang.city' });
  cookie = await door.sessionOf(actor);
});
afterAll(async () => {
  await door.close();
  await platform.close();
});

const write = { method: 'POST', url: `/api/v1/notes/${randomUUID()}`, payload: { text: '一' } } as const;

describe('a page', () => {
  it('comes with a policy of its own nonce and nothing inline beside it', async () => {
    const pages = await Promise.all(['/', '/classes/1', '/login'].map((url) => door.app.inject({ url })));
    const nonces = pages.map(({ headers, body }) => {
      const policy = String(headers['content-security-policy']);
      const nonce = /'nonce-([\w-]{22})'/.exec(policy)?.[1];
      expect(policy).toMatch(/^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe-inline|unsafe-eval'? *'?unsafe|\*/);
      expect(body).toContain(`<meta name="csp-nonce" content="${nonce}">`);
      return nonce;
    });
    expect(new Set(nonces).size).toBe(pages.length);
  });

  it('holds no closing tag that facts could smuggle in', async () => {
    const hostile = await openDoor(platform, [read], {
      pageFacts: { isDemo: true, demoAccounts: [{ username: '</script><script>alert(1)//', desk: '<!--' }] },
    });
    const { body } = await hostile.app.inject({ url: '/' });
    expect(body).not.toContain('<script>alert');
    expect(body.match(/<\/script>/g)).toHaveLength(1);
    await hostile.close();
  });
});

describe('every answer', () => {
  it.each([
    ['/', 200],
    ['/assets/office-1234.js', 200],
    ['/assets/missing.js', 404],
    ['/api/v1/notes', 401],
    ['/api/v1/nowhere', 404],
    ['/api/openapi.json', 200],
    ['/api', 200],
    ['/health', 200],
    ['/%', 400],
    [`/api/v1/notes/${'9'.repeat(300)}`, 404],
  ])('to %s is not sniffed, framed or shared, and tells no server', async (url, status) => {
    const { headers, statusCode } = await door.app.inject({ url });
    expect(statusCode).toBe(status);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
    });
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('server');
    if (url.startsWith('/api/v1')) expect(headers['cache-control']).toBe('no-store');
  });

  it('asks browsers to stay with https where it came so', async () => {
    const proxied = await openDoor(platform, [read], { trustedProxy: '127.0.0.1' });
    const { headers } = await proxied.app.inject({ url: '/', headers: { 'x-forwarded-proto': 'https' } });
    expect(headers['strict-transport-security']).toMatch(/^max-age=\d{8,}/);
    await proxied.close();
  });
});

describe('a change sent from elsewhere', () => {
  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['a neighbour of our domain', { 'sec-fetch-site': 'same-site', origin: 'https://other.jiaozuo.gov.cn' }],
    ['an address typed in', { 'sec-fetch-site': 'none' }],
    ['another origin, by an old browser', { origin: 'https://evil.example' }],
    ['an opaque origin', { origin: 'null' }],
    ['our name on another port', { origin: 'http://localhost:8081' }],
    ['nobody who says where from', {}],
  ])('by %s is refused, also with the right cookie', async (_, headers) => {
    const answer = await door.app.inject({
      ...write,
      headers: { ...headers, cookie, 'command-id': randomUUID() },
    });
    expect([answer.statusCode, answer.json()]).toEqual([
      403,
      { message: '请求不是从本系统页面发出的，已拒绝。请在系统页面内操作。', reference: expect.any(String) },
    ]);
  });

  it.each([
    ['our page', { 'sec-fetch-site': 'same-origin' }],
    ['our origin, by an old browser', { origin: 'http://localhost:80' }],
  ])('by %s is done', async (_, headers) => {
    const answer = await door.app.inject({
      ...write,
      headers: { ...headers, host: 'localhost:80', cookie, 'command-id': randomUUID() },
    });
    expect(answer.statusCode).toBe(200);
  });
});

describe('signing in', () => {
  const signIn = (body: object, remoteAddress = '10.2.0.1') =>
    door.app.inject({
      method: 'POST',
      url: '/api/v1/account/sign-in',
      headers: fromOwnPage,
      payload: body,
      remoteAddress,
    });

  it('gives a cookie no script reads and no other site sends, bound to this host', async () => {
    const answer = await signIn({ username: 'wang.city', password: testPassword, code: await codeOf() });
    expect(answer.json()).toEqual({ result: { outcome: 'signedIn' } });
    expect(answer.headers['set-cookie']).toMatch(
      /^__Host-mingxun=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
    );
  });

  it('ends with a cookie taken back and the browser’s data cleared; the token opens nothing any more', async () => {
    const own = await door.sessionOf(actor);
    const headers = { ...fromOwnPage, cookie: own };
    const answer = await door.app.inject({ method: 'POST', url: '/api/v1/account/sign-out', headers });
    expect(answer.headers).toMatchObject({
      'set-cookie': expect.stringMatching(/^__Host-mingxun=; .*Max-Age=0/),
      'clear-site-data': '"cache", "storage"',
    });
    expect((await door.app.inject({ url: '/api/v1/notes', headers: { cookie: own } })).statusCode).toBe(401);
  });

  it('is stopped after five wrong passwords, for this account and for whoever tries others from there', async () => {
    await addUser(platform, { role: 'cityOfficer', username: 'victim' });
    const tries = Array.from({ length: 12 }, () => signIn({ username: 'victim', password: 'wrong' }, '10.3.0.9'));
    const messages = (await Promise.all(tries)).map((answer) => z.string().parse(answer.json().result.message));
    expect(messages.filter((message) => message === '用户名或密码不对。')).toHaveLength(5);
    expect(messages.filter((message) => message.startsWith('输错次数过多，请在 '))).toHaveLength(7);
    const right = { username: 'victim', password: testPassword };
    expect((await signIn(right, '10.3.0.10')).json().result.message).toMatch(/^输错次数过多/);
    const other = { username: 'wang.city', password: testPassword };
    expect((await signIn(other, '10.3.0.9')).json().result.message).toMatch(/^输错次数过多/);
  });

  it('says the same of an unknown account as of a wrong password', async () => {
    await addUser(platform, { role: 'cityOfficer', username: 'known' });
    const [known, unknown] = await Promise.all([
      signIn({ username: 'known', password: 'wrong' }, '10.4.0.1'),
      signIn({ username: 'unknown', password: 'wrong' }, '10.4.0.2'),
    ]);
    expect(known?.json()).toEqual(unknown?.json());
  });

  /** The code of a second factor the test knows. */
  async function codeOf(): Promise<string> {
    const secret = newTotpSecret();
    const sealed = platform.services.secrets.seal('totp', actor.userId, secret);
    await inScope(platform.pool, { reach: 'system' }, (tx) =>
      tx.updateTable('users').set({ totp_sealed: sealed }).where('id', '=', actor.userId).execute(),
    );
    return totpCode(secret, platform.clock.now());
  }
});
