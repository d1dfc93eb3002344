import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { addDevice, alarmKinds, checkIn, countEvents, openRoom, pushEvents } from './testing-devices';

const pushes = 6000;
const times = 3;
const atOnce = 24;

describe('6,000 pushes, each sent three times, in random order and many at once', () => {
  it('are stored once, none lost, none doubled, no alarm, and every one is acknowledged', async () => {
    const room = await openRoom(100_000);
    try {
      const device = await addDevice(room, 'json');
      const seed = Number(process.env['MINGXUN_SEED'] ?? 4711);
      const all = Array.from({ length: pushes * times }, (_, n) => (n % pushes) + 1);
      const [order = []] = fc.sample(fc.shuffledSubarray(all, { minLength: all.length }), { numRuns: 1, seed });
      const waiting = order.values();
      let stored = 0;
      let known = 0;
      const lane = async () => {
        for (const sequence of waiting) {
          const answer = await pushEvents(room, device, [checkIn(sequence)]);
          expect(answer.statusCode).toBe(200);
          const told: { stored: number; known: number } = answer.json();
          stored += told.stored;
          known += told.known;
        }
      };
      await Promise.all(Array.from({ length: atOnce }, lane));
      expect(await countEvents(room, device)).toBe(pushes);
      const [row] = await room.rows(sql<{ least: number; most: number; payloads: number }>`select
        min(sequence)::int as least, max(sequence)::int as most,
        (select count(*)::int from device_payloads where device_id = ${device.id}) as payloads
        from device_events where device_id = ${device.id}`);
      expect(row).toEqual({ least: 1, most: pushes, payloads: pushes });
      expect([stored, stored + known]).toEqual([pushes, pushes * times]);
      expect(await alarmKinds(room, device)).toEqual([]);
      expect(room.door.faults).toEqual([]);
    } finally {
      await room.close();
    }
  }, 240_000);
});
