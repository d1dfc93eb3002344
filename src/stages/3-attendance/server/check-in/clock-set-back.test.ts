import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inScope } from '#platform/database/scope';
import { runNow } from '#platform/jobs/testing';
import { resultOf, run } from '#platform/testing-platform';
import { watchDevices } from '../devices/jobs';
import { confirmDevice } from '../devices/lifecycle-commands';
import { registerDevice } from '../devices/register-commands';
import { saveDeviceCodes } from './device-codes';
import { showHours } from './queries';
import { openClassroom, type TestClassroom } from './testing-classroom';

let room: TestClassroom;
let deviceId: string;
beforeAll(async () => {
  room = await openClassroom(3);
  const { platform, clerk, officer, school, classId } = room;
  room.at('07:00');
  const wish = { venueId: school.venueIds[0], vendor: 'zkteco', model: 'T-ZK', serial: 'SN-ZK-1' } as const;
  ({ deviceId } = await resultOf(platform, registerDevice, clerk, { ...wish, responsibleName: '赵专管' }));
  await resultOf(platform, confirmDevice, officer, { deviceId, version: 1, keepsPictures: false });
  const codes = ['r1', 'r2', 'r3'].map((row, at) => ({ row, code: String(1001 + at) }));
  expect(await run(platform, saveDeviceCodes, clerk, { classId, codes })).toMatchObject({ outcome: 'done' });
});
afterAll(() => room.close());

const at = (time: string): string => `${room.platform.clock.today()}T${time}+08:00`;

/** What the door writes down of a terminal that numbers nothing: a check-in as told and as it came, or a beat. */
async function wrote(
  kind: 'checkIn' | 'heartbeat',
  received: string,
  told = '',
  person = '',
  direction = 'unknown',
  device = deviceId,
) {
  await inScope(room.platform.pool, { reach: 'system' }, (tx) =>
    sql`insert into device_events (region_code, device_id, series, sequence, told_key, institution_id, kind, person_code,
      told_time, happened_at, received_at, offset_ms, method, verdict, direction, detail, flags, payload_digest, content_digest)
      values ('410822', ${device}, 1, 0, ${`${kind}|${person}|${received}|${told}`}, ${room.school.institutionId}, ${kind},
      ${person}, ${told}, ${told === '' ? null : at(told)}, ${at(received)}, null, 'face',
      ${kind === 'checkIn' ? 'accepted' : 'unknown'}, ${direction}, '', '{}', '\\x00', '\\x00')`.execute(tx),
  );
}
const beats = async (...times: string[]): Promise<void> => {
  for (const time of times) await wrote('heartbeat', time);
};
const morningOf = async (row: string) => {
  const { rows } = await resultOf(room.platform, showHours, room.clerk, { classId: room.classId });
  return rows.find(({ rowId }) => rowId === row)?.cells[0];
};
const alarms = (device = deviceId) =>
  room.rows(sql<{ kind: string; detail: { seconds: number } }>`select kind, detail from device_alarms
    where device_id = ${device} and kind = 'clockAhead'`);

describe('a terminal whose beats tell no time (2021 四)', () => {
  it('that was cut off brings what it held within minutes of its first beat, and that counts', async () => {
    await beats('07:30:00');
    await beats('09:00:00');
    await wrote('checkIn', '09:00:20', '07:55:00', '1001', 'in');
    await wrote('checkIn', '11:00:05', '11:00:00', '1001', 'out');
    room.at('11:10');
    expect(await morningOf('r1')).toMatchObject({ state: 'present', minutes: 180 });
    await runNow(room.platform, watchDevices, {});
    expect(await alarms()).toEqual([]);
  });

  it('that was in touch and tells a time long gone had its clock set back: nothing counts, and it is told', async () => {
    // Its clock stands half an hour back: who comes at 08:30 is told to have come at eight.
    await beats('08:05:00', '08:10:00', '08:15:00', '08:20:00', '08:25:00');
    await wrote('checkIn', '08:30:02', '08:00:00', '1002', 'in');
    await beats('11:05:00', '11:15:00', '11:25:00');
    await wrote('checkIn', '11:30:02', '11:00:00', '1002', 'out');
    room.at('11:40');
    expect(await morningOf('r2')).toMatchObject({ minutes: 0, notes: [expect.stringMatching('时钟偏差')] });
    for (let times = 0; times < 2; times += 1) await runNow(room.platform, watchDevices, {});
    expect(await alarms()).toEqual([{ kind: 'clockAhead', detail: { seconds: -1802 } }]);
  });
});

describe('check-ins that are written after the lesson (A5)', () => {
  it('do not count, whatever the device calls its memory, when it was in touch meanwhile', async () => {
    const { platform, clerk, officer, school } = room;
    const wish = { venueId: school.venueIds[0], vendor: 'json', model: 'T-JS', serial: 'SN-JS-1' } as const;
    const made = await resultOf(platform, registerDevice, clerk, { ...wish, responsibleName: '赵专管' });
    await resultOf(platform, confirmDevice, officer, { deviceId: made.deviceId, version: 1, keepsPictures: false });
    const later = (...[kind, received, told, person, direction]: Parameters<typeof wrote>) =>
      wrote(kind, received, told, person, direction, made.deviceId);
    for (const time of ['08:05:00', '10:05:00', '11:05:00', '12:05:00']) await later('heartbeat', time);
    await later('checkIn', '13:00:00', '07:58:00', '1003', 'in');
    await later('checkIn', '13:00:01', '11:01:00', '1003', 'out');
    room.at('13:10');
    expect(await morningOf('r3')).toMatchObject({ minutes: 0, notes: [expect.stringMatching('时钟偏差')] });
    await runNow(platform, watchDevices, {});
    expect(await alarms(made.deviceId)).toMatchObject([{ kind: 'clockAhead' }]);
  });
});
