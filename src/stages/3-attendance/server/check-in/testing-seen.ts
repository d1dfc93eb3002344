import { sql } from 'kysely';
import { inScope } from '#platform/database/scope';
import { resultOf } from '#platform/testing-platform';
import { registerDevice } from '../devices/register-commands';
import type { TestClassroom } from './testing-classroom';

let sequence = 0;

/** What a device of a room of the class saw, as its door writes it down. */
export async function saw(
  room: TestClassroom,
  venue: 0 | 1,
  person: string,
  time: string,
  direction: string,
  offsetMs = 400,
  daysLater = 0,
): Promise<void> {
  const { platform, school } = room;
  const model = `T-${venue}`;
  const [known] = await room.rows(sql<{ id: string }>`select id from devices where model = ${model}`);
  const deviceId =
    known?.id ??
    (
      await resultOf(platform, registerDevice, room.clerk, {
        venueId: school.venueIds[venue],
        vendor: 'json',
        model,
        serial: `SN-MARK-${venue}`,
        responsibleName: '赵专管',
      })
    ).deviceId;
  const at = `${platform.clock.today()}T${time}:00+08:00`;
  const received = new Date(Date.parse(at) + daysLater * 86_400_000).toISOString();
  await inScope(platform.pool, { reach: 'system' }, (tx) =>
    sql`insert into device_events (region_code, device_id, series, sequence, told_key, institution_id, kind, person_code,
      told_time, happened_at, received_at, offset_ms, method, verdict, direction, detail, flags, payload_digest, content_digest)
      values ('410822', ${deviceId}, 1, ${(sequence += 1)}, '', ${school.institutionId}, 'checkIn', ${person}, ${at}, ${at}, ${received},
      ${offsetMs}, 'face', 'accepted', ${direction}, '', '{}', '\\x00', '\\x00')`.execute(tx),
  );
}
