import sharp from 'sharp';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { payloadSeal } from './delivery';
import { addDevice, alarmKinds, countEvents, openRoom, type TestDevice, type TestRoom } from './testing-devices';
import { attlog, isapiEvent, isapiHeartbeat, isapiXml, multipart, multipartType, operlog } from './testing-recorded';

let room: TestRoom;
beforeAll(async () => {
  room = await openRoom();
});
afterAll(() => room.close());
afterEach(() => expect(room.door.faults).toEqual([]));

const zk = (
  device: TestDevice,
  path: string,
  payload?: string | Buffer,
  serial = device.serial,
  remoteAddress = '10.1.0.8',
) =>
  room.door.app.inject({
    method: payload === undefined ? 'GET' : 'POST',
    url: `/device/zk/${device.key}/iclock/${path}${path.includes('?') ? '&' : '?'}SN=${serial}`,
    remoteAddress,
    ...(payload === undefined ? {} : { payload, headers: { 'content-type': 'application/push;charset=UTF-8' } }),
  });

const hik = (device: TestDevice, payload: string | Buffer, type = 'application/json', remoteAddress = '10.1.0.9') =>
  room.door.app.inject({
    method: 'POST',
    url: `/device/isapi/${device.key}`,
    remoteAddress,
    payload,
    headers: { 'content-type': type },
  });

interface Row {
  readonly kind: string;
  readonly sequence: number;
  readonly person_code: string;
  readonly method: string;
  readonly verdict: string;
  readonly direction: string;
  readonly happened_at: string | null;
  readonly flags: string[];
  readonly detail: string;
  readonly picture_hash: string | null;
}
const events = (device: TestDevice): Promise<Row[]> =>
  room.rows(sql<Row>`select * from device_events where device_id = ${device.id} and kind <> 'heartbeat'
    order by sequence, told_time, told_key`);

async function kept(device: TestDevice): Promise<string[]> {
  const rows = await room.rows(sql<{ digest: Buffer; body_sealed: Buffer }>`select digest, body_sealed
    from device_payloads where device_id = ${device.id} order by received_at`);
  const { secrets } = room.platform.services;
  return rows.map(({ digest, body_sealed }) =>
    secrets.openBytes('devicePayload', payloadSeal(device.id, digest), body_sealed).toString(),
  );
}

describe('a ZKTeco terminal', () => {
  it('is told at its first call to send everything again, in Beijing time', async () => {
    const device = await addDevice(room, 'zkteco');
    const answer = await zk(device, 'cdata?options=all&pushver=2.4.1');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toMatch(/^text\/plain/);
    const lines = answer.body.split('\r\n');
    expect(lines[0]).toBe(`GET OPTION FROM: ${device.serial}`);
    expect(lines).toEqual(expect.arrayContaining(['ATTLOGStamp=0', 'TimeZone=8', 'Realtime=1', 'Encrypt=None']));
    expect((await zk(device, 'getrequest')).body).toBe('OK');
    const [row] = await room.rows(
      sql<{ beat: string | null }>`select last_heartbeat_at as beat from devices where id = ${device.id}`,
    );
    expect(row?.beat).not.toBeNull();
  });

  it('has its recorded check-ins stored in Beijing time, and the assumption is said', async () => {
    const device = await addDevice(room, 'zkteco');
    const answer = await zk(device, 'cdata?table=ATTLOG&Stamp=9999', attlog);
    expect([answer.statusCode, answer.body]).toEqual([200, 'OK: 4']);
    const rows = await events(device);
    expect(rows.map(({ person_code, method, direction }) => [person_code, method, direction])).toEqual([
      ['1001', 'face', 'in'],
      ['1002', 'face', 'in'],
      ['1003', 'card', 'in'],
      ['1001', 'face', 'out'],
    ]);
    expect(rows[0]?.happened_at).toBe('2026-03-02T00:21:07.000Z');
    expect(rows[0]?.flags).toContain('zoneAssumed');
    for (let times = 0; times < 2; times += 1) await zk(device, 'cdata?table=ATTLOG&Stamp=9999', attlog);
    expect(await countEvents(room, device)).toBe(4);
    expect(await kept(device)).toEqual([attlog]);
  });

  it('has one line’s other state under the same person and second seen as a record rewritten', async () => {
    const device = await addDevice(room, 'zkteco');
    await zk(device, 'cdata?table=ATTLOG', '1001\t2026-03-02 08:21:07\t0\t15');
    await zk(device, 'cdata?table=ATTLOG', '1001\t2026-03-02 08:21:07\t1\t15');
    expect((await events(device)).map(({ direction }) => direction)).toEqual(['in']);
    expect(await alarmKinds(room, device)).toEqual(['rewritten']);
  });

  it('raises alarms by its operations, and leaves passwords and templates at the door', async () => {
    const device = await addDevice(room, 'zkteco');
    expect((await zk(device, 'cdata?table=OPERLOG', operlog)).body).toBe('OK: 5');
    expect(await alarmKinds(room, device)).toEqual(['peopleChanged', 'recordsWiped', 'tamper']);
    const [text = ''] = await kept(device);
    expect(text).toContain('OPLOG 30\t1\t2026-03-02 08:06:30\t1004');
    expect(text).not.toMatch(/QUJD|889900|赵学员/);
    await zk(device, 'fdata?table=ATTPHOTO', Buffer.concat([Buffer.from('PIN=1.jpg\n'), Buffer.alloc(5000, 0xff)]));
    const [photo] = await room.rows(sql<{ withheld_bytes: number; length: number }>`select withheld_bytes,
      event_count as length from device_payloads where device_id = ${device.id} and transport = 'zkOther'`);
    expect(photo).toEqual({ withheld_bytes: 5010, length: 0 });
  });

  it('is not heard under another serial number, another address or before the county has confirmed it', async () => {
    const device = await addDevice(room, 'zkteco');
    expect((await zk(device, 'cdata?table=ATTLOG', attlog, 'SN999999')).statusCode).toBe(404);
    expect(await alarmKinds(room, device)).toEqual(['forged']);
    const stranger = { ...device, key: 'a'.repeat(20) };
    expect((await zk(stranger, 'cdata?table=ATTLOG', attlog)).statusCode).toBe(404);
    const waiting = await addDevice(room, 'zkteco', { registered: true });
    const answer = await zk(waiting, 'cdata?table=ATTLOG', attlog);
    expect(answer.statusCode).toBe(403);
    expect(answer.body).not.toMatch(/^OK/);
    expect(await countEvents(room, waiting)).toBe(0);
  });

  it('heard from two addresses in turn is two devices', async () => {
    const device = await addDevice(room, 'zkteco');
    for (const from of ['10.1.0.1', '10.1.0.2', '10.1.0.1', '10.1.0.2'])
      await zk(device, 'getrequest', undefined, undefined, from);
    expect(await alarmKinds(room, device)).toEqual(['twoPlaces']);
  });
});

