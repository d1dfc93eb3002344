import { readDeviceTime } from '../../domain/devices/device-time';
import type { DeviceEvent, Direction, EventKind, Method } from '../../domain/devices/events';
import type { Reading } from './received';
import { decodeText, longestPerson, toldText } from './told-text';

const longestLine = 1024;
const mostLines = 20_000;

/** Methods as ATTLOG numbers them; 15 is the face. */
const methodNumbers: Readonly<Record<string, Method>> = {
  '0': 'password',
  '1': 'fingerprint',
  '2': 'card',
  '3': 'password',
  '4': 'card',
  '15': 'face',
};
/** In, out, break out, break in, overtime in, overtime out. */
const statusNumbers: readonly Direction[] = ['in', 'out', 'out', 'in', 'in', 'out'];

/** Operations of OPERLOG that change who is known to the device: people, fingers, faces, cards and passwords. */
const peopleOperations = new Set(['6', '7', '8', '9', '10', '11', '12', '30', '36', '68', '69', '70', '71']);
const wipeOperations = new Set(['13', '14', '15']);
/** Operation 3 is an alarm, and its first value says which: 55 is the opened case. */
const alarmOperation = '3';
const tamperAlarm = '55';

interface Line {
  readonly index: number;
  readonly text: string;
}

function linesOf(body: Buffer): Line[] {
  return decodeText(body)
    .split(/\r?\n|\0/)
    .slice(0, mostLines)
    .map((text, index) => ({ index, text }))
    .filter(({ text }) => text.trim() !== '');
}

const bare = { sequence: undefined, verdict: 'accepted', isBacklog: false } as const;

/** person, local time without zone, status, method; more columns follow with newer firmware. */
function checkInOf(text: string): DeviceEvent | undefined {
  const [person = '', told = '', status = '', method = ''] = text.split('\t').map((cell) => cell.trim());
  const code = toldText(person, longestPerson);
  const time = readDeviceTime(told);
  if (code === '' || time.at === undefined) return undefined;
  return {
    ...bare,
    kind: 'checkIn',
    person: code,
    time,
    method: methodNumbers[method] ?? 'other',
    direction: /^[0-5]$/.test(status) ? (statusNumbers[Number(status)] ?? 'unknown') : 'unknown',
    detail: '',
  };
}

/** `OPLOG 30\t0\t2026-03-02 08:00:00\t4\t0\t0\t0`: what, by which administrator, when, and what it was about. */
function operationOf(text: string): DeviceEvent | undefined {
  const [what = '', , told = '', first = ''] = text.split('\t').map((cell) => cell.trim());
  const operation = /^OPLOG (\d{1,4})$/.exec(what)?.[1];
  if (operation === undefined) return undefined;
  const isTamper = operation === alarmOperation && first === tamperAlarm;
  const kind: EventKind = isTamper
    ? 'tamper'
    : wipeOperations.has(operation)
      ? 'recordsWiped'
      : peopleOperations.has(operation)
        ? 'peopleChanged'
        : 'unknown';
  return {
    ...bare,
    kind,
    person: kind === 'peopleChanged' ? toldText(first, longestPerson) : '',
    time: readDeviceTime(told),
    method: 'other',
    verdict: 'unknown',
    direction: 'unknown',
    detail: toldText(operation === alarmOperation ? `${what} ${first}` : what, 60),
  };
}

/** Reads a table of check-ins; a line that cannot be read stops no other. */
export function readAttlog(body: Buffer): Reading {
  const events: DeviceEvent[] = [];
  const unread: { index: number; message: string }[] = [];
  for (const { index, text } of linesOf(body)) {
    const event = text.length > longestLine ? undefined : checkInOf(text);
    if (event) events.push(event);
    else unread.push({ index, message: '这一行不是“人员、时间、状态、方式”' });
  }
  return { transport: 'attlog', kept: body, withheld: 0, events, unread };
}

/** Of what else stands among the operations only kind and person are kept: passwords and templates stay in the device. */
const redacted = (text: string): string => {
  const [, kind = '', person = ''] = /^(\w{1,12}) PIN=([\w-]{1,64})/.exec(text) ?? [];
  return kind ? `${kind} PIN=${person}` : '';
};

export function readOperlog(body: Buffer): Reading {
  const events: DeviceEvent[] = [];
  const unread: { index: number; message: string }[] = [];
  const kept: string[] = [];
  for (const { index, text } of linesOf(body)) {
    const isOperation = text.startsWith('OPLOG ') && text.length <= longestLine;
    const event = isOperation ? operationOf(text) : undefined;
    kept.push(event ? text : redacted(text));
    if (event) events.push(event);
    else if (redacted(text) === '') unread.push({ index, message: '未识别的操作记录' });
  }
  const keptBody = Buffer.from(kept.join('\n'));
  return {
    transport: 'operlog',
    kept: keptBody,
    withheld: Math.max(0, body.length - keptBody.length),
    events,
    unread,
  };
}

/** Tables nobody reads here, such as templates: only that they came, how long they were, and their digest. */
export const readOther = (body: Buffer): Reading => ({
  transport: 'zkOther',
  kept: Buffer.alloc(0),
  withheld: body.length,
  events: [],
  unread: [],
});

/**
 * What a device asks when it starts. A stamp of 0 lets it send again all it holds: nothing is stored twice, and nothing
 * it believes delivered is lost. The zone is in hours, as the protocol has it for |n| ≤ 14.
 */
export const handshake = (serial: string): string =>
  [
    `GET OPTION FROM: ${serial}`,
    'ATTLOGStamp=0',
    'OPERLOGStamp=0',
    'ATTPHOTOStamp=0',
    'ErrorDelay=30',
    'Delay=10',
    'TransTimes=00:00;12:30;18:30',
    'TransInterval=1',
    'TransFlag=TransData AttLog\tOpLog',
    'TimeZone=8',
    'Realtime=1',
    'Encrypt=None',
    'ServerVer=mingxun-1',
    'PushProtVer=2.4.1',
    '',
  ].join('\r\n');
