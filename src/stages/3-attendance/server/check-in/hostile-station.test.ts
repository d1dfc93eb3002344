import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { sql } from 'kysely';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resultOf } from '#platform/testing-platform';
import { showStation } from './queries';
import { openStation } from './stations';
import { issueCodes } from './codes';
import { openClassroom, type TestClass, type TestClassroom } from './testing-classroom';
import { markedPicture, markEngine } from './testing-faces';

let room: TestClassroom;
let there: TestClass;
let token: string;
let tablet: string;
let screen: string;
let picture: string;
beforeAll(async () => {
  room = await openClassroom(3, markEngine);
  there = await room.second('410823');
  room.at('07:50');
  ({ token, stationId: tablet } = await open('kiosk'));
  ({ stationId: screen } = await open('screen'));
  picture = await markedPicture({ person: 2 });
});
afterAll(() => room.close());

const open = (kind: 'kiosk' | 'screen', { classId, clerk }: TestClass = room) =>
  resultOf(room.platform, openStation, clerk, { classId, kind });
/** Whoever guesses is slowed down by where they come from; here each try comes from somewhere else. */
let address = 0;
const from = () => `10.0.${Math.floor((address += 1) / 250)}.${address % 250}`;
const send = (action: string, payload: unknown, headers: Record<string, string> = {}) =>
  room.door.app.inject({
    method: 'POST',
    url: `/station/${action}`,
    remoteAddress: from(),
    headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json', ...headers },
    payload: typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : JSON.stringify(payload),
  });
const withToken = (action: string, payload: unknown, headers: Record<string, string> = {}) =>
  send(action, payload, { 'station-token': token, 'command-id': randomUUID(), ...headers });
const counted = async () =>
  (await room.rows(sql<{ count: number }>`select count(*)::int as count from attendance_checks`))[0]?.count;
const codeOf = async (row: string) => {
  const wish = { classId: room.classId, rows: [row] };
  return (await resultOf(room.platform, issueCodes, room.clerk, wish)).codes[0]?.code ?? '';
};

/** What nobody’s tablet or telephone sends. */
const absurd: readonly (string | Buffer)[] = [
  '',
  'null',
  '[]',
  '"x"',
  '{',
  '{"card":',
  '[['.repeat(20_000),
  '{"a":'.repeat(20_000),
  '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"x":1}}}',
  '{"card":"0017","code":"123456","picture":"\\u0000","direction":"in"}',
  '{"card":"\\ud800","code":"１２３４５６","picture":"x","direction":"up"}',
  '{"card":{"$gt":""},"code":123456,"picture":["x"],"direction":null,"takenAt":"9999-99-99T99:99:99Z"}',
  `{"card":"0017","code":"${'9'.repeat(500_000)}"}`,
  Buffer.from([0xff, 0xfe, 0x00, 0x80, 0xc3, 0x28, 0xed, 0xa0, 0x80]),
  Buffer.from(Array.from({ length: 4096 }, (_, n) => (n * 131) % 256)),
];
const types = ['application/json', 'text/plain', 'application/xml', 'multipart/form-data', 'image/jpeg', ''];

