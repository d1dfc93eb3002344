import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readXml } from './xml';
import {
  addDevice,
  checkIn,
  countEvents,
  openRoom,
  post,
  pushEvents,
  type TestDevice,
  type TestRoom,
} from './testing-devices';
import { attlog, boundary, isapiEvent, isapiXml, multipart, multipartType, operlog } from './testing-recorded';

let room: TestRoom;
let json: TestDevice;
let zkteco: TestDevice;
let hikvision: TestDevice;
beforeAll(async () => {
  room = await openRoom(100_000);
  [json, zkteco, hikvision] = [
    await addDevice(room, 'json'),
    await addDevice(room, 'zkteco'),
    await addDevice(room, 'hikvision'),
  ];
});
afterAll(() => room.close());

const bomb = (nested = 9) =>
  `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "lol">${Array.from(
    { length: nested },
    (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`,
  ).join('')}]><EventNotificationAlert><eventType>&l${nested};</eventType></EventNotificationAlert>`;

/** Things no device should send. */
const absurd: readonly (string | Buffer)[] = [
  '',
  '\0',
  'null',
  '[]',
  '{"events":{}}',
  '{"events":[',
  '[['.repeat(5000),
  `{"events":[${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}]}`,
  'x'.repeat(20_000),
  `1001\t${'9'.repeat(20_000)}\t0\t15`,
  `${'7'.repeat(20_000)}\t2026-03-02 08:00:00\t0\t15`,
  '1001\t2026-02-31 25:61:61\t9\t99\n\t\t\t\n\t2026-03-02 08:00:00',
  '\u202e1001\u0000\t2026-03-02T08:00:00+99:00\t0\t15',
  Buffer.from([0xff, 0xfe, 0x00, 0x80, 0xc3, 0x28, 0xed, 0xa0, 0x80]),
  Buffer.from(Array.from({ length: 4096 }, (_, n) => (n * 131) % 256)),
  `OPLOG 30\t${'1'.repeat(20_000)}`,
  'OPLOG 999999\t0\tnever\t0',
  `USER PIN=${'9'.repeat(5000)}`,
  bomb(),
  '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a>&x;</a>',
  '<a>&xxe;</a>',
  '<a'.repeat(10_000),
  '<a>'.repeat(10_000),
  `<a ${'b="c" '.repeat(5000)}>`,
  '<a></b>',
  '<?xml version="1.0"?>',
  gzipSync(Buffer.alloc(40 * 1024 * 1024)),
  JSON.stringify({
    events: [checkIn(1, { sequence: 1e308 }), checkIn(2, { person: '\ud800\u0000' }), checkIn(3, { time: {} })],
  }),
  JSON.stringify({ events: Array.from({ length: 1001 }, (_, n) => checkIn(n + 1)) }),
  JSON.stringify({
    EventNotificationAlert: { eventType: ['x'], AccessControllerEvent: { serialNo: -1, employeeNoString: {} } },
  }),
  JSON.stringify(isapiEvent(Number.MAX_SAFE_INTEGER + 2)),
  JSON.stringify({ ...isapiEvent(3), dateTime: '2026-03-02T08:00:00+99:99' }),
  multipart([{ type: 'application/json', content: Buffer.alloc(20 * 1024 * 1024), isZipped: true }]),
  multipart([{ type: 'image/jpeg', content: Buffer.from([0xff, 0xd8, 0xff, 0x00]) }]),
  Buffer.from(`--${boundary}\r\n`.repeat(3000)),
  Buffer.from(`--${boundary}\r\nContent-Type: application/json`),
];

const types = ['application/json', 'application/xml', 'text/plain', multipartType, 'multipart/form-data', 'x', ''];

function doors(body: string | Buffer, type: string) {
  const payload = Buffer.from(body);
  const headers = type === '' ? {} : { 'content-type': type };
  const at = (url: string) => room.door.app.inject({ method: 'POST', url, payload, headers });
  const query = `SN=${zkteco.serial}`;
  return [
    post(room, json, '/device/v1/events', payload, { headers }),
    post(room, json, '/device/v1/events', payload, { headers: { ...headers, 'content-encoding': 'gzip' } }),
    post(room, json, '/device/v1/heartbeat', payload, { headers }),
    at(`/device/zk/${zkteco.key}/iclock/cdata?table=ATTLOG&${query}`),
    at(`/device/zk/${zkteco.key}/iclock/cdata?table=OPERLOG&${query}`),
    at(`/device/zk/${zkteco.key}/iclock/cdata?table=%00&${query}`),
    at(`/device/zk/${zkteco.key}/iclock/fdata?${query}`),
    at(`/device/isapi/${hikvision.key}`),
  ];
}

describe('whatever a device sends', () => {
  it('is answered without a fault, by every door, under every content type', async () => {
    const faults: unknown[] = [];
    for (const body of absurd) {
      for (const type of types) {
        const answers = await Promise.all(doors(body, type));
        for (const { statusCode, body: told } of answers.filter((answer) => answer.statusCode >= 500)) {
          faults.push([statusCode, body.toString().slice(0, 80), type, told]);
        }
      }
    }
    expect(faults).toEqual([]);
    expect(room.door.faults).toEqual([]);
  });

  it('half a recorded payload, or one with bytes turned over, is answered without a fault', async () => {
    const recorded = [
      attlog,
      operlog,
      isapiXml(9),
      JSON.stringify(isapiEvent(9)),
      JSON.stringify({ events: [checkIn(1)] }),
    ];
    const body = fc.constantFrom(...recorded).chain((text) => {
      const bytes = Buffer.from(text);
      return fc
        .tuple(fc.nat(bytes.length), fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 6 }))
        .map(([end, turned]) => {
          const copy = Buffer.from(bytes);
          for (const [at, byte] of turned) copy[at] = byte;
          return copy.subarray(0, end);
        });
    });
    await fc.assert(
      fc.asyncProperty(body, fc.constantFrom(...types), async (bytes, type) => {
        const answers = await Promise.all(doors(bytes, type));
        expect(answers.filter(({ statusCode }) => statusCode >= 500)).toEqual([]);
      }),
      { numRuns: 60 },
    );
    expect(room.door.faults).toEqual([]);
  });

  it('of 500 forged and 500 with a bit turned over none is believed', async () => {
    const device = await addDevice(room, 'json');
    for (let n = 0; n < 500; n += 1) {
      const body = Buffer.from(JSON.stringify({ events: [checkIn(n + 1)] }));
      const turned = Buffer.from(body);
      const at = (n * 37) % turned.length;
      turned[at] = (turned[at] ?? 0) ^ (1 << (n % 8));
      const remote = { 'x-forwarded-for': `10.9.${n % 250}.1` };
      const forged = post(room, device, '/device/v1/events', body, {
        signer: () => Buffer.alloc(32, n).toString('base64'),
        headers: remote,
      });
      const flipped = post(room, device, '/device/v1/events', body, { tampered: turned });
      for (const answer of await Promise.all([forged, flipped])) expect([401, 429]).toContain(answer.statusCode);
    }
    expect(await countEvents(room, device)).toBe(0);
    expect((await pushEvents(room, device, [checkIn(1)])).statusCode).toBe(200);
  });
});

describe('a document with entities of its own', () => {
  it('is refused before any of them is unfolded', () => {
    expect(readXml(bomb())).toBeUndefined();
    expect(readXml('<!DOCTYPE a><a/>')).toBeUndefined();
    expect(readXml('<a>&other;</a>')).toBeUndefined();
  });
  it('is read when it has none', () => {
    expect(readXml('<a x="1"><b>1 &lt; 2 &#x4e2d;</b><c/><ns:d><![CDATA[<x>]]></ns:d></a>')).toEqual({
      a: { b: '1 < 2 中', c: '', d: '<x>' },
    });
  });
});
