import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPool } from '#platform/database/pool';
import { inScope } from '#platform/database/scope';
import { openDoor } from '#platform/http/testing-http';
import { resultOf } from '#platform/testing-platform';
import { checkDeviceChain } from './chain-queries';
import { deviceDoor, deviceOperations } from './index';
import { addDevice, checkIn, openRoom, post, pushEvents, type TestDevice, type TestRoom } from './testing-devices';
import { verifyChain } from './verify-chain';

let room: TestRoom;
beforeAll(async () => {
  room = await openRoom(100_000);
});
afterAll(() => room.close());

const verdictOf = (device: TestDevice) =>
  inScope(room.platform.pool, { reach: 'system' }, (tx) => verifyChain(tx, room.platform.services, device.id));

/** What only somebody with the owner’s password to the database could do. */
async function tamper(statement: string): Promise<void> {
  const owner = openPool(room.platform.database.owner, { max: 1 });
  try {
    for (const table of ['device_events', 'device_payloads']) {
      await owner.query(`alter table ${table} disable trigger append_only`);
    }
    await owner.query("select set_config('mingxun.reach', 'system', false)");
    await owner.query(statement);
    for (const table of ['device_events', 'device_payloads']) {
      await owner.query(`alter table ${table} enable trigger append_only`);
    }
  } finally {
    await owner.end();
  }
}

async function withPushes(): Promise<TestDevice> {
  const device = await addDevice(room, 'json');
  for (let push = 0; push < 5; push += 1) {
    const events = [checkIn(push * 3 + 1), checkIn(push * 3 + 2, { person: '李' }), checkIn(push * 3 + 3)];
    await pushEvents(room, device, events);
  }
  return device;
}

describe('the chain of a device', () => {
  it('holds whatever is sent: alone, in batches, again, late, many at once', async () => {
    const device = await withPushes();
    await pushEvents(room, device, [checkIn(2, { person: '李' }), checkIn(16), checkIn(1)]);
    await Promise.all(Array.from({ length: 40 }, (_, at) => pushEvents(room, device, [checkIn(100 + (at % 20))])));
    await pushEvents(
      room,
      device,
      Array.from({ length: 1000 }, (_, at) => checkIn(1000 + at)),
    );
    const { links, last, findings } = await verdictOf(device);
    expect(findings).toEqual([]);
    expect(links).toBe(last);
    expect(links).toBe(5 + 1 + 20 + 1);
  });

  it('shows a removed delivery as a hole, and its rows as belonging to none', async () => {
    const device = await withPushes();
    await tamper(`delete from device_payloads where device_id = '${device.id}' and chain_number = 3`);
    const { findings } = await verdictOf(device);
    expect(findings.map(({ fault, number }) => [fault, number])).toEqual([
      ['hole', 4],
      ['stray', 0],
      ['stray', 0],
      ['stray', 0],
    ]);
  });

  it.each([
    ['replaced', `update device_events set person_code = '1049' where sequence = 8`],
    ['moved in time', `update device_events set happened_at = happened_at + interval '1 minute' where sequence = 8`],
    ['removed', `delete from device_events where sequence = 8`],
  ])('shows a row that was %s, in the delivery it came with', async (_word, statement) => {
    const device = await withPushes();
    await tamper(`${statement} and device_id = '${device.id}'`);
    expect((await verdictOf(device)).findings).toMatchObject([{ fault: 'rows', number: 3 }]);
  });

  it('shows a delivery whose time or bytes were changed', async () => {
    const device = await withPushes();
    await tamper(`update device_payloads set received_at = received_at - interval '1 hour'
      where device_id = '${device.id}' and chain_number = 2`);
    await tamper(`update device_payloads set body_sealed = set_byte(body_sealed, 40, 255 - get_byte(body_sealed, 40))
      where device_id = '${device.id}' and chain_number = 4`);
    expect((await verdictOf(device)).findings).toMatchObject([
      { fault: 'link', number: 2 },
      { fault: 'body', number: 4 },
    ]);
  });

  it('can be asked for by whoever may see the device', async () => {
    const device = await withPushes();
    const found = await resultOf(room.platform, checkDeviceChain, room.officer, { deviceId: device.id });
    expect(found).toMatchObject({ links: 5, last: 5, isWhole: true, findings: [] });
  });
});

describe('a request sent again', () => {
  it('is known by its number even to another process, whatever it was for', async () => {
    const door = await openDoor(room.platform, deviceOperations, { doors: [deviceDoor()] });
    const other = { ...room, door };
    const device = await addDevice(room, 'json');
    const time = room.platform.clock.now();
    for (const [path, events] of [
      ['/device/v1/events', [checkIn(1)]],
      ['/device/v1/heartbeat', undefined],
      ['/device/v1/connect', undefined],
    ] as const) {
      const body = Buffer.from(JSON.stringify(events ? { events } : {}));
      const nonce = `overheard-${path.slice(-6)}-0123456789`.replaceAll('/', '-');
      expect((await post(room, device, path, body, { nonce, time })).statusCode).toBe(200);
      const again = await post(other, device, path, body, { nonce, time });
      expect([path, again.statusCode, again.json().code]).toEqual([path, 409, 'replayed']);
    }
    await door.close();
  });
});
