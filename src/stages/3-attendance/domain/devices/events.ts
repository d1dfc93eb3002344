import type { ToldTime } from './device-time';

/** What a device tells, whatever its make: 签到、心跳、人员变动、防拆、记录清除、无法识别. */
export const eventKinds = ['checkIn', 'heartbeat', 'peopleChanged', 'tamper', 'recordsWiped', 'unknown'] as const;
export type EventKind = (typeof eventKinds)[number];
export const methods = ['face', 'fingerprint', 'card', 'idCard', 'password', 'other'] as const;
export type Method = (typeof methods)[number];
export const verdicts = ['accepted', 'refused', 'unknown'] as const;
export type Verdict = (typeof verdicts)[number];
export const directions = ['in', 'out', 'unknown'] as const;
export type Direction = (typeof directions)[number];

/** One event in the form all makes are brought into. */
export interface DeviceEvent {
  /** The device’s own counter, above 0; undefined where it has none. */
  readonly sequence: number | undefined;
  readonly kind: EventKind;
  /** The person as the device knows it; empty where nobody is meant. */
  readonly person: string;
  readonly time: ToldTime;
  readonly method: Method;
  readonly verdict: Verdict;
  readonly direction: Direction;
  /** What the device called it, where it is more than a check-in. */
  readonly detail: string;
  /** The device itself says that this comes out of its memory. */
  readonly isBacklog: boolean;
}

/** What makes an event the same event however often it is sent: its counter, else person, time and method as told. */
export interface EventKey {
  readonly sequence: number;
  readonly toldKey: string;
}

export const keyOf = ({ sequence, kind, person, time, method, detail }: DeviceEvent, hidden = person): EventKey =>
  sequence === undefined
    ? { sequence: 0, toldKey: [kind, hidden, time.told, method, detail].join('|') }
    : { sequence, toldKey: '' };

/** All that the device said of the event, in one text: the same key with another text is a record rewritten. */
export const contentOf = ({ kind, person, time, method, verdict, direction, detail }: DeviceEvent, hidden = person) =>
  JSON.stringify([kind, hidden, time.told, method, verdict, direction, detail]);

/** Marks set when an event comes in; the device’s time is never rewritten. */
export const eventFlags = ['zoneAssumed', 'timeUnread', 'clockAhead', 'late'] as const;
export type EventFlag = (typeof eventFlags)[number];

export const eventFlagNames: Record<EventFlag, string> = {
  zoneAssumed: '设备没有报时区，按北京时间',
  timeUnread: '设备时间读不出',
  clockAhead: '设备时钟偏快',
  late: '补传',
};

/** A live event takes seconds; a device whose time lies in the future has a wrong clock. */
export const clockSlackMilliseconds = 60_000;
export const lateAfterMilliseconds = 10 * 60_000;

/**
 * Heard from that long after a check-in is told to have happened and that long before it came, a device was in touch
 * and held it back: what it could not send while the network was down comes within minutes of the first beat.
 */
export const inTouch = { afterMs: 60_000, beforeMs: 6 * 60_000 } as const;

/** A clock that is further off is as wrong as one can be; the database keeps the difference as an integer. */
const farthestMilliseconds = 20 * 86_400_000;

/**
 * Received minus told, in milliseconds, of a live event: what the offset of the device’s clock is estimated from. What
 * comes late may come out of the memory of the device; a heartbeat never does, so that a clock set back is known by it.
 */
export function offsetSample({ time, kind, isBacklog }: DeviceEvent, receivedAt: number): number | undefined {
  if (time.at === undefined || isBacklog) return undefined;
  const difference = receivedAt - time.at;
  if (kind !== 'heartbeat' && difference > lateAfterMilliseconds) return undefined;
  return Math.max(-farthestMilliseconds, Math.min(farthestMilliseconds, difference));
}

export function flagsOf({ time, isBacklog }: DeviceEvent, receivedAt: number): EventFlag[] {
  const flags: EventFlag[] = [];
  if (time.zone === 'assumed') flags.push('zoneAssumed');
  if (time.at === undefined) return [...flags, 'timeUnread'];
  if (time.at - receivedAt > clockSlackMilliseconds) flags.push('clockAhead');
  if (isBacklog || receivedAt - time.at > lateAfterMilliseconds) flags.push('late');
  return flags;
}

export const eventKindNames: Record<EventKind, string> = {
  checkIn: '签到',
  heartbeat: '心跳',
  peopleChanged: '人员变动',
  tamper: '防拆',
  recordsWiped: '记录清除',
  unknown: '未识别',
};
export const methodNames: Record<Method, string> = {
  face: '人脸',
  fingerprint: '指纹',
  card: '刷卡',
  idCard: '身份证',
  password: '密码',
  other: '其他',
};
