import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { fromOwnPage, requestFor } from '#platform/http/testing-http';
import type { Actor } from '#platform/operation';
import { hostileInput } from '../../../../testing-hostile';
import { deviceOperations } from './index';
import { addDevice, openRoom, pushEvents } from './testing-devices';

const seed = Number(process.env['MINGXUN_SEED'] ?? 20_240_718);
const each = 80;

describe('whatever is asked of devices that are there', () => {
  it('is answered with a sentence, never with a fault', async () => {
    const room = await openRoom();
    try {
      const devices = [await addDevice(room, 'json'), await addDevice(room, 'zkteco', { registered: true })];
      for (const device of devices) await pushEvents(room, device, [{ sequence: 1, kind: 'tamper' }]);
      const alarms = await room.rows(sql<{ id: string }>`select id from device_alarms`);
      const ids = {
        deviceId: devices.map(({ id }) => id),
        alarmId: alarms.map(({ id }) => id),
        venueId: [room.venueId],
      };
      const may = (by: readonly string[] | 'signedIn', { role }: Actor) => by === 'signedIn' || by.includes(role);
      const faults: string[] = [];
      const seen = new Set<number>();
      for (const operation of deviceOperations) {
        const actor = [room.clerk, room.officer].find((person) => may(operation.by, person)) ?? room.officer;
        const cookie = await room.door.sessionOf(actor);
        for (const input of fc.sample(hostileInput(operation, ids), { numRuns: each, seed })) {
          const headers = { ...fromOwnPage, cookie, 'command-id': randomUUID() };
          const answer = await room.door.app.inject({ ...requestFor(operation, input), headers });
          seen.add(answer.statusCode);
          const isSpoken = answer.statusCode === 200 || /\p{Script=Han}/u.test(answer.body);
          if (answer.statusCode >= 500 || !isSpoken) {
            faults.push(`${operation.name} ${JSON.stringify(input).slice(0, 400)} → ${answer.body.slice(0, 200)}`);
          }
        }
      }
      expect(faults).toEqual([]);
      expect(room.door.faults).toEqual([]);
      for (const status of [200, 400, 409]) expect(seen).toContain(status);
    } finally {
      await room.close();
    }
  }, 180_000);
});
