import type { PlainDate } from '#kernel/plain-date';
import type { FigureReader } from '#law/figures';
import type { Reading } from '#platform/operation';
import { clockOffset, type OffsetSample } from '../../domain/clock-offset';
import { lessonAt } from '../../domain/check-in/lesson-window';
import type { DoubtCode } from '../../domain/check-in/remarks';
import type { SettlementDecision } from '../../domain/doubt/settlement';
import type { PersonKind } from '../../domain/enrolment/person';
import type { Mark } from '../../domain/lesson-minutes/marks';
import { dayOfMinute, localMinuteOf } from '../../domain/lesson-times';
import {
  type ClockSample,
  findChecks,
  findClockSamples,
  findEvents,
  findSettlements,
  type FoundCheck,
  type FoundEvent,
  type Kinds,
  type Period,
} from './mark-queries';
import type { PlannedLesson, TaughtClass } from './taught-class';

/** A mark with where it comes from, for those who look at it. */
export interface TracedMark extends Mark {
  readonly id: string;
  /** Whose: a mark of a teacher carries the teacher’s id where that of a trainee has the row. */
  readonly kind: PersonKind;
  readonly way: 'face' | 'card' | 'device';
  readonly source: 'kiosk' | 'phone' | 'device';
  /** What was doubted when it was taken, as long as nobody has settled it. */
  readonly doubts: readonly string[];
  /** When something was found against it after it had been taken. */
  readonly doubtedAt: string | undefined;
  readonly witness: string | undefined;
}

/** A class with what its marks are read by. */
export interface MarkedClass {
  readonly held: TaughtClass;
  readonly lessons: readonly PlannedLesson[];
  readonly figure: FigureReader;
}

const clockDoubt: DoubtCode = 'clockDoubt';

const checkMark = (row: FoundCheck): TracedMark => ({
  id: row.id,
  kind: row.kind,
  traineeId: row.row_id,
  at: Date.parse(row.at),
  direction: row.direction,
  way: row.way,
  source: row.source,
  doubts: row.remarks,
  doubtedAt: row.doubted_at ?? undefined,
  witness: row.witness_name ?? undefined,
  ...(row.remarks.includes(clockDoubt) ? { hasClockDoubt: true } : {}),
});

/** Devices whose clock was off, as `device/day`. */
function doubtfulClocks(samples: readonly ClockSample[], figure: FigureReader): Set<string> {
  const byDay = new Map<string, OffsetSample[]>();
  for (const { device_id, day, received, least } of samples) {
    const key = `${device_id}/${day}`;
    byDay.set(key, [...(byDay.get(key) ?? []), { receivedAt: Date.parse(received), difference: least }]);
  }
  return new Set([...byDay].flatMap(([key, each]) => (clockOffset(each, figure)?.isFlagged ? [key] : [])));
}

const dayAt = (instant: string): PlainDate => dayOfMinute(localMinuteOf(Date.parse(instant)));

/** A clock may be off by days: it is judged on the day an event came as well as on the day it tells. */
const daysOf = ({ at, received_at }: FoundEvent): PlainDate[] => [dayAt(at), dayAt(received_at)];

/** The days whose clock samples judge the events of a period: until the last of them has come. */
const sampledDays = ({ from, to }: Period, events: readonly FoundEvent[]): Period => ({
  from,
  to: events.map(({ received_at }) => dayAt(received_at)).reduce((last, day) => (day > last ? day : last), to),
});

const directions: Readonly<Record<string, Mark['direction']>> = { in: 'in', out: 'out' };

/** What devices saw counts where it falls into a lesson of the class, in one of its rooms. */
function deviceMarks({ lessons, figure }: MarkedClass, events: readonly FoundEvent[], samples: readonly ClockSample[]) {
  const rooms = new Set(lessons.map(({ venueId }) => venueId));
  const seen = events.filter(({ venue_id }) => rooms.has(venue_id));
  const devices = new Set(seen.map(({ device_id }) => device_id));
  const doubtful = doubtfulClocks(
    samples.filter(({ device_id }) => devices.has(device_id)),
    figure,
  );
  return seen.flatMap((event): TracedMark[] => {
    const at = Date.parse(event.at);
    const minute = localMinuteOf(at);
    const direction = directions[event.direction] ?? 'seen';
    if (!lessonAt(lessons, minute, direction, figure)) return [];
    const isOff = event.is_held_back || daysOf(event).some((day) => doubtful.has(`${event.device_id}/${day}`));
    const from = { way: 'device', source: 'device', witness: undefined, doubtedAt: undefined } as const;
    const mark = { kind: event.kind, traineeId: event.row_id, at, direction, ...from, id: event.key };
    return [{ ...mark, doubts: isOff ? [clockDoubt] : [], ...(isOff ? { hasClockDoubt: true } : {}) }];
  });
}

/** A mark as the bureau has settled it: without its doubts, or no longer a mark. */
function settledMark(mark: TracedMark, decision: SettlementDecision | undefined): TracedMark[] {
  if (decision === undefined) return [mark];
  if (decision !== 'counts') return [];
  const { hasClockDoubt: _settled, ...sure } = mark;
  return [{ ...sure, doubts: [] }];
}

const grouped = <Row extends { readonly class_id: string }>(rows: readonly Row[]): ReadonlyMap<string, Row[]> => {
  const byClass = new Map<string, Row[]>();
  for (const row of rows) {
    const own = byClass.get(row.class_id);
    if (own) own.push(row);
    else byClass.set(row.class_id, [row]);
  }
  return byClass;
};

/** Which marks are asked for: whose, and whether what was settled since is left aside. */
interface MarkWish {
  readonly kinds?: Kinds;
  readonly asTaken?: boolean;
}

/** Marks of several classes by class and person, read together. */
export async function marksOfClasses(
  reading: Pick<Reading, 'tx'>,
  classes: readonly MarkedClass[],
  period: Period,
  { kinds = ['trainee'], asTaken = false }: MarkWish = {},
): Promise<Map<string, Map<string, TracedMark[]>>> {
  const held = classes.map((each) => each.held);
  if (held.length === 0) return new Map();
  const checks = grouped(await findChecks(reading, held, period, kinds));
  const found = await findEvents(reading, held, period, kinds);
  const devices = [...new Set(found.map(({ device_id }) => device_id))];
  const samples = await findClockSamples(reading, devices, sampledDays(period, found));
  const events = grouped(found);
  const settled = asTaken ? new Map<string, SettlementDecision>() : await findSettlements(reading, held);
  return new Map(
    classes.map((each) => {
      const { id } = each.held;
      const all = [...(checks.get(id) ?? []).map(checkMark), ...deviceMarks(each, events.get(id) ?? [], samples)];
      const byPerson = new Map<string, TracedMark[]>();
      for (const mark of all.flatMap((one) => settledMark(one, settled.get(`${id}/${one.id}`))).sort(byTime)) {
        const marks = byPerson.get(mark.traineeId);
        if (marks) marks.push(mark);
        else byPerson.set(mark.traineeId, [mark]);
      }
      return [id, byPerson];
    }),
  );
}

const byTime = (a: Mark, b: Mark): number => a.at - b.at;

/** Every mark of a class within its days, by trainee: kiosk, telephone and devices together, in order of time. */
export async function marksOf(
  reading: Pick<Reading, 'tx'>,
  held: TaughtClass,
  lessons: readonly PlannedLesson[],
  period: Period,
  figure: FigureReader,
): Promise<Map<string, TracedMark[]>> {
  return (await marksOfClasses(reading, [{ held, lessons, figure }], period)).get(held.id) ?? new Map();
}
