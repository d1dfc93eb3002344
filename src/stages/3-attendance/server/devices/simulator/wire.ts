import { randomBytes } from 'node:crypto';
import type { Vendor } from '../../../domain/devices/vendors';
import { bodyDigestOf, hmacOf, type Signed } from '../signature';

/** Where the simulated device pushes, and how it proves itself. */
export interface SimulatedDevice {
  readonly address: string;
  readonly vendor: Vendor;
  /** Id of the device (JSON) or its serial number (ZKTeco). */
  readonly name: string;
  readonly key: string;
}

/** A check-in the simulated device has in its memory. */
export interface Passage {
  readonly sequence: number;
  readonly person: string;
  /** By the device’s own clock. */
  readonly at: number;
  readonly isBacklog: boolean;
}

export interface Answer {
  readonly isAcknowledged: boolean;
  readonly status: number;
  readonly stored: number | undefined;
  readonly known: number | undefined;
  readonly message: string;
}

const beijing = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 19);

const jsonBody = (passages: readonly Passage[]): string =>
  JSON.stringify({
    events: passages.map(({ sequence, person, at, isBacklog }) => ({
      sequence,
      kind: 'checkIn',
      person,
      time: `${beijing(at)}+08:00`,
      method: 'face',
      verdict: 'accepted',
      direction: 'in',
      backlog: isBacklog,
    })),
  });

const attlogBody = (passages: readonly Passage[]): string =>
  passages.map(({ person, at }) => `${person}\t${beijing(at).replace('T', ' ')}\t0\t15\t0\t0\n`).join('');

const isapiBody = ({ sequence, person, at, isBacklog }: Passage): string =>
  JSON.stringify({
    dateTime: `${beijing(at)}+08:00`,
    eventType: 'AccessControllerEvent',
    eventState: 'active',
    AccessControllerEvent: {
      majorEventType: 5,
      subEventType: 75,
      employeeNoString: person,
      serialNo: sequence,
      currentVerifyMode: 'face',
      attendanceStatus: 'checkIn',
      currentEvent: !isBacklog,
    },
  });

/** How many passages one push of this make may hold. */
export const mostInOne: Record<Vendor, number> = { json: 1000, zkteco: 1000, hikvision: 1 };

async function told(response: Response): Promise<Answer> {
  const text = await response.text();
  let body: { stored?: unknown; known?: unknown; message?: unknown; statusString?: unknown } = {};
  try {
    body = Object(JSON.parse(text));
  } catch {
    body = { message: text.slice(0, 120) };
  }
  const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
  const words = body.message ?? body.statusString;
  return {
    isAcknowledged: response.ok,
    status: response.status,
    stored: numberOf(body.stored),
    known: numberOf(body.known),
    message: typeof words === 'string' ? words : '',
  };
}

async function signedPost(device: SimulatedDevice, path: string, content: string, now: number, epoch: number) {
  const body = Buffer.from(content);
  const nonce = randomBytes(16).toString('base64url');
  const time = new Date(now).toISOString();
  const bodyDigest = bodyDigestOf(body);
  const signed: Signed = { method: 'POST', path, device: device.name, time, nonce, epoch: String(epoch), bodyDigest };
  return fetch(device.address + path, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'mingxun-device': device.name,
      'mingxun-time': time,
      'mingxun-nonce': nonce,
      'mingxun-epoch': String(epoch),
      'mingxun-signature': hmacOf(device.key, signed),
    },
  });
}

/** The server’s time in milliseconds: the simulated clock runs beside it. */
export async function serverTime({ address }: SimulatedDevice): Promise<number> {
  const answer: unknown = await (await fetch(`${address}/device/v1/time`)).json();
  const text = typeof answer === 'object' && answer !== null && 'serverTime' in answer ? String(answer.serverTime) : '';
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new Error(`${address} 不是明训的地址：没有回答服务器时间。`);
  return at;
}

/** A line from the device to the server; `now` is the server’s time as the device has learnt it. */
export interface Line {
  push(passages: readonly Passage[], now: number): Promise<Answer>;
}

/** Begins as each make does: by connecting, or by asking for its options. */
export async function openLine(device: SimulatedDevice, now: number): Promise<Line> {
  const { address, vendor, key, name } = device;
  const refuse = async (response: Response): Promise<never> => {
    throw new Error(`设备没有被接受（${response.status}）：${(await told(response)).message.replace(/^ERROR: /, '')}`);
  };
  if (vendor === 'json') {
    const connected = await signedPost(device, '/device/v1/connect', '', now, 0);
    if (!connected.ok) return refuse(connected);
    const answer: unknown = await connected.json();
    const epoch = typeof answer === 'object' && answer !== null && 'epoch' in answer ? Number(answer.epoch) : 0;
    return {
      push: async (passages, at) => told(await signedPost(device, '/device/v1/events', jsonBody(passages), at, epoch)),
    };
  }
  if (vendor === 'zkteco') {
    const base = `${address}/device/zk/${key}/iclock`;
    const asked = await fetch(`${base}/cdata?SN=${encodeURIComponent(name)}&options=all&pushver=2.4.1`);
    if (!asked.ok) return refuse(asked);
    const url = `${base}/cdata?SN=${encodeURIComponent(name)}&table=ATTLOG&Stamp=0`;
    return {
      push: async (passages) => told(await fetch(url, { method: 'POST', body: attlogBody(passages) })),
    };
  }
  const url = `${address}/device/isapi/${key}`;
  const headers = { 'content-type': 'application/json; charset="UTF-8"' };
  return {
    async push([passage]) {
      if (!passage) throw new RangeError('nothing to push');
      return told(await fetch(url, { method: 'POST', body: isapiBody(passage), headers }));
    },
  };
}
