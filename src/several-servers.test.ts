import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#platform/clock';
import type { EmbeddedConfig } from '#platform/database/embedded';
import { inScope } from '#platform/database/scope';
import { freshDatabase, type TestDatabase } from '#platform/database/testing';
import { fromOwnPage, openDoor, replyOf, requestFor, type TestDoor } from '#platform/http/testing-http';
import { verifyLog } from '#platform/log/verify';
import { addInstitution, addUser } from '#platform/testing-platform';
import { operations } from './operations';
import { openProduct, type Product } from './product';
import {
  addDevice,
  addVenue,
  checkIn,
  pushEvents,
  type TestDevice,
} from './stages/3-attendance/server/devices/testing-devices';
import { verifyChain } from './stages/3-attendance/server/devices/verify-chain';
import { deviceDoor } from './stages/3-attendance/server/index';

interface Server {
  readonly product: Product;
  readonly door: TestDoor;
  readonly address: string;
}

const addressOf = ({ host, port, user, database }: EmbeddedConfig): string =>
  `postgres://${user}@localhost/${database}?host=${encodeURIComponent(host)}&port=${port}`;

/** A server as docs/operations.md sets several up: the same database, the same data folder. */
async function startServer(database: TestDatabase, dataFolder: string): Promise<Server> {
  const product = await openProduct({
    dataFolder,
    migrationsFolder: resolve('migrations'),
    environment: { DATABASE_URL: addressOf(database.app), DATABASE_OWNER_URL: addressOf(database.owner) },
    startsAsDemo: false,
    say: () => undefined,
  });
  const doors = [deviceDoor({ rate: { perSecond: 1e4, burst: 1e4 } })];
  const door = await openDoor(product.platform, operations, { doors });
  return { product, door, address: await door.app.listen({ port: 0, host: '127.0.0.1' }) };
}

const events = 120;
const lanes = 4;

let database: TestDatabase;
let folder: string;
let room: Awaited<ReturnType<typeof openRoom>>;
let servers: readonly [Server, Server];
beforeAll(async () => {
  database = await freshDatabase();
  folder = mkdtempSync(join(tmpdir(), 'mingxun-servers-'));
  const first = await startServer(database, folder);
  servers = [first, await startServer(database, folder)];
  room = await openRoom(first.product);
});
afterAll(async () => {
  for (const { door, product } of servers) {
    await door.close();
    await product.close();
  }
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function openRoom({ platform }: Product) {
  const regionCode = '410822';
  const institutionId = await addInstitution(platform, regionCode, '两台服务器测试学校');
  return {
    platform,
    institutionId,
    venueId: await addVenue(platform, institutionId, '101 教室'),
    clerk: await addUser(platform, { role: 'institutionClerk', regionCode, institutionId }),
    officer: await addUser(platform, { role: 'countyOfficer', regionCode }),
  };
}

describe('several servers on one database', () => {
  it('know a session of each other, and carry out a command sent to both only once', async () => {
    const { clerk, institutionId } = room;
    const [{ door: first }, { door: second }] = servers;
    const cookie = await first.sessionOf(clerk);
    const operation = operations.find(({ name }) => name === 'institution.add-venue');
    if (!operation) throw new Error('no such operation');
    const wish = { institutionId, name: '实训楼', kind: 'practice', address: '博爱县中山路 9 号', capacity: 40 };
    const request = { ...requestFor(operation, wish), headers: { ...fromOwnPage, cookie, 'command-id': randomUUID() } };
    const answers = await Promise.all([first.app.inject(request), second.app.inject(request)]);
    const replies = answers.map(replyOf);
    expect(replies.map(({ status }) => status)).toEqual([200, 200]);
    expect(replies[0]?.body.result).toEqual(replies[1]?.body.result);
    const venues = await inScope(database.pool, { reach: 'system' }, (tx) =>
      tx
        .selectFrom('venues')
        .select('id')
        .where('institution_id', '=', institutionId)
        .where('name', '=', wish.name)
        .execute(),
    );
    expect(venues).toHaveLength(1);
  });

  it('keep one unbroken chain of a device that is heard at both, each event once', async () => {
    const devices: TestDevice[] = [await addDevice(room, 'json'), await addDevice(room, 'json')];
    const entrances = servers.map(({ address, product: { platform } }) => ({ address, platform }));
    // A few at a time, so that the two servers keep meeting at the end of the same chain.
    const send = async (entrance: (typeof entrances)[number], device: TestDevice, first: number) => {
      const refused: string[] = [];
      for (let sequence = first; sequence <= events; sequence += lanes) {
        const { statusCode, body } = await pushEvents(entrance, device, [checkIn(sequence)]);
        if (statusCode !== 200) refused.push(body);
      }
      return refused;
    };
    const lines = entrances.flatMap((entrance) =>
      devices.flatMap((device) => Array.from({ length: lanes }, (_, at) => send(entrance, device, at + 1))),
    );
    expect((await Promise.all(lines)).flat()).toEqual([]);
    for (const { id } of devices) {
      const found = await inScope(database.pool, { reach: 'system' }, async (tx) => ({
        kept: await tx.selectFrom('device_events').select('sequence').where('device_id', '=', id).execute(),
        verdict: await verifyChain(tx, room.platform.services, id),
      }));
      expect(found.kept).toHaveLength(events);
      expect(found.verdict.findings).toEqual([]);
    }
  });

  it('number one log without gap or doubt', async () => {
    const { pool } = database;
    await expect
      .poll(() => inScope(pool, { reach: 'system' }, (tx) => tx.selectFrom('log_waiting').select('event_id').execute()))
      .toEqual([]);
    const verdict = await verifyLog(pool, { now: systemClock.now() });
    expect(verdict.faults).toEqual([]);
    expect(servers.flatMap(({ door }) => door.faults)).toEqual([]);
  });
});
