import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, type PlainDate } from '#kernel/plain-date';
import { movesOf } from '#kernel/lifecycle';
import { inScope } from '#platform/database/scope';
import { newId } from '#platform/identifiers';
import { runNow } from '#platform/jobs/testing';
import { addUser, resultOf, run } from '#platform/testing-platform';
import { type Checklist, checklistPoints } from '../../domain/devices/checklist';
import { deviceLifecycle } from '../../domain/devices/lifecycle';
import { listDeviceAlarms, settleDeviceAlarm } from './alarm-queries';
import { saveChecklist, showChecklist, signChecklist } from './checklist-commands';
import { listDevices, showDevice } from './device-queries';
import { watchDevices } from './jobs';
import { confirmDevice, resumeDevice, revokeDevice, suspendDevice } from './lifecycle-commands';
import { registerDevice, rotateDeviceKey } from './register-commands';
import { addDevice, alarmKinds, checkIn, openRoom, pushEvents, type TestRoom } from './testing-devices';

let room: TestRoom;
beforeAll(async () => {
  room = await openRoom();
});
afterAll(() => room.close());

const messagesOf = (deviceId: string) =>
  room.rows(
    sql<{ audience: string; text: string }>`select audience, text from messages where subject_id = ${deviceId}`,
  );

describe('a device of an institution', () => {
  it('is registered with its keeper, told to the county, and its key is shown once and stored nowhere in the open', async () => {
    const input = {
      venueId: room.venueId,
      vendor: 'zkteco' as const,
      model: 'F18',
      serial: 'LIFE-1',
      responsibleName: '赵专管',
    };
    const made = await resultOf(room.platform, registerDevice, room.clerk, input);
    expect(made.key).toMatch(/^[a-z2-7]{20}$/);
    expect((await messagesOf(made.deviceId)).map(({ audience }) => audience)).toEqual(['county']);
    const [stored] = await room.rows(sql<{ row: string }>`select d::text || coalesce((select string_agg(l::text, '')
      from log_events l where l.subject_id = d.id::text), '') || coalesce((select string_agg(c::text, '')
      from commands c), '') as row from devices d where d.id = ${made.deviceId}`);
    expect(stored?.row).not.toContain(made.key);
    expect(stored?.row).toContain('device.register');
    const twice = await run(room.platform, registerDevice, room.clerk, input);
    expect(twice).toMatchObject({ outcome: 'refused', kind: 'conflict' });
  });

  it('goes its way step by step: confirmed by the county, suspended, resumed, revoked, each from where it stands', async () => {
    const { id: deviceId } = await addDevice(room, 'json', { registered: true });
    const { platform, officer } = room;
    const wish = { deviceId, reason: '核对' };
    expect(await run(platform, suspendDevice, officer, { ...wish, version: 1 })).toMatchObject({ kind: 'conflict' });
    await resultOf(platform, confirmDevice, officer, { deviceId, version: 1, keepsPictures: false });
    expect(await run(platform, suspendDevice, officer, { ...wish, version: 1 })).toMatchObject({ kind: 'conflict' });
    await resultOf(platform, suspendDevice, officer, { ...wish, version: 2 });
    await resultOf(platform, resumeDevice, officer, { ...wish, version: 3 });
    await resultOf(platform, revokeDevice, officer, { ...wish, version: 4 });
    expect(await run(platform, resumeDevice, officer, { ...wish, version: 5 })).toMatchObject({ kind: 'conflict' });
    expect((await resultOf(platform, showDevice, officer, { deviceId })).actions).toEqual([]);
  });

  it('may move only as the lifecycle says, in the database too', async () => {
    const moves = await room.rows(
      sql<{ move: string }>`select from_state || '>' || to_state as move from device_moves`,
    );
    expect(new Set(moves.map(({ move }) => move))).toEqual(
      new Set(movesOf(deviceLifecycle).map(({ from, to }) => `${from}>${to}`)),
    );
    const { id } = await addDevice(room, 'json');
    const back = inScope(room.platform.pool, { reach: 'system' }, (tx) =>
      sql`update devices set state = 'registered' where id = ${id}`.execute(tx),
    );
    await expect(back).rejects.toMatchObject({ constraint: 'device_move_declared' });
  });

  it('is seen by its institution and county, and by nobody beside', async () => {
    const { id: deviceId } = await addDevice(room, 'json');
    const stranger = await addUser(room.platform, { role: 'countyOfficer', regionCode: '410823' });
    expect(await run(room.platform, showDevice, stranger, { deviceId })).toMatchObject({ kind: 'missing' });
    expect(await resultOf(room.platform, listDevices, stranger, {})).toMatchObject({ rows: [] });
    const own = await resultOf(room.platform, listDevices, room.principal, { state: 'active' });
    expect(own.rows.map(({ id }) => id)).toContain(deviceId);
  });

  it('that was reset to its factory state starts a new series with a new key, and its numbers count anew', async () => {
    const device = await addDevice(room, 'json');
    await pushEvents(room, device, [checkIn(1), checkIn(2)]);
    const fresh = await resultOf(room.platform, rotateDeviceKey, room.clerk, {
      deviceId: device.id,
      version: 2,
      reason: '恢复出厂',
      restartsSequence: true,
    });
    // What was found of the device is good for two seconds at most.
    await new Promise((resolve) => setTimeout(resolve, 2100));
    const answer = await pushEvents(room, { ...device, key: fresh.key ?? '' }, [checkIn(1, { person: '2000' })]);
    expect(answer.json()).toMatchObject({ stored: 1, rewritten: [] });
    expect(await alarmKinds(room, device)).toEqual([]);
  });
});

