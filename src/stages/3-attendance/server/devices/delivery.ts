import { hash } from 'node:crypto';
import { hasPersonalNumber } from '#platform/log/personal-data';
import { maskIdentityNumber } from '#law/masks';
import type { Services } from '#platform/operation';
import { contentOf, type DeviceEvent, type EventKey, flagsOf, keyOf, offsetSample } from '../../domain/devices/events';
import type { KnownDevice } from './known-devices';
import { packed } from './packing';
import type { Reading } from './received';

/** One event as it is stored. */
export interface EventRow {
  readonly event: DeviceEvent;
  readonly key: EventKey;
  readonly personCode: string;
  readonly personIndex: Buffer | null;
  readonly offset: number | null;
  readonly flags: string;
  /** Hex. */
  readonly content: string;
}

/** What is kept of the bytes of one request. */
export interface Payload {
  readonly transport: Reading['transport'];
  readonly digest: Buffer;
  readonly body: Buffer;
  /** The body as it is written; sealed while it waits. */
  sealed?: Buffer;
  readonly isPacked: boolean;
  readonly size: number;
  readonly withheld: number;
  readonly unread: number;
}

/** What one request brought, ready to be written. */
export interface Delivery {
  readonly device: KnownDevice;
  /** The connection that speaks, where the device says which. */
  readonly epoch: number | undefined;
  /** The number used once that the request was signed with, where the make has one. */
  readonly nonce: string | undefined;
  readonly receivedAt: string;
  readonly payload: Payload | undefined;
  readonly rows: readonly EventRow[];
  readonly pictureHash: string | undefined;
  readonly isHeartbeat: boolean;
}

const digestOf = (content: string | Buffer): string => hash('sha256', content, 'hex');
/** Half of the digest, enough to tell two contents apart. */
const shortDigestOf = (content: string): string => digestOf(content).slice(0, 32);

export const payloadSeal = (deviceId: string, digest: Buffer): string => `${deviceId}/${digest.toString('hex')}`;

/** An identity number used as a person’s code is never stored in the open: its index finds it, its mask shows it. */
function personOf({ person }: DeviceEvent, { secrets }: Pick<Services, 'secrets'>) {
  if (person.length < 11) return { code: person, index: null, hidden: person };
  if (!/^\d{17}[\dXx]$/.test(person)) {
    if (!hasPersonalNumber(person)) return { code: person, index: null, hidden: person };
    const index = secrets.index('identityNumber', person);
    return { code: `…${person.slice(-4)}`, index, hidden: index.toString('hex') };
  }
  const number = person.toUpperCase();
  const index = secrets.index('identityNumber', number);
  return { code: maskIdentityNumber(number), index, hidden: index.toString('hex') };
}

function rowOf(event: DeviceEvent, receivedAt: number, services: Pick<Services, 'secrets'>): EventRow {
  const { code, index, hidden } = personOf(event, services);
  const key = keyOf(event, hidden);
  const toldKey = key.toldKey.length > 60 && Buffer.byteLength(key.toldKey) > 200 ? digestOf(key.toldKey) : key.toldKey;
  return {
    event,
    key: { sequence: key.sequence, toldKey },
    personCode: code,
    personIndex: index,
    offset: offsetSample(event, receivedAt) ?? null,
    flags: flagsOf(event, receivedAt).join(','),
    content: shortDigestOf(contentOf(event, hidden)),
  };
}

/** When and over which connection a request came, and its number used once. */
export interface Arrival {
  readonly receivedAt: string;
  readonly epoch?: number | undefined;
  readonly nonce?: string | undefined;
}

/** Every byte that came. */
export interface Whole {
  readonly size: number;
  /** SHA-256, hex. */
  readonly digest: string;
}

export const wholeOf = (bytes: Buffer): Whole => ({ size: bytes.length, digest: digestOf(bytes) });

/** Makes a delivery of what was read. */
export function deliveryOf(
  device: KnownDevice,
  reading: Reading,
  whole: Whole,
  { receivedAt, epoch, nonce, pictureHash }: Arrival & { readonly pictureHash?: string | undefined },
  services: Pick<Services, 'secrets'>,
): Delivery {
  const digest = Buffer.from(whole.digest, 'hex');
  const { body, isPacked } = packed(reading.kept);
  const at = Date.parse(receivedAt);
  return {
    device,
    epoch,
    nonce,
    receivedAt,
    payload: {
      transport: reading.transport,
      digest,
      body,
      isPacked,
      size: whole.size,
      withheld: reading.withheld,
      unread: reading.unread.length,
    },
    rows: reading.events.map((event) => rowOf(event, at, services)),
    pictureHash,
    isHeartbeat: reading.events.some(({ kind }) => kind === 'heartbeat'),
  };
}

const heartbeatSlot = 5 * 60_000;

/** A heartbeat is kept once in five minutes; in between only the last time counts. */
export function heartbeatOf(
  device: KnownDevice,
  time: DeviceEvent['time'],
  { receivedAt, epoch, nonce }: Arrival,
): Delivery {
  const at = Date.parse(receivedAt);
  const event: DeviceEvent = {
    sequence: undefined,
    kind: 'heartbeat',
    person: '',
    time,
    method: 'other',
    verdict: 'unknown',
    direction: 'unknown',
    detail: '',
    isBacklog: false,
  };
  const flags = time.told === '' ? '' : flagsOf(event, at).join(',');
  const key = { sequence: 0, toldKey: `heartbeat|${Math.floor(at / heartbeatSlot)}` };
  const row: EventRow = {
    event,
    key,
    personCode: '',
    personIndex: null,
    offset: offsetSample(event, at) ?? null,
    flags,
    content: shortDigestOf(key.toldKey),
  };
  return {
    device,
    epoch,
    nonce,
    receivedAt,
    payload: undefined,
    rows: [row],
    pictureHash: undefined,
    isHeartbeat: true,
  };
}
