import { sql } from 'kysely';
import { type Finding, judge } from '#law/rule';
import { figuresOn } from '#law/figures';
import type { Reading } from '#platform/operation';
import { clockOf, localMinuteOf } from '../../domain/lesson-times';
import { type Disproof, type LessonTeaching, teachingOf } from '../../domain/teaching/teaching';
import { teachingRules } from '../../domain/teaching/teaching-rules';
import { lessonAt } from '../../domain/check-in/lesson-window';
import { marksOfClasses, type TracedMark } from '../check-in/marks';
import { type PlannedLesson, type TaughtClass } from '../check-in/taught-class';

/** The teaching of a lesson as board, sheet and hours say it. */
export interface TeachingRow extends LessonTeaching {
  readonly from: string;
  readonly to: string;
  readonly startsMinute: number;
  readonly endsMinute: number;
  readonly content: string;
  readonly teacher: string;
  readonly otherNames: readonly string[];
  readonly taughtByName: string | undefined;
  /** A check-in of the planned teacher waits for the bureau. */
  readonly isDoubted: boolean;
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

/** What the bureau found to be somebody else’s check-in in a teacher’s name: the last word of each. */
async function disproofsOf({ tx }: Pick<Reading, 'tx'>, { id }: TaughtClass): Promise<Disproof[]> {
  const { rows } = await sql<{
    lesson_id: string | null;
    teacher_id: string;
    taught_by: string | null;
    decision: string;
  }>`
    select distinct on (check_key) lesson_id, teacher_id, taught_by, decision from check_settlements
    where class_id = ${id} and teacher_id is not null order by check_key, number desc`.execute(tx);
  return rows.flatMap(({ lesson_id: lessonId, teacher_id: teacherId, taught_by, decision }): Disproof[] =>
    decision === 'otherPerson' && lessonId ? [{ lessonId, teacherId, taughtById: taught_by ?? undefined }] : [],
  );
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
  const period = { from: first.taughtOn, to: last.taughtOn };
  const read = await marksOfClasses(reading, [{ held, lessons, figure }], period, { kinds: ['teacher'] });
  const marks = read.get(held.id) ?? new Map<string, TracedMark[]>();
  const now = localMinuteOf(Date.parse(reading.now));
  const taught = teachingOf(lessons, marks, now, figure, await disproofsOf(reading, held));
  const named = taught.flatMap(({ others, disproof }) => [...others, disproof?.taughtById ?? []].flat());
  const names = await namesOf(reading, [...new Set(named)]);
  const doubted = new Set(
    [...marks].flatMap(([teacherId, own]) =>
      own
        .filter(({ doubts }) => doubts.length > 0)
        .map(({ at, direction }) => `${lessonAt(lessons, localMinuteOf(at), direction, figure)?.id}/${teacherId}`),
    ),
  );
  const planned = new Map(lessons.map((lesson) => [lesson.id, lesson]));
  const rows = taught.flatMap((each): TeachingRow[] => {
    const lesson = planned.get(each.lessonId);
    if (!lesson) return [];
    const { startsMinute, endsMinute, content, teacher } = lesson;
    const times = { from: clockOf(startsMinute), to: clockOf(endsMinute), startsMinute, endsMinute };
    return [
      {
        ...each,
        ...times,
        content,
        teacher,
        otherNames: each.others.map((id) => names.get(id) ?? ''),
        taughtByName: each.disproof?.taughtById && names.get(each.disproof.taughtById),
        isDoubted: doubted.has(`${each.lessonId}/${each.teacherId}`),
      },
    ];
  });
  return { rows, findings: judge(teachingRules, { startsOn: held.startsOn, lessons: rows }) };
}