/** A lesson of an approved class in the room from half past eight, written past rules that are tried elsewhere. */
async function addLesson(day: PlainDate): Promise<void> {
  const client = new Client(room.platform.database.superuser);
  await client.connect();
  const classId = newId();
  await client.query("set session_replication_role = replica; select set_config('mingxun.reach', 'system', false)");
  await client.query(
    `insert into training_classes (region_code, id, institution_id, state, occupation_code, level, starts_on, ends_on,
      final_exam_on, class_mode, theory_venue_id, filing_number, filing_count, filed_at, filed_on, filed_by, due_on,
      verified_by, verified_at, decided_by, decided_at, class_year, class_number, trainee_count, created_by, created_at,
      changed_at) values ('410822', $1, $2, 'approved', '4-10-01-05', 5, $3, $3, $3, 'daytime', $4, 'BA-T-1', 1, now(),
      $3, $5, $3, $5, now(), $6, now(), 2026, 1, 20, $5, now(), now())`,
    [classId, room.institutionId, day, room.venueId, room.clerk.userId, room.officer.userId],
  );
  await client.query(
    `insert into lessons (region_code, class_id, id, position, taught_on, starts_minute, ends_minute, lesson_hours, kind,
      content, venue_id) values ('410822', $1, $1, 1, $2, 510, 690, 4, 'theory', '理论', $3)`,
    [classId, day, room.venueId],
  );
  await client.end();
}

