import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { inScope } from '#platform/database/scope';
import { resultOf } from '#platform/testing-platform';
import { payloadSeal } from './delivery';
import { showDevice } from './device-queries';
import { revokeDevice, suspendDevice } from './lifecycle-commands';
import { rotateDeviceKey } from './register-commands';
import {
  addDevice,
  alarmKinds,
  checkIn,
  countEvents,
  ed25519Pair,
  openRoom,
  post,
  pushEvents,
  type TestRoom,
} from './testing-devices';

let room: TestRoom;
beforeAll(async () => {
  room = await openRoom();
});
afterAll(() => room.close());
afterEach(() => expect(room.door.faults).toEqual([]));

const none = Buffer.alloc(0);

describe('a device that signs', () => {
  it('has its events stored as told, with the server’s time beside, and is told what became of them', async () => {
    const device = await addDevice(room, 'json');
    const time = room.platform.clock.now();
    const answer = await pushEvents(room, device, [checkIn(1, { time }), checkIn(2, { time, verdict: 'refused' })]);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ stored: 2, known: 0, rewritten: [], unread: [] });
    expect(Date.parse(answer.json().serverTime)).toBeGreaterThanOrEqual(Date.parse(time));
    const rows = await room.rows(sql<Record<string, unknown>>`
      select sequence, person_code, told_time, verdict, flags, happened_at, received_at > happened_at as after
      from device_events where device_id = ${device.id} order by sequence`);
    expect(rows).toMatchObject([
      { sequence: 1, person_code: '1001', told_time: time, verdict: 'accepted', flags: [], after: true },
      { sequence: 2, verdict: 'refused' },
    ]);
  });

  it('may sign with Ed25519, so that no secret leaves it', async () => {
    const { publicKey, signer } = ed25519Pair();
    const device = await addDevice(room, 'json', { publicKey });
    expect(device.key).toBe('');
    expect((await pushEvents(room, device, [checkIn(1)], { signer })).statusCode).toBe(200);
    const { signer: other } = ed25519Pair();
    expect((await pushEvents(room, device, [checkIn(2)], { signer: other })).statusCode).toBe(401);
    expect(await countEvents(room, device)).toBe(1);
  });

  it('is not believed when body, key or time is not the signed one, and the county hears of it once a day', async () => {
    const device = await addDevice(room, 'json');
    const tampered = Buffer.from(JSON.stringify({ events: [checkIn(9)] }));
    expect((await pushEvents(room, device, [checkIn(1)], { tampered })).statusCode).toBe(401);
    expect((await pushEvents(room, device, [checkIn(1)], { signer: () => 'A'.repeat(44) })).statusCode).toBe(401);
    const old = await pushEvents(room, device, [checkIn(1)], { time: '2026-03-01T01:00:00Z' });
    expect(old.json()).toMatchObject({ code: 'time' });
    expect(old.json().serverTime).toMatch(/^2026-03-02T/);
    expect(await countEvents(room, device)).toBe(0);
    expect(await alarmKinds(room, device)).toEqual(['forged']);
  });

  it('is asked for a signature when it tells no readable time, number used once, connection or id', async () => {
    const device = await addDevice(room, 'json');
    const body = Buffer.from(JSON.stringify({ events: [checkIn(1)] }));
    const now = room.platform.clock.now();
    for (const headers of [
      { 'mingxun-time': '2026-02-31T08:00:00Z' },
      { 'mingxun-time': now.slice(0, -1) },
      { 'mingxun-time': 'NaN' },
      { 'mingxun-nonce': 'short' },
      { 'mingxun-epoch': '-1' },
      { 'mingxun-device': '../../etc/passwd' },
      { 'mingxun-signature': '' },
    ]) {
      const answer = await post(room, device, '/device/v1/events', body, { headers });
      expect([answer.statusCode, answer.json().code]).toEqual([401, 'unsigned']);
    }
    expect(await countEvents(room, device)).toBe(0);
  });

  it('gains nothing by sending an overheard request again', async () => {
    const device = await addDevice(room, 'json');
    const nonce = 'overheard-0123456789';
    const time = room.platform.clock.now();
    expect((await pushEvents(room, device, [checkIn(1)], { nonce, time })).statusCode).toBe(200);
    const again = await pushEvents(room, device, [checkIn(1)], { nonce, time });
    expect([again.statusCode, again.json().code]).toEqual([409, 'replayed']);
    expect(await countEvents(room, device)).toBe(1);
  });

  it('may send everything again: known is known, and what differs under the same number is refused with an alarm', async () => {
    const device = await addDevice(room, 'json');
    await pushEvents(room, device, [checkIn(1), checkIn(2)]);
    const again = await pushEvents(room, device, [checkIn(2), checkIn(1), checkIn(3)]);
    expect(again.json()).toMatchObject({ stored: 1, known: 2, rewritten: [] });
    const fork = await pushEvents(room, device, [checkIn(2, { person: '1049' }), checkIn(4)]);
    expect(fork.json()).toMatchObject({ stored: 1, known: 0, rewritten: [2] });
    const [row] = await room.rows(
      sql<{
        person_code: string;
      }>`select person_code from device_events where device_id = ${device.id} and sequence = 2`,
    );
    expect(row?.person_code).toBe('1002');
    expect(await alarmKinds(room, device)).toEqual(['rewritten']);
    const within = await pushEvents(room, device, [checkIn(5), checkIn(5, { direction: 'out' })]);
    expect(within.json()).toMatchObject({ stored: 1, rewritten: [5] });
  });

  it('is not held up by one event that cannot be read', async () => {
    const device = await addDevice(room, 'json');
    const answer = await pushEvents(room, device, [checkIn(1), { sequence: 'x' }, null, checkIn(2, { kind: 'dance' })]);
    expect(answer.json()).toMatchObject({ stored: 2, unread: [{ index: 1 }, { index: 2 }] });
    const rows = await room.rows(
      sql<{ kind: string }>`select kind from device_events where device_id = ${device.id} order by sequence`,
    );
    expect(rows.map(({ kind }) => kind)).toEqual(['checkIn', 'unknown']);
  });

  it('that is not confirmed, suspended, revoked, or has a new key, is not listened to', async () => {
    const waiting = await addDevice(room, 'json', { registered: true });
    expect((await pushEvents(room, waiting, [checkIn(1)])).json()).toMatchObject({ code: 'closed' });
    const device = await addDevice(room, 'json');
    await pushEvents(room, device, [checkIn(1)]);
    const wish = { deviceId: device.id, reason: '检修' };
    await resultOf(room.platform, suspendDevice, room.officer, { ...wish, version: 2 });
    expect((await pushEvents(room, device, [checkIn(2)])).statusCode).toBe(403);
    await resultOf(room.platform, revokeDevice, room.officer, { ...wish, version: 3 });
    expect((await pushEvents(room, device, [checkIn(2)])).statusCode).toBe(403);
    const rotated = await addDevice(room, 'json');
    await pushEvents(room, rotated, [checkIn(1)]);
    const key = { deviceId: rotated.id, version: 2, reason: '密钥外泄', restartsSequence: false };
    const fresh = await resultOf(room.platform, rotateDeviceKey, room.clerk, key);
    expect((await pushEvents(room, rotated, [checkIn(2)])).statusCode).toBe(403);
    expect(fresh.key).not.toBe(rotated.key);
    expect(await countEvents(room, rotated)).toBe(1);
  });

  it('is kept though a device that may not speak sends at the same moment', async () => {
    const devices = await Promise.all(Array.from({ length: 6 }, () => addDevice(room, 'json')));
    const pushAll = (sequence: number) =>
      Promise.all(devices.map((device) => pushEvents(room, device, [checkIn(sequence)])));
    await pushAll(1);
    const [stopped, ...others] = devices;
    if (!stopped) throw new Error('no device');
    const wish = { deviceId: stopped.id, reason: '检修', version: 2 };
    await resultOf(room.platform, suspendDevice, room.officer, wish);
    const answers = await pushAll(2);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([403, 200, 200, 200, 200, 200]);
    expect(await countEvents(room, stopped)).toBe(1);
    for (const device of others) expect(await countEvents(room, device)).toBe(2);
  });

  it('ends its former connection by connecting: a copy that still speaks raises an alarm', async () => {
    const device = await addDevice(room, 'json');
    const connect = async () => (await post(room, device, '/device/v1/connect', none)).json().epoch;
    const first = await connect();
    expect((await pushEvents(room, device, [checkIn(1)], { epoch: first })).statusCode).toBe(200);
    const second = await connect();
    expect(second).toBe(first + 1);
    const stale = await pushEvents(room, device, [checkIn(2)], { epoch: first });
    expect([stale.statusCode, stale.json().code]).toEqual([409, 'superseded']);
    expect((await pushEvents(room, device, [checkIn(2)], { epoch: second })).statusCode).toBe(200);
    expect(await alarmKinds(room, device)).toEqual(['twoPlaces']);
  });

  it('shows its gaps until they are filled, its clock, and its heartbeat', async () => {
    const device = await addDevice(room, 'json');
    const now = () => room.platform.clock.now();
    await pushEvents(room, device, [checkIn(1, { time: now() }), checkIn(5, { time: now() })]);
    const beat = await post(room, device, '/device/v1/heartbeat', Buffer.from(JSON.stringify({ time: now() })));
    expect(beat.statusCode).toBe(200);
    const ask = () => resultOf(room.platform, showDevice, room.officer, { deviceId: device.id });
    const shown = await ask();
    expect(shown).toMatchObject({ missing: 3, gaps: [{ from: 2, to: 4, count: 3 }], offset: { samples: 3 } });
    expect(shown.lastHeartbeatAt).toBeDefined();
    expect(shown.days).toMatchObject([{ day: '2026-03-02', checkIns: 2, others: 0 }]);
    expect(shown.events.map(({ person }) => person)).toEqual(['1**5', '1**1']);
    await pushEvents(
      room,
      device,
      [4, 2, 3].map((sequence) => checkIn(sequence)),
    );
    expect(await ask()).toMatchObject({ missing: 0, gaps: [] });
  });

  it('raises one alarm for the opened case, one a day for people changed, and one for a clock that is ahead', async () => {
    const device = await addDevice(room, 'json');
    const events = [
      { sequence: 1, kind: 'tamper', detail: '外壳打开' },
      { sequence: 2, kind: 'peopleChanged', person: '1001' },
      { sequence: 3, kind: 'peopleChanged', person: '1002' },
      { sequence: 4, kind: 'recordsWiped' },
      checkIn(5, { time: '2026-03-02T12:00:00+08:00' }),
    ];
    for (let times = 0; times < 2; times += 1) await pushEvents(room, device, events);
    expect(await alarmKinds(room, device)).toEqual(['clockAhead', 'peopleChanged', 'recordsWiped', 'tamper']);
    const told = await room.rows(
      sql<{ audience: string; text: string }>`select audience, text from messages where subject_id = ${device.id}
        and text like '%防拆%' order by audience`,
    );
    expect(told.map(({ audience }) => audience)).toEqual(['county', 'institution']);
  });
});

