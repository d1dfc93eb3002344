import type { PlainDate } from '#kernel/plain-date';
import type { FigureReader } from '#law/figures';
import { attendanceOf } from '../lesson-minutes/lesson-minutes';
import type { Mark } from '../lesson-minutes/marks';
import { endOf, inOrder, type LocalMinute, localMinuteOf, startOf, type TaughtLesson } from '../lesson-times';

/** A lesson with the teacher the plan names on that day, approved changes included. */
export interface TeacherLesson extends TaughtLesson {
  readonly teacherId: string | undefined;
}

export const teachingStates = [
  'upcoming',
  'running',
  'taught',
  'late',
  'leftEarly',
  'missing',
  'otherPerson',
  'substituted',
] as const;
/** 未上课、上课中、已授课、迟到、早退、没有签到、签到的不是本人、由他人代课 */
export type TeachingState = (typeof teachingStates)[number];

export const teachingStateNames: Record<TeachingState, string> = {
  upcoming: '未上课',
  running: '上课中',
  taught: '已授课',
  late: '迟到',
  leftEarly: '早退',
  missing: '没有签到',
  otherPerson: '不是本人',
  substituted: '他人代课',
};

/** A check-in under the name of a teacher that the bureau found to be somebody else’s. */
export interface Disproof {
  readonly lessonId: string;
  readonly teacherId: string;
  /** Who taught instead, where that came out. */
  readonly taughtById: string | undefined;
}

/** What became of the teaching of one lesson. */
export interface LessonTeaching {
  readonly lessonId: string;
  readonly taughtOn: PlainDate;
  readonly teacherId: string | undefined;
  readonly state: TeachingState;
  readonly hasSigned: boolean;
  readonly lateBy: number;
  /** Teachers of the institution who were there where the planned one was not. */
  readonly others: readonly string[];
  /** Somebody signed in the name of the planned teacher. */
  readonly disproof: Disproof | undefined;
}

const stateOf: Record<ReturnType<typeof attendanceOf>[number]['state'], TeachingState> = {
  upcoming: 'upcoming',
  running: 'running',
  present: 'taught',
  corrected: 'taught',
  late: 'late',
  leftEarly: 'leftEarly',
  onLeave: 'missing',
  onSickLeave: 'missing',
  absent: 'missing',
};

/**
 * Who taught each lesson (2021 四, 2024 一（三）): the same minutes as for trainees, of the teacher the plan names. Where
 * that one did not sign and another did who has no lesson beside it, another taught without an approved change.
 */
export function teachingOf(
  lessons: readonly TeacherLesson[],
  marks: ReadonlyMap<string, readonly Mark[]>,
  asOf: LocalMinute,
  figure: FigureReader,
  disproofs: readonly Disproof[] = [],
): LessonTeaching[] {
  const ordered = inOrder(lessons);
  const planned = new Map(lessons.map(({ id, teacherId }) => [id, teacherId]));
  const teachers = [...new Set([...marks.keys(), ...lessons.flatMap(({ teacherId }) => teacherId ?? [])])];
  const byTeacher = new Map(
    teachers.map((id) => {
      const own = attendanceOf(ordered, { traineeId: id, marks: [...(marks.get(id) ?? [])], leaves: [] }, asOf, figure);
      return [id, new Map(own.map((each) => [each.lessonId, each]))];
    }),
  );
  const teachesOn = new Set(lessons.map(({ taughtOn, teacherId }) => `${taughtOn}/${teacherId ?? ''}`));
  return ordered.map((lesson): LessonTeaching => {
    const { id: lessonId, taughtOn } = lesson;
    const teacherId = planned.get(lessonId);
    const own = teacherId === undefined ? undefined : byTeacher.get(teacherId)?.get(lessonId);
    const isOther = (other: string): boolean =>
      !teachesOn.has(`${taughtOn}/${other}`) && (byTeacher.get(other)?.get(lessonId)?.minutes ?? 0) > 0;
    const others = own?.state === 'absent' ? teachers.filter(isOther) : [];
    const signed = teacherId === undefined ? [] : (marks.get(teacherId) ?? []);
    const disproof = disproofs.find((each) => each.lessonId === lessonId && each.teacherId === teacherId);
    const isDisproved = disproof !== undefined && own?.state === 'absent';
    return {
      lessonId,
      taughtOn,
      teacherId,
      state: others.length > 0 ? 'substituted' : isDisproved ? 'otherPerson' : own ? stateOf[own.state] : 'upcoming',
      hasSigned: (own?.minutes ?? 0) > 0 || signed.some((mark) => isWithin(mark, lesson)),
      lateBy: own?.lateBy ?? 0,
      others,
      disproof,
    };
  });
}

/** A mark from an hour before a lesson begins until it ends. */
const isWithin = ({ at }: Mark, lesson: TaughtLesson): boolean =>
  localMinuteOf(at) >= startOf(lesson) - 60 && localMinuteOf(at) <= endOf(lesson);
