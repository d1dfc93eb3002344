import { sql } from 'kysely';
import { figuresOn } from '#law/figures';
import type { Reading } from '#platform/operation';
import { lessonAt } from '../../domain/check-in/lesson-window';
import { isUnsettled } from '../../domain/doubt/settlement';
import { personKinds } from '../../domain/enrolment/person';
import { localMinuteOf } from '../../domain/lesson-times';
import { marksOfClasses, type TracedMark } from '../check-in/marks';
import { lessonsOf, type PlannedLesson, type TaughtClass } from '../check-in/taught-class';

/** A check-in that waits for the bureau, or has been settled, as it was taken. */
export interface DoubtedMark {
  readonly classId: string;
  readonly mark: TracedMark;
  readonly lesson: PlannedLesson | undefined;
}

/** Every doubted check-in of classes, of trainees and teachers, settled or not, the newest first; read together for a whole county. */
export async function doubtedMarks(
  reading: Pick<Reading, 'tx' | 'laterFigures'>,
  classes: readonly TaughtClass[],
): Promise<DoubtedMark[]> {
  const planned = await lessonsOf(
    reading,
    classes.map(({ id }) => id),
  );
  const marked = classes.map((held) => ({
    held,
    lessons: planned.get(held.id) ?? [],
    figure: figuresOn(held.startsOn, reading.laterFigures),
  }));
  const days = marked.flatMap(({ lessons }) => lessons.map(({ taughtOn }) => taughtOn)).toSorted();
  const [from, to] = [days[0], days.at(-1)];
  if (!from || !to) return [];
  const marks = await marksOfClasses(reading, marked, { from, to }, { kinds: personKinds, asTaken: true });
  return marked
    .flatMap(({ held, lessons, figure }) =>
      [...(marks.get(held.id)?.values() ?? [])].flat().flatMap((mark): DoubtedMark[] => {
        if (mark.doubts.length === 0) return [];
        const at = lessonAt(lessons, localMinuteOf(mark.at), mark.direction, figure);
        const lesson = lessons.find(({ id }) => id === at?.id);
        return [{ classId: held.id, mark, lesson }];
      }),
    )
    .sort((a, b) => b.mark.at - a.mark.at);
}

/** Settlements of check-ins by class and key, the latest last. */
export async function settlementsOf({ tx }: Pick<Reading, 'tx'>, classIds: readonly string[]) {
  const rows = await tx
    .selectFrom('check_settlements')
    .selectAll()
    .where(sql<boolean>`class_id = any(${classIds}::uuid[])`)
    .orderBy('number')
    .execute();
  return group(rows);
}

/** Those of doubted check-ins that still ask for a decision. */
export const waitingOf = (
  doubted: readonly DoubtedMark[],
  settled: Awaited<ReturnType<typeof settlementsOf>>,
): DoubtedMark[] =>
  doubted.filter(({ classId, mark }) =>
    isUnsettled(settled.get(`${classId}/${mark.id}`)?.at(-1)?.settled_at, mark.doubtedAt),
  );

function group<Row extends { readonly class_id: string; readonly check_key: string }>(rows: readonly Row[]) {
  const byCheck = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row.class_id}/${row.check_key}`;
    byCheck.set(key, [...(byCheck.get(key) ?? []), row]);
  }
  return byCheck;
}

/** What institutions said of their doubted check-ins, by class and key. */
export async function explanationsOf({ tx }: Pick<Reading, 'tx'>, classIds: readonly string[]) {
  const rows = await tx
    .selectFrom('check_explanations')
    .select(['class_id', 'check_key', 'text', 'explained_by_name', 'explained_at'])
    .where(sql<boolean>`class_id = any(${classIds}::uuid[])`)
    .orderBy('explained_at')
    .execute();
  return group(rows);
}