describe('what is kept of a push', () => {
  it('is every byte of it, sealed, under the digest of the whole', async () => {
    const device = await addDevice(room, 'json');
    await pushEvents(room, device, [checkIn(1, { note: '赵学员本人' })]);
    const [row] = await room.rows(
      sql<{ digest: Buffer; body_sealed: Buffer }>`select digest, body_sealed from device_payloads
        where device_id = ${device.id}`,
    );
    if (!row) throw new Error('nothing was kept');
    expect(row.body_sealed.includes('赵学员')).toBe(false);
    const { secrets } = room.platform.services;
    const opened = secrets.openBytes('devicePayload', payloadSeal(device.id, row.digest), row.body_sealed);
    expect(JSON.parse(opened.toString())).toEqual({ events: [checkIn(1, { note: '赵学员本人' })] });
  });

  it('never shows an identity number that was used as a person’s code', async () => {
    const device = await addDevice(room, 'json');
    const number = '410822199001010017';
    await pushEvents(room, device, [checkIn(1, { person: number })]);
    const [row] = await room.rows(
      sql<{ person_code: string; person_index: Buffer }>`select person_code, person_index from device_events
        where device_id = ${device.id}`,
    );
    expect(row?.person_code).toBe('410***********0017');
    expect(row?.person_index.equals(room.platform.services.secrets.index('identityNumber', number))).toBe(true);
  });

  it('can be changed or removed by nobody, and the door can write nothing but what devices say', async () => {
    const device = await addDevice(room, 'json');
    await pushEvents(room, device, [checkIn(1)]);
    const attempt = (reach: 'system' | 'ingest', query: string) =>
      inScope(room.platform.pool, { reach }, (tx) => sql.raw(query).execute(tx)).then(
        () => 'done',
        (error: { code?: string }) => error.code,
      );
    for (const table of ['device_events', 'device_payloads']) {
      expect(await attempt('system', `delete from ${table}`)).toBe('42501');
      expect(await attempt('system', `update ${table} set institution_id = institution_id`)).toBe('42501');
    }
    expect(await attempt('ingest', `update devices set responsible_name = '别人' where id = '${device.id}'`)).toBe(
      '42501',
    );
    const [seen] = await inScope(room.platform.pool, { reach: 'ingest' }, async (tx) => {
      const { rows } = await sql<{ count: number }>`select ((select count(*) from institutions)
        + (select count(*) from users) + (select count(*) from venues))::int as count`.execute(tx);
      return rows;
    });
    expect(seen?.count).toBe(0);
  });
});

describe('a push that cannot be sealed', () => {
  it('is not stored, in the open least of all, and holds up nobody after it', async () => {
    const device = await addDevice(room, 'json');
    const seal = vi.spyOn(room.platform.services.secrets, 'sealMany');
    const fails = () => {
      throw new Error('no sealing today');
    };
    seal.mockImplementationOnce(fails);
    expect((await pushEvents(room, device, [checkIn(1)])).json()).toMatchObject({ stored: 1 });
    seal.mockImplementation(fails);
    expect((await pushEvents(room, device, [checkIn(2)])).statusCode).toBe(500);
    expect(await countEvents(room, device)).toBe(1);
    seal.mockRestore();
    expect((await pushEvents(room, device, [checkIn(2)])).json()).toMatchObject({ stored: 1 });
    expect(room.door.faults.splice(0)).toHaveLength(1);
  });
});