describe('an alarm', () => {
  it('is settled once, with a reason; signs of tampering only by the bureau', async () => {
    const device = await addDevice(room, 'json');
    await pushEvents(room, device, [
      { sequence: 1, kind: 'tamper' },
      { sequence: 2, kind: 'peopleChanged' },
    ]);
    const { rows } = await resultOf(room.platform, listDeviceAlarms, room.clerk, {});
    const idOf = (kind: string) => rows.find((row) => row.kind === kind && row.deviceId === device.id)?.id ?? '';
    const settle = (kind: string, actor: typeof room.clerk, reason = '设备移位，已复位') =>
      run(room.platform, settleDeviceAlarm, actor, { alarmId: idOf(kind), reason });
    expect(await settle('peopleChanged', room.clerk, ' ')).toMatchObject({ kind: 'invalid' });
    expect(await settle('peopleChanged', room.clerk)).toMatchObject({ outcome: 'done' });
    expect(await settle('tamper', room.clerk)).toMatchObject({ kind: 'forbidden' });
    expect(await settle('tamper', room.officer)).toMatchObject({ outcome: 'done' });
    expect(await settle('tamper', room.officer)).toMatchObject({ kind: 'conflict' });
  });

  it('is raised for a gap that stands, and for a device silent during a lesson, once however often it is looked at', async () => {
    const device = await addDevice(room, 'json');
    await pushEvents(room, device, [checkIn(1), checkIn(4)]);
    await runNow(room.platform, watchDevices, {});
    expect(await alarmKinds(room, device)).toEqual([]);
    const { clock } = room.platform;
    const day = clock.today();
    clock.moveTo(addDays(day, 1));
    await addLesson(addDays(day, 1));
    for (let times = 0; times < 2; times += 1) await runNow(room.platform, watchDevices, {});
    expect(await alarmKinds(room, device)).toEqual(['gap', 'offline']);
    clock.moveTo(day);
  });
});

describe('the checklist of annex 6', () => {
  const whole: Checklist = {
    keeper: '赵专管',
    passwordSetBy: '钱经办',
    passwordSetOn: undefined,
    keptAt: '教学楼 2 楼',
    points: checklistPoints,
    note: '',
  };
  const sent = (day: string) => ({ ...whole, points: [...whole.points], passwordSetOn: day });

  it('is signed by both sides only when all is seen to, and never changed after', async () => {
    const { platform, clerk, officer } = room;
    const { id: deviceId } = await addDevice(room, 'json');
    const save = (version: number, checklist: ReturnType<typeof sent>) =>
      run(platform, saveChecklist, clerk, { deviceId, version, checklist });
    const sign = (actor: typeof clerk, version: number, action: 'offer' | 'sign' | 'return', reason?: string) =>
      run(platform, signChecklist, actor, { deviceId, version, action, reason });
    expect(await save(0, { ...sent('2026-03-01'), keptAt: '' })).toMatchObject({
      result: { version: 1, findings: [{ rule: 'attendance.kept-at' }] },
    });
    expect(await sign(clerk, 1, 'offer')).toMatchObject({ kind: 'blocked', findings: [{ field: 'keptAt' }] });
    expect(await save(1, sent('2026-03-01'))).toMatchObject({ result: { version: 2, findings: [] } });
    expect(await save(1, sent('2026-03-01'))).toMatchObject({ kind: 'conflict' });
    expect(await sign(officer, 2, 'sign')).toMatchObject({ kind: 'conflict' });
    expect(await sign(clerk, 2, 'sign')).toMatchObject({ kind: 'forbidden' });
    expect(await sign(clerk, 2, 'offer')).toMatchObject({ result: { state: 'offered', version: 3 } });
    expect(await sign(officer, 3, 'return')).toMatchObject({ kind: 'invalid' });
    expect(await sign(officer, 3, 'return', '高度不合适')).toMatchObject({ result: { state: 'drafted', version: 4 } });
    expect(await sign(clerk, 4, 'offer')).toMatchObject({ outcome: 'done' });
    expect(await sign(officer, 5, 'sign')).toMatchObject({ result: { state: 'signed' } });
    const shown = await resultOf(platform, showChecklist, officer, { deviceId });
    expect(shown).toMatchObject({
      number: 1,
      state: 'signed',
      findings: [],
      actions: [],
      signed: { by: officer.name },
    });
    const change = inScope(platform.pool, { reach: 'system' }, (tx) =>
      sql`update device_checklists set content = '{}' where device_id = ${deviceId}`.execute(tx),
    );
    await expect(change).rejects.toMatchObject({ constraint: 'signed_checklist_stays' });
    expect(await save(0, sent('2026-03-02'))).toMatchObject({ result: { version: 1 } });
    expect(await resultOf(platform, showChecklist, officer, { deviceId })).toMatchObject({
      number: 2,
      state: 'drafted',
    });
  });
});
