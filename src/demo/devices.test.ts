import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { inScope } from '#platform/database/scope';
import { cityFor } from './label';
import { demoRegions } from './places';
import { emptyPlatform } from './testing';

/** What the devices of a new city are and sent. */
async function devicesOf(seed: number) {
  const { platform, database } = await emptyPlatform();
  try {
    await cityFor(platform, seed);
    return await inScope(platform.pool, { reach: 'system' }, async (tx) => {
      const told = await sql<{ line: string }>`select row(d.serial, d.state, d.last_seen_at, e.sequence, e.told_key,
        e.received_at, e.content_digest)::text as line
        from devices d join device_events e on e.device_id = d.id order by 1`.execute(tx);
      const alarms = await sql<{
        kind: string;
        region_code: string;
      }>`select kind, region_code from device_alarms`.execute(tx);
      const devices = await sql<{ count: number }>`select count(*)::int as count from devices
        where state = 'active' and responsible_name <> '' and last_heartbeat_at is not null`.execute(tx);
      const missing = await sql<{ count: number }>`select (max(sequence) - count(*))::int as count from device_events
        where region_code = '410822' and sequence > 0`.execute(tx);
      return { told: told.rows, alarms: alarms.rows, devices: devices.rows, missing: missing.rows };
    });
  } finally {
    await database.drop();
  }
}

describe('the devices of the demonstration city', () => {
  it('stand at one door in each county, one with a gap and an opened case, the same for the same seed', async () => {
    const [first, again] = [await devicesOf(7), await devicesOf(7)];
    expect(first.devices).toEqual([{ count: demoRegions.length }]);
    expect(first.alarms).toEqual([{ kind: 'tamper', region_code: '410822' }]);
    expect(first.missing).toEqual([{ count: 2 }]);
    expect(first.told.length).toBeGreaterThan(1000);
    expect(again.told).toEqual(first.told);
  });
});
