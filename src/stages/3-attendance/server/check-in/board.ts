import { type FigureReader, figuresOn } from '#law/figures';
import type { Reading } from '#platform/operation';
import { checkInWindow } from '../../domain/check-in/lesson-window';
import { attendanceOf, pairingOf } from '../../domain/lesson-minutes/lesson-minutes';
import type { LessonState } from '../../domain/lesson-minutes/lesson-state';
import { clockOf, endOf, inOrder, localMinuteOf, type LocalMinute, startOf } from '../../domain/lesson-times';
import { type Excuses, excusesOfClasses, noExcuses } from '../absences/excuses';
import { marksOfClasses, type TracedMark } from './marks';
import { lessonsOf, type PlannedLesson, type TaughtClass } from './taught-class';
import { isOnRosterOn, type ListedTrainee, rostersOf } from './trainees';

/** A trainee at the door today. */
export interface Arrival {
  readonly rowId: string;
  readonly name: string;
  /** In the room now, gone again, or not come at all. */
  readonly standing: 'here' | 'left' | 'missing';
  readonly firstAt: string | undefined;
  readonly lastAt: string | undefined;
  readonly way: TracedMark['way'] | undefined;
  readonly witness: string | undefined;
  readonly isDoubted: boolean;
  readonly state: LessonState | undefined;
  readonly lateBy: number;
}

/** A lesson as the board and the kiosk name it. */
export interface BoardLesson {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: PlannedLesson['kind'];
  readonly content: string;
  readonly venue: string;
  readonly teacher: string;
  readonly standing: 'coming' | 'running' | 'over';
}

export interface Board {
  readonly lessons: readonly BoardLesson[];
  /** The lesson asked about now: what runs, else what comes, else the last. */
  readonly current: BoardLesson | undefined;
  readonly arrivals: readonly Arrival[];
  readonly expected: number;
  readonly here: number;
  readonly left: number;
  readonly missing: number;
}

const boardLesson = (lesson: PlannedLesson, now: LocalMinute): BoardLesson => ({
  id: lesson.id,
  from: clockOf(startOf(lesson)),
  to: clockOf(endOf(lesson)),
  kind: lesson.kind,
  content: lesson.content,
  venue: lesson.venue,
  teacher: lesson.teacher,
  standing: now < startOf(lesson) ? 'coming' : now < endOf(lesson) ? 'running' : 'over',
});

/** What runs or may be checked in to, else what comes next, else what was last. */
export function currentLesson(
  lessons: readonly PlannedLesson[],
  now: LocalMinute,
  figure: FigureReader,
): PlannedLesson | undefined {
  const running = lessons.find((lesson) => now >= startOf(lesson) && now < endOf(lesson));
  const opening = lessons.find((lesson) => now >= checkInWindow(lesson, figure).from && now < endOf(lesson));
  return running ?? opening ?? lessons.find((lesson) => startOf(lesson) > now) ?? lessons.at(-1);
}

const iso = (at: number | undefined): string | undefined => (at === undefined ? undefined : new Date(at).toISOString());

interface Moment {
  readonly current: PlannedLesson | undefined;
  readonly now: LocalMinute;
  readonly figure: FigureReader;
}

/** The minute from which marks speak of the session the board shows: who came in the morning is asked for again after noon. */
function sessionFrom(lessons: readonly PlannedLesson[], { current, now, figure }: Moment): LocalMinute {
  const { breaks } = pairingOf(inOrder(lessons), figure);
  const until = current ? Math.max(now, startOf(current)) : now;
  return breaks.filter((middle) => middle <= until && (!current || middle <= startOf(current))).at(-1) ?? 0;
}

function arrivalOf(
  { rowId, name }: ListedTrainee,
  all: readonly TracedMark[],
  granted: Excuses,
  lessons: readonly PlannedLesson[],
  moment: Moment,
): Arrival {
  const since = sessionFrom(lessons, moment);
  const marks = all.filter(({ at }) => localMinuteOf(at) >= since);
  const { current, now, figure } = moment;
  const attendance = attendanceOf(
    lessons,
    { traineeId: rowId, marks: [...all, ...granted.marks], leaves: granted.leaves },
    now,
    figure,
  );
  const ofCurrent = attendance.find(({ lessonId }) => lessonId === current?.id);
  const last = marks.at(-1);
  return {
    rowId,
    name,
    standing: last === undefined ? 'missing' : last.direction === 'out' ? 'left' : 'here',
    firstAt: iso(marks[0]?.at),
    lastAt: iso(last?.at),
    way: last?.way,
    witness: last?.witness,
    isDoubted: marks.some(({ doubts }) => doubts.length > 0),
    state: ofCurrent?.state,
    lateBy: ofCurrent?.lateBy ?? 0,
  };
}

/** What a board is drawn from, of one class. */
interface BoardParts {
  readonly lessons: readonly PlannedLesson[];
  readonly trainees: readonly ListedTrainee[];
  readonly marks: ReadonlyMap<string, readonly TracedMark[]>;
  readonly excuses: (rowId: string) => Excuses;
  readonly minute: LocalMinute;
  readonly figure: FigureReader;
}

function drawn({ lessons, trainees, marks, excuses, minute, figure }: BoardParts): Board {
  const current = currentLesson(lessons, minute, figure);
  const arrivals = trainees.map((trainee) =>
    arrivalOf(trainee, marks.get(trainee.rowId) ?? [], excuses(trainee.rowId), lessons, {
      current,
      now: minute,
      figure,
    }),
  );
  const count = (standing: Arrival['standing']) => arrivals.filter((each) => each.standing === standing).length;
  return {
    lessons: lessons.map((lesson) => boardLesson(lesson, minute)),
    current: current && boardLesson(current, minute),
    arrivals,
    expected: arrivals.length,
    here: count('here'),
    left: count('left'),
    missing: count('missing'),
  };
}

type BoardReading = Pick<Reading, 'tx' | 'now' | 'today' | 'laterFigures'>;

/** The boards of several classes today, read together: as many questions for a city as for one class. */
export async function boardsOf(reading: BoardReading, classes: readonly TaughtClass[]): Promise<Map<string, Board>> {
  const { now, today, laterFigures } = reading;
  const minute = localMinuteOf(Date.parse(now));
  const planned = await lessonsOf(
    reading,
    classes.map(({ id }) => id),
    today,
  );
  const marked = classes.map((held) => ({
    held,
    lessons: planned.get(held.id) ?? [],
    figure: figuresOn(held.startsOn, laterFigures),
  }));
  const taught = marked.filter(({ lessons }) => lessons.length > 0);
  const marks = await marksOfClasses(reading, taught, { from: today, to: today });
  const rosters = await rostersOf(reading, classes);
  const excuses = await excusesOfClasses(reading, classes);
  return new Map(
    marked.map(({ held: { id }, lessons, figure }) => {
      const trainees = (rosters.get(id) ?? []).filter((trainee) => isOnRosterOn(trainee, today));
      const parts = { lessons, trainees, marks: marks.get(id) ?? new Map(), excuses: excuses.get(id) ?? noExcuses };
      return [id, drawn({ ...parts, minute, figure })];
    }),
  );
}

/** Who is here and who is missing in a class today (2021 四). */
export async function boardOf(reading: BoardReading, held: TaughtClass): Promise<Board> {
  const board = (await boardsOf(reading, [held])).get(held.id);
  if (!board) throw new Error(`no board of class ${held.id}`);
  return board;
}