describe('the doors of tablets and telephones, to which anybody can knock', () => {
  it('answer nonsense of every kind in Chinese, never with a fault, and write nothing', async () => {
    const before = await counted();
    const actions = ['state', 'challenge', 'card', 'face', 'teacher', 'not-me', 'phone', 'phone/not-me', '../api', 'x'];
    for (const action of actions) {
      // A tablet of its own: one that is asked too often is only told to wait.
      ({ token } = await open('kiosk'));
      for (const [at, body] of absurd.entries()) {
        const type = types[at % types.length] ?? '';
        const answer = await withToken(action, body, { 'content-type': type });
        const told: unknown = answer.statusCode === 200 ? undefined : answer.json();
        expect(answer.statusCode, `${action} ${at}`).toBeLessThan(500);
        expect(answer.statusCode).not.toBe(429);
        if (told !== undefined) expect(told).toMatchObject({ message: expect.stringMatching(/\p{Script=Han}{4}/u) });
      }
    }
    expect(room.door.faults).toEqual([]);
    expect(await counted()).toBe(before);
  });

  it('refuse pictures that are none, that are too large, and that would unfold to a wall', async () => {
    const wall = await sharp({ create: { width: 9000, height: 9000, channels: 3, background: 'white' } })
      .png()
      .toBuffer();
    const code = await codeOf('r1');
    const before = await counted();
    for (const wrong of [
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'.repeat(9)).toString('base64'),
      Buffer.from('%PDF-1.7'.padEnd(300, 'x')).toString('base64'),
      wall.toString('base64'),
      'A'.repeat(899_999),
      'A'.repeat(1_000_000),
    ]) {
      const body = { card: room.tails[0], code, picture: wrong, direction: 'in' };
      const answer = await withToken('card', body);
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
      expect(answer.statusCode).toBeLessThan(500);
      const shown = await withToken('face', { front: wrong, direction: 'in' });
      expect(shown.statusCode).toBeLessThan(500);
      expect(shown.statusCode).toBeGreaterThanOrEqual(400);
    }
    expect((await withToken('card', Buffer.alloc(3_200_000, 0x20))).statusCode).toBe(413);
    expect(room.door.faults).toEqual([]);
    expect(await counted()).toBe(before);
    // The code of the witness is still good: nothing was half done.
    const right = { card: room.tails[0], code, picture, direction: 'in' };
    expect((await withToken('card', right)).json()).toMatchObject({ result: { verdict: 'accepted' } });
  });

  it('do one thing once however often it is sent, also at the same time', async () => {
    const [code, commandId] = [await codeOf('r2'), randomUUID()];
    const body = { card: room.tails[1], code, picture, direction: 'in' };
    const before = await counted();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => withToken('card', body, { 'command-id': commandId })),
    );
    for (const { statusCode } of answers) expect([200, 409]).toContain(statusCode);
    expect(answers.some(({ statusCode }) => statusCode === 200)).toBe(true);
    expect(await counted()).toBe((before ?? 0) + 1);
  });

  it('take no code of another room, of another class or of another time, and name nobody by it', async () => {
    const theirs = await open('screen', there);
    const { roomCode: other } = await resultOf(room.platform, showStation, there.clerk, {
      classId: there.classId,
      stationId: theirs.stationId,
    });
    const { roomCode: own } = await resultOf(room.platform, showStation, room.clerk, {
      classId: room.classId,
      stationId: screen,
    });
    const code = await codeOf('r3');
    const body = { stationId: screen, card: room.numbers[2], code, picture, direction: 'in' };
    const phone = async (more: object) => (await send('phone', { ...body, ...more })).json<unknown>();
    const refused = { result: { verdict: 'refused' } };
    expect(await phone({ roomCode: other })).toMatchObject({ kind: 'conflict' });
    expect(await phone({ roomCode: own, stationId: tablet })).toMatchObject({ kind: 'missing' });
    expect(await phone({ roomCode: own, stationId: theirs.stationId })).toMatchObject({ kind: 'conflict' });
    expect(await phone({ roomCode: own, card: there.numbers[0] })).toMatchObject({ kind: 'invalid' });
    room.at('07:55');
    expect(await phone({ roomCode: own })).toMatchObject(refused);
    const strange = await withToken('not-me', { checkId: randomUUID() });
    expect(strange.statusCode).toBe(404);
    expect(room.door.faults).toEqual([]);
  });

  it('tell whoever does not know the code of the room nothing of who is in the class, and keep no picture', async () => {
    const shown = { classId: room.classId, stationId: screen };
    const { roomCode } = await resultOf(room.platform, showStation, room.clerk, shown);
    const before = await counted();
    const body = { stationId: screen, code: '000000', picture, direction: 'in' };
    const made = { ...body, roomCode: roomCode === '000000' ? '000001' : '000000' };
    const cards = [room.tails[0], room.numbers[0], there.numbers[0], '999X'];
    const asked = cards.flatMap((card) => [
      { ...made, card },
      { ...made, card, as: 'teacher' },
    ]);
    const answers = await Promise.all(asked.map(async (each) => (await send('phone', each)).json<unknown>()));
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(answers[0]).toMatchObject({ kind: 'conflict' });
    expect(await counted()).toBe(before);
  });

  it('hold a place for nobody who sends slowly', async () => {
    await room.door.app.listen({ host: '127.0.0.1', port: 0 });
    const bound = room.door.app.server.address();
    if (bound === null || typeof bound === 'string') throw new Error('no port');
    const socket = connect(bound.port, '127.0.0.1');
    socket.write(
      'POST /station/card HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
    );
    const quick = await fetch(`http://127.0.0.1:${bound.port}/station/state`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin' },
    });
    expect(quick.status).toBe(401);
    expect(room.door.app.server.requestTimeout).toBeLessThanOrEqual(60_000);
    socket.destroy();
  });
});
