import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inScope } from '#platform/database/scope';
import { newId } from '#platform/identifiers';
import { resultOf, run } from '#platform/testing-platform';
import { saveDeviceCodes } from './device-codes';
import { showBoard, showHours } from './queries';
import { openClassroom, type TestClassroom } from './testing-classroom';
import { saw } from './testing-seen';

let room: TestClassroom;
beforeAll(async () => {
  room = await openClassroom(3);
});
afterAll(() => room.close());

const hoursOf = async (row: string) => {
  const { rows } = await resultOf(room.platform, showHours, room.clerk, { classId: room.classId });
  return rows.find(({ rowId }) => rowId === row);
};

const name = (codes: readonly { row: string; code: string }[]) =>
  run(room.platform, saveDeviceCodes, room.clerk, { classId: room.classId, codes: [...codes] });

describe('what a device of the room saw (2021.4.1)', () => {
  it('is nobody’s until its code is somebody’s, and then counts like any mark', async () => {
    await saw(room, 0, '1001', '07:55', 'in');
    await saw(room, 0, '1001', '11:00', 'out');
    room.at('11:30');
    expect((await hoursOf('r1'))?.doneMinutes).toBe(0);
    expect(await name([{ row: 'r1', code: '1001' }])).toMatchObject({ outcome: 'done' });
    expect((await hoursOf('r1'))?.cells[0]).toMatchObject({ state: 'present', minutes: 180 });
    room.at('10:00');
    const { board } = await resultOf(room.platform, showBoard, room.clerk, { classId: room.classId });
    expect(board.arrivals.find(({ rowId }) => rowId === 'r1')).toMatchObject({ way: 'device' });
  });

  it('counts nothing where the clock of the device was off, and says so', async () => {
    await saw(room, 1, '1002', '14:00', 'in', 25 * 60_000);
    await saw(room, 1, '1002', '17:00', 'out', 25 * 60_000);
    await name([{ row: 'r2', code: '1002' }]);
    room.at('17:30');
    const second = await hoursOf('r2');
    expect(second?.cells[1]).toMatchObject({ minutes: 0, notes: [expect.stringMatching('时钟偏差')] });
    expect(second?.reasons.join('')).toContain('待核实设备时钟');
  });

  it('counts nothing where the clock was a day behind: told for yesterday, brought today', async () => {
    const day = 86_400_000;
    await saw(room, 0, '1003', '08:00', 'in', day, 1);
    await saw(room, 0, '1003', '11:00', 'out', day, 1);
    await name([{ row: 'r3', code: '1003' }]);
    room.at('17:30');
    expect((await hoursOf('r3'))?.cells[0]).toMatchObject({ minutes: 0, notes: [expect.stringMatching('时钟偏差')] });
    await name([{ row: 'r3', code: '' }]);
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
