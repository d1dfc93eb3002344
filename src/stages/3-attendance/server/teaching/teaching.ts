import { type Finding, judge } from '#law/rule';
import { figuresOn } from '#law/figures';
import type { Reading } from '#platform/operation';
import { clockOf, localMinuteOf } from '../../domain/lesson-times';
import { type LessonTeaching, teachingOf } from '../../domain/teaching/teaching';
import { teachingRules } from '../../domain/teaching/teaching-rules';
import { type PlannedLesson, type TaughtClass } from '../check-in/taught-class';
import { teacherMarks } from './marks';

/** The teaching of a lesson as board, sheet and hours say it. */
export interface TeachingRow extends LessonTeaching {
  readonly from: string;
  readonly to: string;
  readonly startsMinute: number;
  readonly endsMinute: number;
  readonly content: string;
  readonly teacher: string;
  readonly otherNames: readonly string[];
}

export interface ClassTeaching {
  readonly rows: readonly TeachingRow[];
  readonly findings: readonly Finding[];
}

async function namesOf({ tx }: Pick<Reading, 'tx'>, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('teachers')
    .select(['id', 'name'])
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Who taught these lessons of the class, against the plan, with what the rules find. */
export async function teachingOfClass(
  reading: Pick<Reading, 'tx' | 'now' | 'laterFigures'>,
  held: TaughtClass,
  lessons: readonly PlannedLesson[],
): Promise<ClassTeaching> {
  const [first, last] = [lessons[0], lessons.at(-1)];
  if (!first || !last) return { rows: [], findings: [] };
  const figure = figuresOn(held.startsOn, reading.laterFigures);
  const rooms = [...new Set(lessons.flatMap(({ venueId }) => venueId ?? []))];
  const marks = await teacherMarks(reading, held, { from: first.taughtOn, to: last.taughtOn }, rooms);
  const taught = teachingOf(lessons, marks, localMinuteOf(Date.parse(reading.now)), figure);
  const names = await namesOf(reading, [...new Set(taught.flatMap(({ others }) => others))]);
  const planned = new Map(lessons.map((lesson) => [lesson.id, lesson]));
  const rows = taught.flatMap((each): TeachingRow[] => {
    const lesson = planned.get(each.lessonId);
    if (!lesson) return [];
    const { startsMinute, endsMinute, content, teacher } = lesson;
    const times = { from: clockOf(startsMinute), to: clockOf(endsMinute), startsMinute, endsMinute };
    return [{ ...each, ...times, content, teacher, otherNames: each.others.map((id) => names.get(id) ?? '') }];
  });
  return { rows, findings: judge(teachingRules, { startsOn: held.startsOn, lessons: rows }) };
}
