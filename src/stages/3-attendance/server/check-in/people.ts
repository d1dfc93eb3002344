import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import { missing, type Reading } from '#platform/operation';
import { enrolmentColumns, enrolmentJoins, type FoundEnrolment, personOf, type PersonToCheckIn } from './enrolled';
import type { TaughtClass } from './taught-class';
import { isOnRosterOn, traineesOf } from './trainees';

type ClassKey = Pick<TaughtClass, 'id' | 'regionCode'>;

/** The teachers of a class whom its plan names, and those who have chosen a way for it before. */
export async function classTeachers(
  { tx }: Pick<Reading, 'tx'>,
  { id, regionCode }: ClassKey,
): Promise<PersonToCheckIn[]> {
  const { rows } = await sql<FoundEnrolment>`
    with who as (
      select ${regionCode}::text as region_code, ${id}::uuid as class_id, teacher_id::text as key from lessons
      where region_code = ${regionCode} and class_id = ${id} and teacher_id is not null
      union select region_code, class_id, row_id from attendance_consents
      where region_code = ${regionCode} and class_id = ${id} and teacher_id is not null
    )
    select who.key as row_id, t.name, ${enrolmentColumns}
    from who join teachers t on t.id = who.key::uuid ${enrolmentJoins}
    order by t.pinyin, t.id`.execute(tx);
  return rows.map((row) => personOf('teacher', row));
}

/** Everybody whose face may be enrolled for a class: its trainees, then its teachers. */
export const peopleOf = async (reading: Pick<Reading, 'tx'>, held: ClassKey): Promise<PersonToCheckIn[]> => [
  ...(await traineesOf(reading, held)),
  ...(await classTeachers(reading, held)),
];

/** Trainees who belong to the class on a day, and its teachers. */
export const peopleOn = async (
  reading: Pick<Reading, 'tx'>,
  held: ClassKey,
  day: PlainDate,
): Promise<PersonToCheckIn[]> => [
  ...(await traineesOf(reading, held)).filter((trainee) => isOnRosterOn(trainee, day)),
  ...(await classTeachers(reading, held)),
];

export const nobody = missing('花名册上或教学计划里的这个人');

export const findPerson = async (
  reading: Pick<Reading, 'tx'>,
  held: ClassKey,
  rowId: string,
): Promise<PersonToCheckIn | undefined> => (await peopleOf(reading, held)).find((person) => person.rowId === rowId);

/** One at a time for what is enrolled in a class: a capture waits for a withdrawal in hand, and a withdrawal for a capture. */
export const holdEnrolments = ({ tx }: Pick<Reading, 'tx'>, { id }: Pick<ClassKey, 'id'>): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`enrolments/${id}`}, 0))`.execute(tx);
