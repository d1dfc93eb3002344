import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { freshDatabase } from '../database/testing';
import { command, done } from '../operation';
import { addUser, type TestPlatform, testPlatform } from '../testing-platform';
import { fromOwnPage, openDoor, type TestDoor } from './testing-http';

const taken: unknown[] = [];
const note = command({
  name: 'note.write',
  path: '/notes/:noteId',
  title: '写便条',
  by: 'signedIn',
  input: z.object({ noteId: z.uuid('编号不正确'), text: z.string('应为文字').max(20, '不超过 20 个字') }),
  async handle(input) {
    taken.push(input);
    return done({ length: input.text.length });
  },
});
const upload = command({
  name: 'note.send',
  path: '/note-files',
  title: '交便条文件',
  by: 'signedIn',
  input: z.object({}),
  uploadLimit: 1000,
  handle: async (_input, context) => done({ name: context.upload?.name, size: context.upload?.bytes.length ?? 0 }),
});

let platform: TestPlatform;
let door: TestDoor;
let cookie: string;
beforeAll(async () => {
  platform = await testPlatform(await freshDatabase());
  door = await openDoor(platform, [note, upload]);
  cookie = await door.sessionOf(await addUser(platform, { role: 'cityOfficer' }));
});
afterAll(async () => {
  await door.close();
  await platform.close();
});

const noteId = randomUUID();
const json = { 'content-type': 'application/json' };

async function send(payload: string | Buffer, headers: Record<string, string> = json, url = `/api/v1/notes/${noteId}`) {
  const own = { ...fromOwnPage, cookie, 'command-id': randomUUID() };
  const answer = await door.app.inject({ method: 'POST', url, payload, headers: { ...own, ...headers } });
  const body = z.object({ message: z.string(), reference: z.string() }).partial().loose().parse(answer.json());
  return { status: answer.statusCode, ...body };
}

const refusedAs = (status: number, message: string | RegExp = /\p{Script=Han}/u) => ({
  status,
  message: expect.stringMatching(message),
  reference: expect.stringMatching(/^[0-9A-F]{10}$/),
});

describe('a request is refused in words, with a number to quote, when its body', () => {
  const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
  it.each<[what: string, body: string | Buffer, headers: Record<string, string>, status: number]>([
    ['is cut off', '{"text": "一', json, 400],
    ['is empty', '', json, 400],
    ['is a list', '[]', json, 400],
    ['is a text', '"text"', json, 400],
    ['is null', 'null', json, 400],
    ['says NaN', '{"text": NaN}', json, 400],
    ['says infinity', '{"text": 1e999}', json, 400],
    ['goes 100,000 levels deep', deep, json, 400],
    ['names __proto__', '{"text":"一","__proto__":{"role":"cityOfficer"}}', json, 400],
    ['names constructor.prototype', '{"text":"一","constructor":{"prototype":{"x":1}}}', json, 400],
    ['names a key twice, the second too long', `{"text":"一","text":"${'一'.repeat(30)}"}`, json, 400],
    ['names more than is asked', '{"text":"一","role":"cityOfficer"}', json, 400],
    ['is no UTF-8', Buffer.from('{"text":"\xff\xfe"', 'latin1'), json, 400],
    ['is a form', 'text=1', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['is XML', '<text/>', { 'content-type': 'text/xml' }, 415],
    ['is many parts', '--a--', { 'content-type': 'multipart/form-data; boundary=a' }, 415],
    ['has a type nobody knows', 'x', { 'content-type': 'x' }, 415],
    ['is 5 MB', `{"text":"${'a'.repeat(5_000_000)}"}`, json, 413],
  ])('%s', async (_, body, headers, status) => {
    expect(await send(body, headers)).toMatchObject(refusedAs(status));
  });

  it('and nothing of it reaches the command', () => {
    expect(taken).toEqual([]);
    expect({}).not.toHaveProperty('role');
  });
});

describe('a request is refused when its Command-Id', () => {
  it.each(['', ' ', 'x', '1', noteId.toUpperCase(), `${noteId}0`, `{${noteId}}`, "' or 1=1", `${noteId}, ${noteId}`])(
    'is “%s”',
    async (commandId) => {
      expect(await send('{"text":"一"}', { ...json, 'command-id': commandId })).toMatchObject(
        refusedAs(400, '缺少操作编号，请刷新页面后重试。'),
      );
    },
  );
});

describe('an address that leads elsewhere', () => {
  const paths =
    `.. ../ ..%2f..%2f %2e%2e/%2e%2e ..%5c..%5c ....// ..;/ %252e%252e%252f .%00. \u0000 %c0%ae%c0%ae/ ..%ef%bc%8f
    /etc/passwd file:///etc/passwd //evil.example/ %0d%0aSet-Cookie:a=b`.split(/\s+/);
  const roots = ['/api/v1/notes/', '/assets/', '/', '/api/v1/account/'];
  const targets = ['etc/passwd', 'package.json', 'office.html', ''];
  const urls = roots.flatMap((root) => paths.flatMap((path) => targets.map((target) => root + path + target)));

  it(`gives away nothing, in ${urls.length} forms`, async () => {
    const wrong: string[] = [];
    for (const url of urls) {
      const { statusCode, body, headers } = await door.app.inject({ url });
      const isPage = statusCode === 200 && body.startsWith('<!doctype html>');
      if (statusCode >= 500 || (statusCode === 200 && !isPage)) wrong.push(`${url} ${statusCode} ${body.slice(0, 80)}`);
      if (/root:|"dependencies"/.test(body) || headers['set-cookie']) wrong.push(`${url} gave ${body.slice(0, 80)}`);
    }
    expect(wrong).toEqual([]);
  });

  it('is missing, or no id', async () => {
    for (const id of ['..%2F..%2Fetc%2Fpasswd', '%00', '1', "'--", '%E2%80%AE']) {
      const { status } = await send('{"text":"一"}', json, `/api/v1/notes/${id}`);
      expect([id, status]).toEqual([id, 400]);
    }
    expect(await send('{}', json, '/api/v1/notes/%')).toMatchObject(refusedAs(400, '网址不正确。'));
    expect(await send('{}', json, `/api/v1/notes/${'9'.repeat(300)}`)).toMatchObject(refusedAs(414, '网址过长'));
    expect((await door.app.inject({ url: '/api/v1/nowhere' })).json()).toMatchObject({ message: '没有这个接口。' });
  });
});

describe('a file sent up', () => {
  const octets = { 'content-type': 'application/octet-stream' };
  it('past its limit is refused before it is read', async () => {
    expect(await send(Buffer.alloc(1001), octets, '/api/v1/note-files')).toMatchObject(refusedAs(413, '过大'));
  });

  it('with a broken, endless or climbing name is only a name', async () => {
    for (const name of ['%', '%ff', 'a'.repeat(5000), '..%2f..%2fetc%2fpasswd', '%00']) {
      const answer = await send(Buffer.from('x'), { ...octets, 'file-name': name }, '/api/v1/note-files');
      expect(answer).toMatchObject({ status: 200, result: { size: 1 } });
    }
  });
});