describe('a Hikvision terminal', () => {
  it('has its event stored from JSON, wrapped or bare, and from XML', async () => {
    const device = await addDevice(room, 'hikvision');
    expect((await hik(device, JSON.stringify(isapiEvent(501)))).statusCode).toBe(200);
    expect((await hik(device, JSON.stringify({ EventNotificationAlert: isapiEvent(502) }))).statusCode).toBe(200);
    expect((await hik(device, isapiXml(503), 'application/xml; charset="UTF-8"')).statusCode).toBe(200);
    const rows = await events(device);
    expect(rows).toMatchObject([
      { sequence: 501, kind: 'checkIn', person_code: '1001', method: 'face', verdict: 'accepted', direction: 'in' },
      { sequence: 502 },
      { sequence: 503, person_code: '1002', method: 'face', verdict: 'refused', direction: 'out' },
    ]);
    expect(rows[2]?.flags).toContain('late');
    expect(rows[0]?.happened_at).toBe('2026-03-02T00:31:20.000Z');
  });

  it('sends a picture along, which is kept only where the county said that all have consented', async () => {
    const picture = await sharp({ create: { width: 120, height: 160, channels: 3, background: '#a08070' } })
      .jpeg()
      .toBuffer();
    const body = (serial: number) =>
      multipart([
        { type: 'application/json; charset="UTF-8"', content: Buffer.from(JSON.stringify(isapiEvent(serial))) },
        { type: 'image/jpeg', content: picture },
      ]);
    const without = await addDevice(room, 'hikvision');
    expect((await hik(without, body(7), multipartType)).statusCode).toBe(200);
    expect((await events(without))[0]).toMatchObject({ sequence: 7, picture_hash: null });
    expect((await kept(without))[0]).toBe(`${JSON.stringify(isapiEvent(7))}\n`);
    const withConsent = await addDevice(room, 'hikvision', { keepsPictures: true });
    await hik(withConsent, body(8), multipartType);
    const hash = (await events(withConsent))[0]?.picture_hash ?? '';
    const { files, secrets } = room.platform.services;
    const stored = await files.get(hash);
    expect(stored.includes(Buffer.from([0xff, 0xd8, 0xff]))).toBe(false);
    const opened = secrets.openBytes('devicePicture', withConsent.id, stored);
    expect((await sharp(opened).metadata()).width).toBe(120);
  });

  it('may pack its parts', async () => {
    const device = await addDevice(room, 'hikvision');
    const content = Buffer.from(JSON.stringify(isapiEvent(12)));
    const body = multipart([{ type: 'application/json', content, isZipped: true }]);
    expect((await hik(device, body, multipartType)).statusCode).toBe(200);
    expect(await events(device)).toMatchObject([{ sequence: 12 }]);
  });

  it('beats without filling the store, and tells when its case is opened', async () => {
    const device = await addDevice(room, 'hikvision');
    for (let times = 0; times < 5; times += 1) await hik(device, JSON.stringify(isapiHeartbeat));
    await hik(
      device,
      JSON.stringify(isapiEvent(20, { majorEventType: 1, subEventType: 1028, employeeNoString: undefined })),
    );
    expect(await alarmKinds(room, device)).toEqual(['tamper']);
    const [row] = await room.rows(sql<{ beats: number; payloads: number }>`select
      (select count(*)::int from device_events where device_id = ${device.id} and kind = 'heartbeat') as beats,
      (select count(*)::int from device_payloads where device_id = ${device.id}) as payloads`);
    expect(row).toEqual({ beats: 1, payloads: 1 });
  });
});
