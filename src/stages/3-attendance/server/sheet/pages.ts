import { type PlainDate, weekdayOf } from '#kernel/plain-date';
import type { FigureReader } from '#law/figures';
import { hoursText } from '../../domain/hours/hours';
import { type LessonState, lessonStateNames } from '../../domain/lesson-minutes/lesson-state';
import { clockOf } from '../../domain/lesson-times';
import type { HoursLesson, HoursRow } from '../check-in/class-hours';
import { type ClassTrainee, isOnRosterOn } from '../check-in/trainees';
import type { SheetPage, SheetRow } from './inputs';

/** What a page holds so that every mark is still read: days, lessons and trainees. */
const most = { days: 12, lessons: 24, trainees: 30 } as const;

/** A trainee on the sheet: the hours, and when they belonged to the class. */
export type SheetTrainee = HoursRow & Pick<ClassTrainee, 'joinedOn' | 'withdrawnOn'>;

export const notEnrolled = '—';
const came: readonly LessonState[] = ['present', 'late', 'leftEarly', 'corrected'];
const isOver = (state: LessonState): boolean => state !== 'upcoming' && state !== 'running';

/** Cuts a list into as few parts as `limit` allows, all about as long. */
function evenly<Item>(list: readonly Item[], limit: number): Item[][] {
  const parts = Math.max(1, Math.ceil(list.length / limit));
  const size = Math.ceil(list.length / parts);
  return Array.from({ length: parts }, (_, at) => list.slice(at * size, (at + 1) * size));
}

function daysOf(lessons: readonly HoursLesson[]): HoursLesson[][] {
  const days = new Map<PlainDate, HoursLesson[]>();
  for (const lesson of lessons) days.set(lesson.taughtOn, [...(days.get(lesson.taughtOn) ?? []), lesson]);
  return [...days.values()];
}

/** The lessons of each page: whole days, as many as can be read. */
export function sectionsOf(lessons: readonly HoursLesson[]): HoursLesson[][] {
  const days = daysOf(lessons);
  const fullest = Math.max(1, ...days.map((day) => day.length));
  const limit = Math.max(1, Math.min(most.days, Math.floor(most.lessons / fullest)));
  return evenly(days, limit).map((section) => section.flat());
}

/** What is printed of one lesson of one trainee: nothing before it is over, a dash outside the roster. */
interface Printed {
  readonly mark: string;
  readonly minutes: number;
  readonly isExpected: boolean;
  readonly hasCome: boolean;
}

function printed(trainee: SheetTrainee, lesson: HoursLesson): Printed {
  const cell = trainee.cells.find(({ lessonId }) => lessonId === lesson.id);
  if (!cell || !isOver(cell.state)) return { mark: '', minutes: 0, isExpected: false, hasCome: false };
  if (!isOnRosterOn(trainee, lesson.taughtOn)) {
    return { mark: notEnrolled, minutes: 0, isExpected: false, hasCome: false };
  }
  const { state, minutes } = cell;
  return { mark: lessonStateNames[state], minutes, isExpected: true, hasCome: came.includes(state) };
}

const minutesOf = (trainee: SheetTrainee, lessons: readonly HoursLesson[]): number =>
  lessons.reduce((sum, lesson) => sum + printed(trainee, lesson).minutes, 0);

const shortDay = (day: PlainDate): string => day.slice(5);

function remarkOf({ joinedOn, withdrawnOn, outlook }: SheetTrainee, startsOn: PlainDate): string {
  const joined = joinedOn && joinedOn > startsOn ? [`${shortDay(joinedOn)} 加入`] : [];
  if (withdrawnOn) return [...joined, `${shortDay(withdrawnOn)} 退出`].join('，');
  return [...joined, ...(outlook === 'met' ? ['已达标'] : outlook === 'lost' ? ['已不能达标'] : [])].join('，');
}

function countsOf(trainees: readonly SheetTrainee[], lessons: readonly HoursLesson[]): string[] {
  return lessons.map((lesson) => {
    const cells = trainees.map((trainee) => printed(trainee, lesson));
    const expected = cells.filter(({ isExpected }) => isExpected).length;
    return expected === 0 ? '' : `${cells.filter(({ hasCome }) => hasCome).length}/${expected}`;
  });
}

const weekdays = ['', '一', '二', '三', '四', '五', '六', '日'];

const headOf = (lessons: readonly HoursLesson[]) => ({
  days: daysOf(lessons).map((day) => {
    const on = day[0]?.taughtOn;
    return { words: on ? `${shortDay(on)} 周${weekdays[weekdayOf(on)]}` : '', lessons: day.length };
  }),
  times: lessons.map(({ startsMinute, endsMinute }) => ({ from: clockOf(startsMinute), to: clockOf(endsMinute) })),
});

/** The class as its pages need it, trainees in the order of the roster. */
interface SheetClass {
  readonly startsOn: PlainDate;
  readonly lessons: readonly HoursLesson[];
  readonly trainees: readonly SheetTrainee[];
  /** The planned teacher of each lesson, and whether that one signed. */
  readonly teachers: ReadonlyMap<string, { readonly name: string; readonly mark: string }>;
}

const teacherLines = ({ teachers }: SheetClass, lessons: readonly HoursLesson[]): SheetPage['sums'] =>
  teachers.size === 0
    ? []
    : [
        { title: '任课教师', counts: lessons.map(({ id }) => teachers.get(id)?.name ?? '') },
        { title: '教师签到', counts: lessons.map(({ id }) => teachers.get(id)?.mark ?? '') },
      ];

/** Every page of the sheet: for each part of the days, all trainees; its sums add up what it shows. */
export function pagesOf(held: SheetClass, figure: FigureReader): SheetPage[] {
  const groups = evenly(held.trainees, most.trainees);
  const places = new Map(held.trainees.map(({ rowId }, at) => [rowId, String(at + 1)]));
  const rowOf = (trainee: SheetTrainee, lessons: readonly HoursLesson[]): SheetRow => ({
    number: places.get(trainee.rowId) ?? '',
    name: trainee.name,
    marks: lessons.map((lesson) => printed(trainee, lesson).mark),
    part: hoursText(minutesOf(trainee, lessons), figure),
    total: hoursText(minutesOf(trainee, held.lessons), figure),
    remark: remarkOf(trainee, held.startsOn),
  });
  return sectionsOf(held.lessons).flatMap((lessons) =>
    groups.map((group, at) => {
      const own = { title: groups.length > 1 ? '本页到课/应到' : '到课/应到', counts: countsOf(group, lessons) };
      const whole = { title: '全班到课/应到', counts: countsOf(held.trainees, lessons) };
      return {
        ...headOf(lessons),
        rows: group.map((trainee) => rowOf(trainee, lessons)),
        sums: [
          ...(groups.length > 1 && at === groups.length - 1 ? [own, whole] : [own]),
          ...teacherLines(held, lessons),
        ],
      };
    }),
  );
}
