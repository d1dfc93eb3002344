import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dispatch } from '#platform/command-line/dispatch';
import { resultOf } from '#platform/testing-platform';
import type { Vendor } from '../../../domain/devices/vendors';
import { showDevice } from '../device-queries';
import { addDevice, alarmKinds, countEvents, openRoom, type TestDevice, type TestRoom } from '../testing-devices';
import { deviceSimCommand } from './device-sim-command';

let room: TestRoom;
beforeAll(async () => {
  room = await openRoom();
});
afterAll(() => room.close());

async function sim(...words: string[]) {
  const printed: string[] = [];
  const told: string[] = [];
  const terminal = { print: (text: string) => printed.push(text), tell: (text: string) => told.push(text) };
  const code = await dispatch([deviceSimCommand], ['device-sim', ...words], terminal);
  return { code, printed: printed.join('\n'), told: told.join('\n') };
}

const nameOf = (vendor: Vendor, { id, serial }: TestDevice): string => (vendor === 'json' ? id : serial);
const against = (vendor: Vendor, device: TestDevice) =>
  [
    '--address',
    room.address,
    '--vendor',
    vendor,
    '--device',
    nameOf(vendor, device),
    '--key',
    device.key,
    '--rate',
    '5000',
  ] as const;

describe('device-sim', () => {
  it.each(['json', 'zkteco', 'hikvision'] as const)(
    'lets a %s device send everything twice with losses on the way: stored once',
    async (vendor) => {
      const device = await addDevice(room, vendor);
      const { code, printed } = await sim(...against(vendor, device), '--people', '40', '--lossy', '--twice', '--json');
      expect(code).toBe(0);
      expect(JSON.parse(printed)).toMatchObject({ passages: 40, pushes: 80, acknowledged: 80, lostOnTheWay: 4 });
      expect(await countEvents(room, device)).toBe(40);
      expect(await alarmKinds(room, device)).toEqual([]);
    },
  );

  it('leaves a gap and a slow clock that the office sees', async () => {
    const device = await addDevice(room, 'json');
    const { code, printed } = await sim(
      ...against('json', device),
      '--people',
      '20',
      '--batch',
      '10',
      '--gap',
      '--skew',
      '-90',
    );
    expect([code, printed]).toEqual([0, expect.stringContaining('故意不送')]);
    const shown = await resultOf(room.platform, showDevice, room.officer, { deviceId: device.id });
    expect(shown).toMatchObject({ missing: 1, gaps: [{ from: 11, to: 11 }] });
    expect(shown.offset?.seconds).toBeGreaterThan(80);
  });

  it('says why when it is not accepted, cannot connect or was called wrongly', async () => {
    const device = await addDevice(room, 'json', { registered: true });
    const refused = await sim(...against('json', device));
    expect([refused.code, refused.told]).toEqual([2, expect.stringContaining('没有启用')]);
    const nowhere = await sim('--address', 'http://127.0.0.1:9', '--device', device.id, '--key', 'x');
    expect([nowhere.code, nowhere.told]).toEqual([2, expect.stringContaining('连不上')]);
    expect((await sim('--address', 'ftp://x', '--key', 'x', '--device', 'y')).code).toBe(2);
    expect((await sim('--address', room.address, '--key', 'x', '--vendor', 'other')).told).toContain('--vendor');
    expect((await sim('--help')).printed).toContain('device-sim');
  });
});
