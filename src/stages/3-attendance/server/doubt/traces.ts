import { sql } from 'kysely';
import type { WorkingCalendar } from '#kernel/calendar';
import { addDays, type PlainDate } from '#kernel/plain-date';
import { type FigureReader, figuresOn } from '#law/figures';
import type { Reading } from '#platform/operation';
import { lessonAt } from '../../domain/check-in/lesson-window';
import { dayOfMinute, endOf, localMinuteOf } from '../../domain/lesson-times';
import type { ClassTrace, HeadCount, PeopleChange, TracedCheckIn } from '../../domain/truth-score/trace';
import { findChecks, findEvents, type FoundCheck, type FoundEvent } from '../check-in/mark-queries';
import { classColumns, classTables, lessonsOf, type PlannedLesson, type TaughtClass } from '../check-in/taught-class';
import { taughtClassOf } from '../check-in/taught-class';
import { type ListedTrainee, rostersOf } from '../check-in/trainees';
import { picturesAgain } from '../picture-reuse/again';
import { findPeopleChanges, type HeadCounts, rollCallCounts } from './trace-queries';

/** A check-in of a trace, with what opens it. */
export interface TracedRecord extends TracedCheckIn {
  readonly id: string;
  readonly receivedAt: string;
  readonly way: 'face' | 'card' | 'device';
  readonly hasPicture: boolean;
  /** How far the telephone was from the room. */
  readonly metres?: number;
}

/** What a score of a class is computed from, as it lies in the database. */
export interface TracedClass {
  readonly held: TaughtClass;
  readonly figure: FigureReader;
  readonly roster: readonly ListedTrainee[];
  readonly lessons: readonly PlannedLesson[];
  readonly trace: Omit<ClassTrace, 'checkIns'> & { readonly checkIns: readonly TracedRecord[] };
}

/** The eves of holidays among these days: who never fails to come even then is rare. */
const evesOf = (days: readonly PlainDate[], calendar: WorkingCalendar): Set<PlainDate> =>
  new Set(days.filter((day) => !calendar.isHoliday(day) && calendar.isHoliday(addDays(day, 1))));

type Lessons = readonly PlannedLesson[];

/** A check-in belongs to the lesson it was judged for, or by its time where the timetable was changed since. */
function checkRecord(
  row: FoundCheck,
  lessons: Lessons,
  figure: FigureReader,
  again: ReadonlyMap<string, string>,
): TracedRecord[] {
  const at = Date.parse(row.at);
  const direction = row.direction === 'out' ? 'out' : 'in';
  const known = lessons.find(({ id }) => id === row.lesson_id);
  const lesson = known ?? lessonAt(lessons, localMinuteOf(at), direction, figure);
  if (!lesson) return [];
  const [photoHash] = row.picture_digests;
  return [
    {
      id: row.id,
      traineeId: row.row_id,
      lessonId: lesson.id,
      direction,
      at,
      receivedAt: row.received_at,
      // A telephone that told no number of its own serves its owner here, and tells nothing of who held it.
      deviceId: row.source === 'phone' ? `phone/${row.phone_mark?.toString('hex') ?? row.row_id}` : row.station_id,
      isPhone: row.source === 'phone',
      way: row.way,
      hasPicture: row.picture_digests.length > 0,
      // A picture that only looks like another stands for it: saved anew, it is the same picture.
      ...(photoHash === undefined ? {} : { photoHash: again.get(photoHash) ?? photoHash }),
      ...(row.place_mark ? { placeMark: row.place_mark.toString('hex') } : {}),
      ...(row.metres === null ? {} : { metres: row.metres }),
    },
  ];
}

function eventRecord(row: FoundEvent, lessons: Lessons, figure: FigureReader): TracedRecord[] {
  const at = Date.parse(row.at);
  const direction = row.direction === 'out' ? 'out' : 'in';
  const lesson = lessonAt(lessons, localMinuteOf(at), direction, figure);
  if (!lesson || !lessons.some(({ venueId }) => venueId === row.venue_id)) return [];
  return [
    {
      id: row.key,
      traineeId: row.row_id,
      lessonId: lesson.id,
      direction,
      at,
      receivedAt: row.received_at,
      deviceId: row.device_id,
      isPhone: false,
      way: 'device',
      hasPicture: false,
    },
  ];
}

