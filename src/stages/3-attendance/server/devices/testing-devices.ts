import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { type RawBuilder, sql } from 'kysely';
import { inScope } from '#platform/database/scope';
import { freshDatabase, type TestDatabase } from '#platform/database/testing';
import { openDoor, type TestDoor } from '#platform/http/testing-http';
import { newId } from '#platform/identifiers';
import type { Actor } from '#platform/operation';
import type { Platform } from '#platform/run-operation';
import { addInstitution, addUser, resultOf, type TestPlatform, testPlatform } from '#platform/testing-platform';
import type { Vendor } from '../../domain/devices/vendors';
import { deviceDoor, deviceOperations } from './index';
import { confirmDevice } from './lifecycle-commands';
import { registerDevice } from './register-commands';
import { bodyDigestOf, hmacOf, type Signed, signedText } from './signature';

/** An institution with a room, its two people and its county’s, behind doors that devices can push at. */
export interface TestRoom {
  readonly platform: TestPlatform;
  readonly door: TestDoor;
  /** Where the doors listen. */
  readonly address: string;
  readonly institutionId: string;
  readonly venueId: string;
  readonly clerk: Actor;
  readonly principal: Actor;
  readonly officer: Actor;
  rows<Row>(query: RawBuilder<Row>): Promise<Row[]>;
  close(): Promise<void>;
}

export async function addVenue(platform: Platform, institutionId: string, name: string): Promise<string> {
  const id = newId();
  await inScope(platform.pool, { reach: 'system' }, (tx) =>
    tx
      .insertInto('venues')
      .values({
        id,
        region_code: '410822',
        institution_id: institutionId,
        name,
        kind: 'theory',
        address: '测试路 1 号',
        capacity: 60,
      })
      .execute(),
  );
  return id;
}

export async function openRoom(perSecond = 5000, database?: TestDatabase): Promise<TestRoom> {
  const platform = await testPlatform(database ?? (await freshDatabase()));
  const regionCode = '410822';
  const institutionId = await addInstitution(platform, regionCode, `设备测试学校${randomBytes(3).toString('hex')}`);
  const at = { regionCode, institutionId };
  const door = await openDoor(platform, deviceOperations, {
    doors: [deviceDoor({ rate: { perSecond, burst: perSecond * 4 } })],
  });
  return {
    platform,
    door,
    address: await door.app.listen({ port: 0, host: '127.0.0.1' }),
    institutionId,
    venueId: await addVenue(platform, institutionId, '101 教室'),
    clerk: await addUser(platform, { role: 'institutionClerk', ...at }),
    principal: await addUser(platform, { role: 'institutionPrincipal', ...at }),
    officer: await addUser(platform, { role: 'countyOfficer', regionCode }),
    rows: (query) => inScope(platform.pool, { reach: 'system' }, async (tx) => (await query.execute(tx)).rows),
    async close() {
      await door.close();
      await platform.close();
    },
  };
}

export interface TestDevice {
  readonly id: string;
  readonly serial: string;
  readonly key: string;
}

let serials = 0;

/** A device the county has confirmed; `registered` leaves that out. */
export async function addDevice(
  room: Pick<TestRoom, 'clerk' | 'officer' | 'venueId'> & { readonly platform: Platform },
  vendor: Vendor,
  {
    registered = false,
    keepsPictures = false,
    publicKey,
  }: { registered?: boolean; keepsPictures?: boolean; publicKey?: string } = {},
): Promise<TestDevice> {
  const serial = `SN${String((serials += 1)).padStart(6, '0')}`;
  const { platform, clerk, officer, venueId } = room;
  const made = await resultOf(platform, registerDevice, clerk, {
    venueId,
    vendor,
    model: 'T-1',
    serial,
    responsibleName: '赵专管',
    publicKey,
  });
  const { deviceId } = made;
  if (!registered) await resultOf(platform, confirmDevice, officer, { deviceId, version: 1, keepsPictures });
  return { id: deviceId, serial, key: made.key ?? '' };
}

