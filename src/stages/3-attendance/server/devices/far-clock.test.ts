import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { resultOf } from '#platform/testing-platform';
import { showDevice } from './device-queries';
import { addDevice, checkIn, openRoom, post, pushEvents, type TestRoom } from './testing-devices';

let room: TestRoom;
beforeAll(async () => {
  room = await openRoom();
});
afterAll(() => room.close());
afterEach(() => expect(room.door.faults).toEqual([]));

describe('a device whose clock is far off', () => {
  it('ahead by years has its events kept, and is told apart from one that is right', async () => {
    const device = await addDevice(room, 'json');
    const answer = await pushEvents(room, device, [checkIn(1, { time: '2099-12-31T23:59:59+08:00' })]);
    expect(answer.json()).toMatchObject({ stored: 1 });
    const shown = await resultOf(room.platform, showDevice, room.officer, { deviceId: device.id });
    expect(shown.offset?.seconds).toBe(-20 * 86_400);
  });

  it('behind by hours is known by its heartbeats, which never come out of its memory', async () => {
    const device = await addDevice(room, 'json');
    const behind = new Date(Date.parse(room.platform.clock.now()) - 8 * 3_600_000).toISOString();
    const body = Buffer.from(JSON.stringify({ time: behind }));
    expect((await post(room, device, '/device/v1/heartbeat', body)).statusCode).toBe(200);
    const [row] = await room.rows(
      sql<{ offset: number | null }>`select offset_ms as offset from device_events where device_id = ${device.id}`,
    );
    expect(Math.round((row?.offset ?? 0) / 3_600_000)).toBe(8);
    const shown = await resultOf(room.platform, showDevice, room.officer, { deviceId: device.id });
    expect(Math.round((shown.offset?.seconds ?? 0) / 3600)).toBe(8);
  });
});