const byClass = <Row extends { readonly class_id: string }>(rows: readonly Row[]): Map<string, Row[]> => {
  const grouped = new Map<string, Row[]>();
  for (const row of rows) {
    const own = grouped.get(row.class_id);
    if (own) own.push(row);
    else grouped.set(row.class_id, [row]);
  }
  return grouped;
};

async function findClasses({ tx }: Pick<Reading, 'tx'>, ids: readonly string[]): Promise<TaughtClass[]> {
  const { rows } = await sql<Parameters<typeof taughtClassOf>[0]>`select ${classColumns} from ${classTables}
    where c.id = any(${ids}::uuid[]) and c.state = 'approved'`.execute(tx);
  return rows.map(taughtClassOf);
}

/** People edited on the devices of a class’s rooms after it began, on days on which nobody joined or left by approval. */
function changesOf(
  changes: readonly { device_id: string; venue_id: string; at: string }[],
  lessons: Lessons,
  roster: readonly ListedTrainee[],
): PeopleChange[] {
  const rooms = new Set(lessons.map(({ venueId }) => venueId));
  const [first, last] = [lessons[0], lessons.at(-1)];
  const approved = new Set(roster.flatMap(({ joinedOn, withdrawnOn }) => [joinedOn ?? '', withdrawnOn ?? '']));
  return changes.flatMap(({ device_id, venue_id, at }) => {
    const minute = localMinuteOf(Date.parse(at));
    const day = dayOfMinute(minute);
    const isWithin = first && last && minute >= endOf(first) && minute <= endOf(last);
    return isWithin && rooms.has(venue_id) && !approved.has(day) ? [{ deviceId: device_id, at: Date.parse(at) }] : [];
  });
}

/** The traces of classes up to now: as many questions for a city as for one class. */
export async function readTraces(
  reading: Pick<Reading, 'tx' | 'now' | 'calendar' | 'laterFigures'>,
  ids: readonly string[],
  headCounts: HeadCounts,
): Promise<TracedClass[]> {
  const classes = await findClasses(reading, ids);
  const [earliest, latest] = [
    classes.map(({ startsOn }) => startsOn).toSorted()[0],
    classes
      .map(({ endsOn }) => endsOn)
      .toSorted()
      .at(-1),
  ];
  if (!earliest || !latest) return [];
  const period = { from: earliest, to: latest };
  const planned = await lessonsOf(reading, ids);
  const rosters = await rostersOf(reading, classes);
  const checks = byClass(await findChecks(reading, classes, period));
  const events = byClass(await findEvents(reading, classes, period));
  const again = await picturesAgain(reading, ids);
  const changes = byClass(await findPeopleChanges(reading, ids));
  const [seen, called] = [await headCounts(reading, ids), await rollCallCounts(reading, ids)];
  const now = localMinuteOf(Date.parse(reading.now));
  return classes.map((held): TracedClass => {
    const { id } = held;
    const figure = figuresOn(held.startsOn, reading.laterFigures);
    const all = planned.get(id) ?? [];
    const lessons = all.filter((lesson) => endOf(lesson) <= now);
    const known = new Set(lessons.map((lesson) => lesson.id));
    const roster = rosters.get(id) ?? [];
    const stayed = roster.filter(
      ({ joinedOn, withdrawnOn }) => !withdrawnOn && (!joinedOn || joinedOn <= held.startsOn),
    );
    const heads: HeadCount[] = [...(seen.get(id) ?? []), ...(called.get(id) ?? [])];
    return {
      held,
      figure,
      roster,
      lessons: all,
      trace: {
        lessons,
        traineeIds: stayed.map(({ rowId }) => rowId),
        checkIns: [
          ...(checks.get(id) ?? []).flatMap((row) => checkRecord(row, all, figure, again)),
          ...(events.get(id) ?? []).flatMap((row) => eventRecord(row, all, figure)),
        ].filter(({ lessonId }) => known.has(lessonId)),
        headCounts: heads.filter(({ lessonId }) => known.has(lessonId)),
        peopleChanges: changesOf(changes.get(id) ?? [], lessons, roster),
        badDays: evesOf([...new Set(lessons.map(({ taughtOn }) => taughtOn))], reading.calendar),
      },
    };
  });
}