/** Signs a request as the device would. */
export type Signer = (signed: Signed) => string;
export const hmacSigner =
  ({ key }: TestDevice): Signer =>
  (signed) =>
    hmacOf(key, signed);

/** A key pair of a device that signs with Ed25519. */
export function ed25519Pair(): { publicKey: string; signer: Signer } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const x = publicKey.export({ format: 'jwk' }).x ?? '';
  return {
    publicKey: Buffer.from(x, 'base64url').toString('base64'),
    signer: (signed) => sign(null, Buffer.from(signedText(signed)), privateKey).toString('base64'),
  };
}

export interface PostChoices {
  readonly epoch?: number;
  readonly nonce?: string;
  readonly time?: string;
  readonly signer?: Signer;
  /** Changes the body after it was signed. */
  readonly tampered?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The door a device sends to, and the time it tells. */
type Entrance = { readonly platform: Pick<Platform, 'clock'>; readonly address: string };

export interface DeviceAnswer {
  readonly statusCode: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  json(): ReturnType<typeof JSON.parse>;
}

/** Connections that are kept, as devices keep them. */
const connections = new Agent({ keepAlive: true, maxSockets: 64 });

/** Sends a signed request to the JSON door, over a connection as a device does. */
export function post(
  { address, platform }: Entrance,
  device: TestDevice,
  path: string,
  body: Buffer,
  choices: PostChoices = {},
): Promise<DeviceAnswer> {
  const time = choices.time ?? platform.clock.now();
  const nonce = choices.nonce ?? randomBytes(16).toString('base64url');
  const epoch = String(choices.epoch ?? 0);
  const bodyDigest = bodyDigestOf(body);
  const signed: Signed = { method: 'POST', path, device: device.id, time, nonce, epoch, bodyDigest };
  const sent = choices.tampered ?? body;
  const headers = {
    'content-type': 'application/json',
    'content-length': sent.length,
    'mingxun-device': device.id,
    'mingxun-time': time,
    'mingxun-nonce': nonce,
    'mingxun-epoch': epoch,
    'mingxun-signature': (choices.signer ?? hmacSigner(device))(signed),
    ...choices.headers,
  };
  return new Promise((resolve, reject) => {
    const asked = request(address + path, { method: 'POST', agent: connections, headers }, (answer) => {
      text(answer).then((told) => {
        const { statusCode = 0 } = answer;
        resolve({ statusCode, headers: answer.headers, body: told, json: () => JSON.parse(told) });
      }, reject);
    });
    asked.once('error', reject).end(sent);
  });
}

/** A check-in as the JSON API has it. */
export const checkIn = (sequence: number, more: Readonly<Record<string, unknown>> = {}) => ({
  sequence,
  kind: 'checkIn',
  person: String(1000 + (sequence % 50)),
  time: '2026-03-02T09:00:00+08:00',
  method: 'face',
  verdict: 'accepted',
  direction: 'in',
  ...more,
});

export const pushEvents = (room: Entrance, device: TestDevice, events: readonly unknown[], choices: PostChoices = {}) =>
  post(room, device, '/device/v1/events', Buffer.from(JSON.stringify({ events })), choices);

export const countEvents = async (room: TestRoom, device: TestDevice): Promise<number> => {
  const [row] = await room.rows(
    sql<{
      count: number;
    }>`select count(*)::int as count from device_events where device_id = ${device.id} and kind <> 'heartbeat'`,
  );
  return row?.count ?? 0;
};

export const alarmKinds = async (room: TestRoom, device: TestDevice): Promise<string[]> =>
  (
    await room.rows(
      sql<{ kind: string }>`select kind from device_alarms where device_id = ${device.id} order by kind, alarm_key`,
    )
  ).map(({ kind }) => kind);
