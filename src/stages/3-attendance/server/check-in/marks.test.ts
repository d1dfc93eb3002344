import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inScope } from '#platform/database/scope';
import { newId } from '#platform/identifiers';
import { resultOf, run } from '#platform/testing-platform';
import { registerDevice } from '../devices/register-commands';
import { saveDeviceCodes } from './device-codes';
import { showBoard, showHours } from './queries';
import { openClassroom, type TestClassroom } from './testing-classroom';

let room: TestClassroom;
beforeAll(async () => {
  room = await openClassroom(3);
});
afterAll(() => room.close());

let sequence = 0;

/** What a device of a room of the class saw, as its door writes it down. */
async function saw(venue: 0 | 1, person: string, time: string, direction: string, offsetMs = 400) {
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
  await inScope(platform.pool, { reach: 'system' }, (tx) =>
    sql`insert into device_events (region_code, device_id, series, sequence, told_key, institution_id, kind, person_code,
      told_time, happened_at, received_at, offset_ms, method, verdict, direction, detail, flags, payload_digest, content_digest)
      values ('410822', ${deviceId}, 1, ${(sequence += 1)}, '', ${school.institutionId}, 'checkIn', ${person}, ${at}, ${at}, ${at},
      ${offsetMs}, 'face', 'accepted', ${direction}, '', '{}', '\\x00', '\\x00')`.execute(tx),
  );
}

const hoursOf = async (row: string) => {
  const { rows } = await resultOf(room.platform, showHours, room.clerk, { classId: room.classId });
  return rows.find(({ rowId }) => rowId === row);
};

const name = (codes: readonly { row: string; code: string }[]) =>
  run(room.platform, saveDeviceCodes, room.clerk, { classId: room.classId, codes: [...codes] });

describe('what a device of the room saw (2021.4.1)', () => {
  it('is nobody’s until its code is somebody’s, and then counts like any mark', async () => {
    await saw(0, '1001', '07:55', 'in');
    await saw(0, '1001', '11:00', 'out');
    room.at('11:30');
    expect((await hoursOf('r1'))?.doneMinutes).toBe(0);
    expect(await name([{ row: 'r1', code: '1001' }])).toMatchObject({ outcome: 'done' });
    expect((await hoursOf('r1'))?.cells[0]).toMatchObject({ state: 'present', minutes: 180 });
    room.at('10:00');
    const { board } = await resultOf(room.platform, showBoard, room.clerk, { classId: room.classId });
    expect(board.arrivals.find(({ rowId }) => rowId === 'r1')).toMatchObject({ way: 'device' });
  });

  it('counts nothing where the clock of the device was off, and says so', async () => {
    await saw(1, '1002', '14:00', 'in', 25 * 60_000);
    await saw(1, '1002', '17:00', 'out', 25 * 60_000);
    await name([{ row: 'r2', code: '1002' }]);
    room.at('17:30');
    const second = await hoursOf('r2');
    expect(second?.cells[1]).toMatchObject({ minutes: 0, notes: [expect.stringMatching('时钟偏差')] });
    expect(second?.reasons.join('')).toContain('待核实设备时钟');
  });

  it('is one person’s: a code given twice is refused, and emptied it is free again', async () => {
    expect(await name([{ row: 'r3', code: '1001' }])).toMatchObject({ outcome: 'refused', kind: 'conflict' });
    expect(
      await name([
        { row: 'r2', code: '9' },
        { row: 'r3', code: '9' },
      ]),
    ).toMatchObject({ outcome: 'refused', kind: 'invalid' });
    await name([{ row: 'r1', code: '' }]);
    expect((await hoursOf('r1'))?.doneMinutes).toBe(0);
    expect(await name([{ row: 'r3', code: '1001' }])).toMatchObject({ outcome: 'done' });
  });
});

describe('the plan in force', () => {
  it('of each day counts: a later version adds lessons from its day on and rewrites none before', async () => {
    const { platform, classId } = room;
    const [plan] = await room.rows(
      sql<{ lessons: { id: string }[] }>`select lessons from plan_versions where class_id = ${classId}`,
    );
    const changeId = newId();
    const [first] = plan?.lessons ?? [];
    const later = JSON.stringify([{ ...first, id: newId(), taughtOn: '2026-12-01' }]);
    await inScope(platform.pool, { reach: 'system' }, async (tx) => {
      await sql`insert into class_changes (region_code, class_id, id, number, state, base_version, content_sealed, created_by,
        created_at, changed_at) values ('410822', ${classId}, ${changeId}, 1, 'drafted', 1, '\\x00', ${room.clerk.userId},
        now(), now())`.execute(tx);
      await sql`insert into plan_versions (region_code, class_id, version, from_day, lessons, change_id, added_at)
        values ('410822', ${classId}, 2, '2026-12-01', ${later}::jsonb, ${changeId}, now())`.execute(tx);
    });
    const { lessons } = await resultOf(platform, showHours, room.clerk, { classId });
    expect(lessons.map(({ taughtOn }) => taughtOn)).toEqual([
      platform.clock.today(),
      platform.clock.today(),
      '2026-12-01',
    ]);
  });
});
