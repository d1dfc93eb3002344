import { randomUUID, webcrypto } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resultOf } from '#platform/testing-platform';
import { queueAlgorithm, type QueuedFields, queuedText } from '../../domain/check-in/queued-check';
import { issueCodes } from './codes';
import { openStation } from './stations';
import { openClassroom, type TestClassroom } from './testing-classroom';
import { markedPicture } from './testing-faces';

let room: TestClassroom;
let picture: string;
beforeAll(async () => {
  room = await openClassroom(4);
  room.at('07:50');
  picture = await markedPicture({ person: 2 });
});
afterAll(() => room.close());

const newKeys = () => webcrypto.subtle.generateKey(queueAlgorithm, false, ['sign', 'verify']);
const toldOf = async ({ publicKey }: webcrypto.CryptoKeyPair) =>
  Buffer.from(await webcrypto.subtle.exportKey('spki', publicKey)).toString('base64');
const open = () => resultOf(room.platform, openStation, room.clerk, { classId: room.classId, kind: 'kiosk' });
const ask = async (action: string, token: string, payload: object, commandId: string = randomUUID()) =>
  (
    await room.door.app.inject({
      method: 'POST',
      url: `/station/${action}`,
      headers: { 'sec-fetch-site': 'same-origin', 'station-token': token, 'command-id': commandId },
      payload,
    })
  ).json<unknown>();

/** A tablet with its key, as a browser has it. */
async function tablet() {
  const [{ token, stationId }, keys] = [await open(), await newKeys()];
  const key = await toldOf(keys);
  return {
    token,
    key,
    tell: () => ask('key', token, { key }),
    sign: async (commandId: string, body: QueuedFields, by: webcrypto.CryptoKeyPair = keys): Promise<string> => {
      const text = new TextEncoder().encode(queuedText(commandId, stationId, body));
      return Buffer.from(await webcrypto.subtle.sign(queueAlgorithm, by.privateKey, text)).toString('base64');
    },
  };
}
async function kept(row: number, at: string): Promise<QueuedFields> {
  room.at(at);
  const wish = { classId: room.classId, rows: [`r${row}`] };
  const { codes } = await resultOf(room.platform, issueCodes, room.clerk, wish);
  const takenAt = room.platform.clock.now();
  return { card: room.numbers[row - 1], code: codes[0]?.code, picture, direction: 'in', takenAt };
}

describe('what a tablet keeps without a network (2021.A6.2)', () => {
  it('counts as it was taken when the tablet signed it, however late, in whatever order and however often it comes', async () => {
    const { token, tell, sign } = await tablet();
    expect(await tell()).toMatchObject({ result: { isKept: true } });
    expect(await tell()).toMatchObject({ result: { isKept: true } });
    const queue = [];
    for (const [row, at] of [
      [1, '07:55'],
      [2, '07:56'],
    ] as const) {
      const [id, body] = [randomUUID(), await kept(row, at)];
      queue.push({ id, body, signature: await sign(id, body) });
    }
    room.at('07:57');
    for (const { id, body, signature } of [...queue.toReversed(), ...queue])
      expect(await ask('card', token, { ...body, signature }, id)).toMatchObject({
        result: { verdict: 'accepted', at: body.takenAt, remarks: [] },
      });
  });

  it('is not believed with another time, another person, another number, another key or no signature', async () => {
    const { token, tell, sign } = await tablet();
    await tell();
    const [id, body] = [randomUUID(), await kept(3, '08:00')];
    const signature = await sign(id, body);
    room.at('08:02');
    const earlier = new Date(Date.parse(body.takenAt ?? '') - 60_000).toISOString();
    const code = expect.objectContaining({ code: 'deviceForged' });
    const forged = { result: { verdict: 'refused', remarks: expect.arrayContaining([code]) } };
    expect(await ask('card', token, { ...body, takenAt: earlier, signature }, id)).toMatchObject(forged);
    const codes = async () => (await kept(3, '08:02')).code;
    const again = async (more: object) => ask('card', token, { ...body, code: await codes(), ...more });
    for (const wrong of [{ signature }, { signature: await sign(id, body, await newKeys()) }, {}])
      expect(await again(wrong)).toMatchObject(forged);
    expect(await again({ signature: 'x' })).toMatchObject({ kind: 'invalid' });
  });

  it('is asked about where the tablet has no key, and a key is told once', async () => {
    const { token, key, tell } = await tablet();
    const body = await kept(4, '08:05');
    room.at('08:06');
    expect(await ask('card', token, body)).toMatchObject({
      result: { verdict: 'doubted', remarks: [{ code: 'notSigned' }] },
    });
    await tell();
    const other = await toldOf(await newKeys());
    expect(await ask('key', token, { key: other })).toMatchObject({ kind: 'conflict' });
    const curve = { name: 'ECDSA', namedCurve: 'P-384' };
    const larger = await toldOf(await webcrypto.subtle.generateKey(curve, false, ['sign', 'verify']));
    for (const wrong of [larger, `${key.slice(0, -8)}AAAAAA==`, 'A'.repeat(120)])
      expect(await ask('key', token, { key: wrong })).toMatchObject({ kind: 'invalid' });
  });
});
