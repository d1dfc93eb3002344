import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { watchSpace } from '../database/free-space';
import { freshDatabase } from '../database/testing';
import { command, done, query } from '../operation';
import { addUser, type TestPlatform, testPlatform } from '../testing-platform';
import { type Caller, openDoor, type TestDoor } from './testing-http';

let written = 0;
const write = command({
  name: 'note.write',
  path: '/notes',
  title: '写便条',
  by: 'signedIn',
  input: z.object({}),
  async handle() {
    written += 1;
    return done({});
  },
});
const read = query({
  name: 'note.read',
  path: '/notes',
  title: '看便条',
  by: 'signedIn',
  input: z.object({}),
  handle: async () => done({ notes: ['一'] }),
});

let platform: TestPlatform;
let door: TestDoor;
let caller: Caller;
beforeAll(async () => {
  platform = await testPlatform(await freshDatabase());
  const space = watchSpace(tmpdir(), '999999999');
  door = await openDoor({ ...platform, whyNoWrites: () => space.shortage() }, [write, read]);
  caller = await door.callerFor(await addUser(platform, { role: 'cityOfficer' }));
});
afterAll(async () => {
  await door.close();
  await platform.close();
});

describe('with a disk that is nearly full', () => {
  it('a change is refused with the sentence that says how much is missing, before anything is done', async () => {
    const { status, body } = await caller('note.write');
    expect(status).toBe(422);
    expect(body.message).toMatch(
      /^磁盘剩余空间不足（剩 [\d,]+ MB，至少需 999,999,999 MB），已暂停写入，读取不受影响。/,
    );
    expect(written).toBe(0);
  });

  it('reading and signing in go on', async () => {
    expect(await caller('note.read')).toMatchObject({ status: 200, body: { result: { notes: ['一'] } } });
    expect((await door.app.inject({ url: '/health' })).json()).toEqual({ ok: true });
  });
});
