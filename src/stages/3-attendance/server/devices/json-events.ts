import { z } from 'zod';
import { noTime, readDeviceTime } from '../../domain/devices/device-time';
import { type DeviceEvent, directions, eventKinds, methods, verdicts } from '../../domain/devices/events';
import type { Reading } from './received';
import { longestPerson, toldText } from './told-text';

/** 设备接口一次最多 1,000 条. */
export const mostEvents = 1000;

const choice = <Value extends string>(values: readonly Value[], otherwise: Value) => {
  const known = new Map<string | undefined, Value>(values.map((value) => [value, value]));
  return z
    .string()
    .optional()
    .transform((text): Value => known.get(text) ?? otherwise);
};

/** One event of the signed JSON API; what it names beyond this is kept with the raw body only. */
const eventForm = z.object({
  sequence: z
    .number('缺少 sequence')
    .int('sequence 应为整数')
    .min(1, 'sequence 从 1 开始')
    .max(Number.MAX_SAFE_INTEGER, 'sequence 过大'),
  kind: choice(eventKinds, 'unknown'),
  person: z.union([z.string().max(longestPerson, `person 不超过 ${longestPerson} 个字`), z.int()]).optional(),
  time: z.string('缺少 time').max(40, 'time 不超过 40 个字').optional(),
  method: choice(methods, 'other'),
  verdict: choice(verdicts, 'unknown'),
  direction: choice(directions, 'unknown'),
  detail: z.string().max(120, 'detail 不超过 120 个字').optional(),
  backlog: z.boolean('backlog 应为 true 或 false').optional(),
});

const listOf = <Form extends z.ZodType>(form: Form) => z.object({ events: z.array(form).min(1).max(mostEvents) });
const wholeForm = listOf(eventForm);
const looseForm = listOf(z.unknown());

function eventOf(told: z.output<typeof eventForm>): DeviceEvent {
  return {
    sequence: told.sequence,
    kind: told.kind,
    person: toldText(told.person ?? '', longestPerson),
    time: told.time === undefined ? noTime : readDeviceTime(told.time),
    method: told.method,
    verdict: told.verdict,
    direction: told.direction,
    detail: toldText(told.detail ?? '', 120),
    isBacklog: told.backlog ?? false,
  };
}

/** Reads `{ "events": [...] }`; a sentence when the whole cannot be read. */
export function readJsonEvents(body: Buffer): Reading | string {
  let given: unknown;
  try {
    given = JSON.parse(body.toString('utf8'));
  } catch {
    return '内容不是 JSON。';
  }
  const whole = wholeForm.safeParse(given);
  if (whole.success) {
    return { transport: 'json', kept: body, withheld: 0, events: whole.data.events.map(eventOf), unread: [] };
  }
  const parsed = looseForm.safeParse(given);
  if (!parsed.success) return `应为 {"events": […]}，一次 1 至 ${mostEvents} 条。`;
  const events: DeviceEvent[] = [];
  const unread: { index: number; message: string }[] = [];
  for (const [index, each] of parsed.data.events.entries()) {
    const told = eventForm.safeParse(each);
    if (told.success) events.push(eventOf(told.data));
    else unread.push({ index, message: told.error.issues[0]?.message ?? '读不出' });
  }
  return { transport: 'json', kept: body, withheld: 0, events, unread };
}
