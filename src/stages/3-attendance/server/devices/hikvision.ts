import { z } from 'zod';
import { mediaTypeOf } from '#platform/files/media';
import { readDeviceTime } from '../../domain/devices/device-time';
import type { DeviceEvent, Direction, EventKind, Method, Verdict } from '../../domain/devices/events';
import { inflate } from './inflate';
import { boundaryOf, partsOf } from './multipart';
import type { Reading, Transport } from './received';
import { decodeText, longestPerson, sequenceOf, toldText } from './told-text';
import { readXml } from './xml';

const largestPart = 1024 * 1024;

const words = z.union([z.string(), z.number()]).optional().catch(undefined);
const yesNo = z
  .union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])
  .optional()
  .catch(undefined);
const accessForm = z.object({
  majorEventType: words,
  subEventType: words,
  employeeNoString: words,
  employeeNo: words,
  serialNo: words,
  currentVerifyMode: words,
  attendanceStatus: words,
  currentEvent: yesNo,
});
const alertForm = z.object({
  eventType: words,
  dateTime: words,
  AccessControllerEvent: accessForm.optional().catch(undefined),
});

const directionWords: Readonly<Record<string, Direction>> = {
  checkIn: 'in',
  breakIn: 'in',
  overtimeIn: 'in',
  checkOut: 'out',
  breakOut: 'out',
  overtimeOut: 'out',
};

/** Ways of passing, by sub-type of major type 5: card, finger, face; and how each ended. */
const passages: Readonly<Record<string, readonly [Method, Verdict]>> = {
  '1': ['card', 'accepted'],
  '9': ['card', 'refused'],
  '38': ['fingerprint', 'accepted'],
  '39': ['fingerprint', 'refused'],
  '75': ['face', 'accepted'],
  '76': ['face', 'refused'],
};
const passageMajor = '5';
const alarmMajor = '1';
/** The case of the terminal or of its reader was opened. */
const tamperSubs = new Set(['1028', '1030']);

const methodOf = (mode: string): Method =>
  /^face$/i.test(mode)
    ? 'face'
    : /^(?:fp|fingerprint)$/i.test(mode)
      ? 'fingerprint'
      : /^card$/i.test(mode)
        ? 'card'
        : 'other';

function kindOf(eventType: string, major: string, sub: string, person: string): EventKind {
  if (/^heartbeat$/i.test(eventType)) return 'heartbeat';
  if (major === alarmMajor && tamperSubs.has(sub)) return 'tamper';
  return major === passageMajor && (person !== '' || passages[sub]) ? 'checkIn' : 'unknown';
}

/** An alert in the common form; undefined for what is no alert at all. */
export function alertOf(given: unknown): DeviceEvent | undefined {
  const wrapped = z.object({ EventNotificationAlert: z.unknown() }).safeParse(given);
  const parsed = alertForm.safeParse(wrapped.success ? wrapped.data.EventNotificationAlert : given);
  if (!parsed.success) return undefined;
  const { AccessControllerEvent: access, eventType, dateTime } = parsed.data;
  if (eventType === undefined && access === undefined) return undefined;
  const type = toldText(eventType, 40);
  const [major, sub] = [toldText(access?.majorEventType, 8), toldText(access?.subEventType, 8)];
  const person = toldText(access?.employeeNoString ?? access?.employeeNo, longestPerson);
  const kind = kindOf(type, major, sub, person);
  const [method, verdict] = passages[sub] ?? [methodOf(toldText(access?.currentVerifyMode, 30)), 'unknown' as const];
  const isCheckIn = kind === 'checkIn';
  return {
    sequence: sequenceOf(access?.serialNo),
    kind,
    person,
    time: readDeviceTime(toldText(dateTime, 40)),
    method: isCheckIn ? method : 'other',
    verdict: isCheckIn ? verdict : 'unknown',
    direction: directionWords[toldText(access?.attendanceStatus, 20)] ?? 'unknown',
    detail: isCheckIn ? '' : toldText([type, major, sub].filter(Boolean).join(' '), 60),
    isBacklog: access?.currentEvent === false,
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const read = (text: string): DeviceEvent | undefined =>
  alertOf(text.trimStart().startsWith('<') ? readXml(text) : jsonOf(text));

function single(body: Buffer, transport: Transport): Reading {
  const event = read(decodeText(body));
  const unread = event ? [] : [{ index: 0, message: '不是 ISAPI 事件' }];
  return { transport, kept: body, withheld: 0, events: event ? [event] : [], unread };
}

/** The parts that are text are read and kept, pictures apart; a packed part is unpacked within its limit. */
async function several(body: Buffer, boundary: string): Promise<Reading | string> {
  const parts = partsOf(body, boundary);
  if (!parts) return '内容不是所声明的 multipart。';
  const events: DeviceEvent[] = [];
  const unread: { index: number; message: string }[] = [];
  const kept: Buffer[] = [];
  let picture: Buffer | undefined;
  for (const [index, part] of parts.entries()) {
    const isPacked = part.isZipped || (part.bytes[0] === 0x1f && part.bytes[1] === 0x8b);
    const bytes = isPacked ? await inflate(part.bytes, largestPart) : part.bytes;
    if (!bytes) {
      unread.push({ index, message: '压缩的部分打不开或过大' });
      continue;
    }
    const media = mediaTypeOf(bytes);
    if (media === 'jpeg' || media === 'png') {
      picture ??= bytes;
      continue;
    }
    if (bytes.length > largestPart || part.contentType.startsWith('image/')) {
      unread.push({ index, message: '未识别的部分' });
      continue;
    }
    const event = read(decodeText(bytes));
    if (event) events.push(event);
    else unread.push({ index, message: '不是 ISAPI 事件' });
    kept.push(bytes);
  }
  const keptBody = Buffer.concat(kept.flatMap((each) => [each, Buffer.from('\n')]));
  const withheld = Math.max(0, body.length - keptBody.length);
  return { transport: 'isapiMultipart', kept: keptBody, withheld, events, unread, picture };
}

/** Reads what a Hikvision terminal posts: one alert as JSON or XML, or a multipart with a picture. */
export async function readIsapi(body: Buffer, contentType: string): Promise<Reading | string> {
  const boundary = boundaryOf(contentType);
  if (boundary !== undefined) return several(body, boundary);
  const isXml = /xml/i.test(contentType) || /^\s*(?:\ufeff)?</.test(body.subarray(0, 64).toString('utf8'));
  return single(body, isXml ? 'isapiXml' : 'isapiJson');
}
