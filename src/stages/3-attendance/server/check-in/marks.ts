import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { FigureReader } from '#law/figures';
import type { Reading } from '#platform/operation';
import { clockOffset, type OffsetSample } from '../../domain/clock-offset';
import { lessonAt } from '../../domain/check-in/lesson-window';
import type { DoubtCode } from '../../domain/check-in/remarks';
import type { Mark } from '../../domain/lesson-minutes/marks';
import { dayOfMinute, localMinuteOf } from '../../domain/lesson-times';
import type { PlannedLesson, TaughtClass } from './taught-class';

/** A mark with where it comes from, for those who look at it. */
export interface TracedMark extends Mark {
  readonly id: string;
  readonly way: 'face' | 'card' | 'device';
  readonly source: 'kiosk' | 'phone' | 'device';
  readonly doubts: readonly string[];
  readonly witness: string | undefined;
}

interface Period {
  readonly from: PlainDate;
  readonly to: PlainDate;
}

const startOf = (day: PlainDate) => sql`(${day}::date::timestamp at time zone 'Asia/Shanghai')`;
const endOf = (day: PlainDate) => sql`((${day}::date + 1)::timestamp at time zone 'Asia/Shanghai')`;

interface FoundCheck {
  readonly id: string;
  readonly row_id: string;
  readonly direction: Mark['direction'];
  readonly at: string;
  readonly source: 'kiosk' | 'phone';
  readonly way: 'face' | 'card';
  readonly remarks: readonly string[];
  readonly witness_name: string | null;
}

const clockDoubt: DoubtCode = 'clockDoubt';

async function checksOf(
  { tx }: Pick<Reading, 'tx'>,
  { id, regionCode }: TaughtClass,
  period: Period,
): Promise<TracedMark[]> {
  const { rows } = await sql<FoundCheck>`
    select id, row_id, direction, at, source, way, remarks, witness_name from attendance_checks
    where region_code = ${regionCode} and class_id = ${id} and row_id is not null and verdict <> 'refused'
      and at >= ${startOf(period.from)} and at < ${endOf(period.to)}`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    traineeId: row.row_id,
    at: Date.parse(row.at),
    direction: row.direction,
    way: row.way,
    source: row.source,
    doubts: row.remarks,
    witness: row.witness_name ?? undefined,
    ...(row.remarks.includes(clockDoubt) ? { hasClockDoubt: true } : {}),
  }));
}

interface FoundEvent {
  readonly row_id: string;
  readonly device_id: string;
  readonly venue_id: string;
  readonly key: string;
  readonly direction: string;
  readonly at: string;
  readonly flags: readonly string[];
}

/** Accepted check-ins of the institution’s devices under the codes or identity numbers of the class. */
async function eventsOf({ tx }: Pick<Reading, 'tx'>, held: TaughtClass, period: Period): Promise<FoundEvent[]> {
  const { rows } = await sql<FoundEvent>`
    select r.id as row_id, e.device_id, d.venue_id, e.device_id || '/' || e.series || '/' || e.sequence || '/' || e.told_key as key,
      e.direction, e.happened_at as at, e.flags
    from devices d
    join device_events e on e.region_code = d.region_code and e.device_id = d.id
    join roster_rows r on r.region_code = ${held.regionCode} and r.class_id = ${held.id}
    left join device_people p on p.region_code = r.region_code and p.class_id = r.class_id and p.row_id = r.id
    where d.institution_id = ${held.institutionId} and e.kind = 'checkIn' and e.verdict = 'accepted'
      and e.happened_at >= ${startOf(period.from)} and e.happened_at < ${endOf(period.to)}
      and (e.person_code = p.person_code or e.person_index = r.id_index)`.execute(tx);
  return rows;
}

interface Window {
  readonly device_id: string;
  readonly day: PlainDate;
  readonly received: string;
  readonly least: number;
}

/** Devices whose clock was off, as `device/day`; the least difference of each hour is all the estimate needs. */
async function doubtfulClocks(
  { tx }: Pick<Reading, 'tx'>,
  deviceIds: readonly string[],
  period: Period,
  figure: FigureReader,
): Promise<Set<string>> {
  if (deviceIds.length === 0) return new Set();
  const { rows } = await sql<Window>`
    select device_id, (received_at at time zone 'Asia/Shanghai')::date as day, date_trunc('hour', received_at) as received,
      min(offset_ms)::int as least
    from device_events where device_id = any(${deviceIds}::uuid[]) and offset_ms is not null
      and received_at >= ${startOf(period.from)} and received_at < ${endOf(period.to)}
    group by 1, 2, 3`.execute(tx);
  const samples = new Map<string, OffsetSample[]>();
  for (const { device_id, day, received, least } of rows) {
    const key = `${device_id}/${day}`;
    samples.set(key, [...(samples.get(key) ?? []), { receivedAt: Date.parse(received), difference: least }]);
  }
  return new Set([...samples].flatMap(([key, each]) => (clockOffset(each, figure)?.isFlagged ? [key] : [])));
}

const directions: Readonly<Record<string, Mark['direction']>> = { in: 'in', out: 'out' };

/** What devices saw counts where it falls into a lesson of the class, in one of its rooms. */
async function deviceMarks(
  reading: Pick<Reading, 'tx'>,
  held: TaughtClass,
  lessons: readonly PlannedLesson[],
  period: Period,
  figure: FigureReader,
): Promise<TracedMark[]> {
  const rooms = new Set(lessons.map(({ venueId }) => venueId));
  const events = (await eventsOf(reading, held, period)).filter(({ venue_id }) => rooms.has(venue_id));
  const doubtful = await doubtfulClocks(reading, [...new Set(events.map((each) => each.device_id))], period, figure);
  return events.flatMap((event): TracedMark[] => {
    const at = Date.parse(event.at);
    const minute = localMinuteOf(at);
    const direction = directions[event.direction] ?? 'seen';
    if (!lessonAt(lessons, minute, direction, figure)) return [];
    const isOff = doubtful.has(`${event.device_id}/${dayOfMinute(minute)}`);
    const mark = {
      traineeId: event.row_id,
      at,
      direction,
      way: 'device',
      source: 'device',
      witness: undefined,
    } as const;
    return [{ ...mark, id: event.key, doubts: isOff ? [clockDoubt] : [], ...(isOff ? { hasClockDoubt: true } : {}) }];
  });
}

/** Every mark of a class within its days, by trainee: kiosk, telephone and devices together, in order of time. */
export async function marksOf(
  reading: Pick<Reading, 'tx'>,
  held: TaughtClass,
  lessons: readonly PlannedLesson[],
  period: Period,
  figure: FigureReader,
): Promise<Map<string, TracedMark[]>> {
  const own = await checksOf(reading, held, period);
  const all = [...own, ...(await deviceMarks(reading, held, lessons, period, figure))];
  const byTrainee = new Map<string, TracedMark[]>();
  for (const mark of all.sort((a, b) => a.at - b.at)) {
    const marks = byTrainee.get(mark.traineeId) ?? [];
    marks.push(mark);
    byTrainee.set(mark.traineeId, marks);
  }
  return byTrainee;
}
