import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resultOf, run } from '#platform/testing-platform';
import { checklistPoints } from '../../domain/devices/checklist';
import { saveChecklist, signChecklist } from './checklist-commands';
import { showDevice } from './device-queries';
import { resumeDevice } from './lifecycle-commands';
import { moveDevicePlace } from './place-commands';
import { addDevice, addVenue, openRoom, type TestRoom } from './testing-devices';

let room: TestRoom;
let otherRoom: string;
beforeAll(async () => {
  room = await openRoom();
  otherRoom = await addVenue(room.platform, room.institutionId, '实操车间');
});
afterAll(() => room.close());

const checklist = {
  keeper: '赵专管',
  passwordSetBy: '李经办',
  passwordSetOn: '2026-03-02',
  keptAt: '机房',
  points: [...checklistPoints],
  note: '',
};

async function signBoth(deviceId: string): Promise<void> {
  const { platform, clerk, officer } = room;
  await resultOf(platform, saveChecklist, clerk, { deviceId, version: 0, checklist });
  await resultOf(platform, signChecklist, clerk, { deviceId, version: 1, action: 'offer' });
  await resultOf(platform, signChecklist, officer, { deviceId, version: 2, action: 'sign' });
}

describe('a device that is moved', () => {
  it('to another room pauses until both sides have signed a checklist of that room', async () => {
    const { platform, clerk, officer } = room;
    const { id: deviceId } = await addDevice(room, 'json');
    await signBoth(deviceId);
    const wish = { deviceId, version: 2, venueId: otherRoom, responsibleName: '赵专管', reason: '实操课改在车间' };
    expect(await resultOf(platform, moveDevicePlace, clerk, wish)).toEqual({ state: 'suspended', version: 3 });
    const resume = { deviceId, version: 3, reason: '已核对' };
    expect(await run(platform, resumeDevice, officer, resume)).toMatchObject({ kind: 'conflict' });
    await signBoth(deviceId);
    await resultOf(platform, resumeDevice, officer, resume);
    const shown = await resultOf(platform, showDevice, officer, { deviceId });
    expect(shown).toMatchObject({ state: 'active', venue: '实操车间', check: { hasMoved: true, isSigned: true } });
    expect(shown.formerPlaces).toMatchObject([{ venue: '101 教室', keeper: '赵专管', reason: '实操课改在车间' }]);
  });

  it('to another keeper goes on, and the county hears that the password has to be set anew', async () => {
    const { platform, clerk } = room;
    const { id: deviceId } = await addDevice(room, 'json');
    const wish = { deviceId, version: 2, venueId: room.venueId, responsibleName: '钱专管', reason: '换岗' };
    expect(await resultOf(platform, moveDevicePlace, clerk, wish)).toEqual({ state: 'active', version: 3 });
    const told = await room.rows(
      sql<{ text: string }>`select text from messages where subject_id = ${deviceId} and audience = 'county'`,
    );
    expect(told.some(({ text }) => text.includes('钱专管') && text.includes('密码'))).toBe(true);
    expect(await run(platform, moveDevicePlace, clerk, { ...wish, version: 3 })).toMatchObject({ kind: 'invalid' });
    expect(await run(platform, moveDevicePlace, clerk, { ...wish, version: 2 })).toMatchObject({ kind: 'conflict' });
  });
});
