import { sql } from 'kysely';
import type { Context, Reading } from '#platform/operation';
import type { LaterDoubtCode } from '../../domain/check-in/remarks';
import type { TaughtClass } from '../check-in/taught-class';

/** Something found against the check-in of a teacher after it was taken. */
export interface TeacherDoubt {
  readonly checkId: string;
  readonly teacherId: string;
  readonly kind: LaterDoubtCode;
  readonly by: string;
  readonly facts?: Readonly<Record<string, string | number>>;
}

/**
 * Puts doubts beside check-ins of teachers; the class waits for its county by them. A teacher’s check-in is no person-time
 * (2021 四): nothing here touches the case of impersonation. The same doubt again changes nothing; gives how many are new.
 */
export async function raiseTeacherDoubts(
  { tx, now }: Pick<Reading, 'tx' | 'now'>,
  held: TaughtClass,
  doubts: readonly TeacherDoubt[],
): Promise<number> {
  if (doubts.length === 0) return 0;
  const added = await tx
    .insertInto('teacher_doubts')
    .values(
      doubts.map(({ checkId, teacherId, kind, by, facts = {} }) => ({
        region_code: held.regionCode,
        institution_id: held.institutionId,
        class_id: held.id,
        check_key: checkId,
        kind,
        teacher_id: teacherId,
        facts: JSON.stringify(facts),
        raised_by_name: by,
        raised_at: now,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('check_key')
    .execute();
  return added.length;
}

/** The last check-in of a teacher in a lesson, which a doubt about the lesson is put beside. */
export const findTeacherCheck = ({ tx }: Pick<Context, 'tx'>, held: TaughtClass, teacherId: string, lessonId: string) =>
  tx
    .selectFrom('attendance_checks')
    .select('id')
    .where('region_code', '=', held.regionCode)
    .where('class_id', '=', held.id)
    .where('teacher_id', '=', teacherId)
    .where('lesson_id', '=', lessonId)
    .where('verdict', '<>', 'refused')
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();

/** Check-ins of teachers in a lesson by a telephone that signed for others of the class in it too, with how many. */
export async function sharedPhones(
  { tx }: Pick<Reading, 'tx'>,
  { id, regionCode }: Pick<TaughtClass, 'id' | 'regionCode'>,
  lessonId: string,
): Promise<TeacherDoubt[]> {
  const { rows } = await sql<{ id: string; teacher_id: string; others: number }>`
    select k.id, k.teacher_id, count(distinct coalesce(o.row_id, o.teacher_id::text))::int as others
    from attendance_checks k join attendance_checks o on o.region_code = k.region_code and o.class_id = k.class_id
      and o.lesson_id = k.lesson_id and o.phone_mark = k.phone_mark and o.verdict <> 'refused'
      and o.teacher_id is distinct from k.teacher_id
    where k.region_code = ${regionCode} and k.class_id = ${id} and k.lesson_id = ${lessonId}::uuid
      and k.teacher_id is not null and k.verdict <> 'refused'
    group by k.id, k.teacher_id order by k.id`.execute(tx);
  return rows.map((row) => ({
    checkId: row.id,
    teacherId: row.teacher_id,
    kind: 'onePhone',
    by: '系统',
    facts: { others: row.others },
  }));
}
