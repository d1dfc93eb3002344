import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KillableProgram, killableProgram } from '#platform/http/testing-own-process';
import { bodyDigestOf, type Signed } from './signature';
import {
  addDevice,
  checkIn,
  ed25519Pair,
  openRoom,
  type Signer,
  type TestDevice,
  type TestRoom,
} from './testing-devices';

/** The doors in a process of their own, over the test’s database; prints its port. */
const program = (database: object): string => `
  import Fastify from 'fastify';
  import { openPool } from '#platform/database/pool';
  import { systemClock } from '#platform/clock';
  import { newKeyRing } from '#platform/secrets/keys';
  import { openSecrets } from '#platform/secrets/secrets';
  import { readPostsDirectly } from '#platform/http/direct-posts';
  import { deviceDoor } from './index';
  const secrets = openSecrets(newKeyRing(systemClock.now()));
  const platform = { pool: openPool(${JSON.stringify(database)}), clock: systemClock, services: { secrets }, signIn: {},
    whyNoWrites: async () => undefined };
  const app = Fastify({ logger: false });
  readPostsDirectly(app, { newReference: () => '', answerFault: () => ({ status: 500, body: {} }) });
  await app.register(async (entrance) => deviceDoor({ rate: { perSecond: 1e6, burst: 1e6 } })(entrance, platform));
  await app.listen({ port: 0, host: '127.0.0.1' });
  console.log(app.server.address().port);`;

let doors: KillableProgram;
let room: TestRoom;
let device: TestDevice;
let signer: Signer;

beforeAll(async () => {
  room = await openRoom();
  const pair = ed25519Pair();
  signer = pair.signer;
  device = await addDevice(room, 'json', { publicKey: pair.publicKey });
  doors = await killableProgram(program(room.platform.database.app), import.meta.dirname);
});
afterAll(async () => {
  await room.close();
  doors.remove();
});

/** Sends a few events; true only when the server has said that they are kept. */
async function send(address: string, sequences: readonly number[]): Promise<boolean> {
  const path = '/device/v1/events';
  const body = Buffer.from(JSON.stringify({ events: sequences.map((sequence) => checkIn(sequence)) }));
  const nonce = randomBytes(16).toString('base64url');
  const signed: Signed = {
    method: 'POST',
    path,
    device: device.id,
    time: new Date().toISOString(),
    nonce,
    epoch: '0',
    bodyDigest: bodyDigestOf(body),
  };
  const headers = {
    'content-type': 'application/json',
    'mingxun-device': device.id,
    'mingxun-time': signed.time,
    'mingxun-nonce': nonce,
    'mingxun-signature': signer(signed),
  };
  const answer = await fetch(address + path, { method: 'POST', body, headers }).catch(() => undefined);
  return (
    answer?.status === 200 &&
    (await answer.json().then(
      () => true,
      () => false,
    ))
  );
}

describe('kill -9 while devices push', () => {
  it('loses no acknowledged event, doubles none, and what was not acknowledged is taken when sent again', async () => {
    const rounds = 5;
    const acknowledged = new Set<number>();
    const unsure = new Set<number>();
    let next = 0;
    for (let round = 0; round < rounds; round += 1) {
      const { child, address } = await doors.start();
      let isKilled = false;
      let refused = 0;
      const again = [...unsure].values();
      const lane = async () => {
        while (!isKilled && refused < 100) {
          const old = again.next();
          const sequences = old.done ? [(next += 1), (next += 1), (next += 1)] : [old.value];
          const isKept = await send(address, sequences);
          if (!isKept && !isKilled) refused += 1;
          for (const each of sequences) {
            unsure[isKept ? 'delete' : 'add'](each);
            if (isKept) acknowledged.add(each);
          }
        }
      };
      const lanes = Array.from({ length: 8 }, lane);
      while (acknowledged.size < (round + 1) * 120 && refused < 100) await wait(5);
      child.kill('SIGKILL');
      isKilled = true;
      await Promise.all(lanes);
    }
    expect(acknowledged.size).toBeGreaterThanOrEqual(rounds * 120);
    const { child, address } = await doors.start();
    for (const sequence of unsure) expect(await send(address, [sequence])).toBe(true);
    child.kill('SIGKILL');
    const rows = await room.rows(
      sql<{ sequence: number }>`select sequence from device_events where device_id = ${device.id}`,
    );
    const stored = rows.map(({ sequence }) => sequence);
    expect([...acknowledged].filter((each) => !stored.includes(each))).toEqual([]);
    expect(new Set(stored).size).toBe(stored.length);
    expect(stored.length).toBe(next);
  }, 120_000);
});
