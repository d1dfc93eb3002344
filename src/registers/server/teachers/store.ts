import type { Updateable } from 'kysely';
import type { TeachersTable } from '#platform/database/tables';
import { type Context, missing, type Reading, type Refused, refused } from '#platform/operation';
import type { Qualification } from '../../domain/teacher';
import { noteKept } from '../register-history';
import { type ConsentRecord, qualificationOf, type TeacherRecord } from './read';

export const noTeacher = missing('这位教师');
const changedElsewhere = '这位教师的档案刚被别人改过。请刷新后核对，再改一次；您填的内容仍在本页。';

export const findTeacher = ({ tx }: Pick<Reading, 'tx'>, id: string): Promise<TeacherRecord | undefined> =>
  tx.selectFrom('teachers').selectAll().where('id', '=', id).executeTakeFirst();

/** The teacher held until the transaction ends, so that two changes take turns. */
export const holdTeacher = ({ tx }: Context, id: string): Promise<TeacherRecord | undefined> =>
  tx.selectFrom('teachers').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

/** The teacher held for a change by whoever saw this version last. */
export async function takeTeacher(context: Context, id: string, version: number): Promise<TeacherRecord | Refused> {
  const row = await holdTeacher(context, id);
  if (!row) return noTeacher;
  return row.version === version ? row : refused(changedElsewhere, 'conflict');
}

export const isRefused = (value: object): value is Refused => 'outcome' in value && value.outcome === 'refused';

/** Writes the changed fields under the next version; false when somebody else was faster. */
export async function updateTeacher(
  { tx }: Context,
  row: TeacherRecord,
  values: Updateable<TeachersTable>,
): Promise<boolean> {
  const changed = await tx
    .updateTable('teachers')
    .set({ ...values, version: row.version + 1 })
    .where('id', '=', row.id)
    .where('version', '=', row.version)
    .executeTakeFirst();
  return changed.numUpdatedRows === 1n;
}

export async function qualificationsFor({ tx }: Pick<Reading, 'tx'>, teacherId: string): Promise<Qualification[]> {
  const rows = await tx
    .selectFrom('teacher_qualifications')
    .selectAll()
    .where('teacher_id', '=', teacherId)
    .orderBy('position')
    .execute();
  return rows.map(qualificationOf);
}

/** Every consent of a teacher, those taken back as well, the newest first. */
export const consentsFor = ({ tx }: Pick<Reading, 'tx'>, teacherId: string): Promise<ConsentRecord[]> =>
  tx
    .selectFrom('teacher_consents')
    .selectAll()
    .where('teacher_id', '=', teacherId)
    .orderBy('added_at', 'desc')
    .orderBy('id')
    .execute();

type Owner = Pick<TeacherRecord, 'region_code' | 'institution_id' | 'id'>;

/** Puts the qualifications in place of the former; what was changed stands in the log. */
export async function saveQualifications(
  { tx }: Context,
  { region_code, institution_id, id }: Owner,
  qualifications: readonly Qualification[],
): Promise<void> {
  await tx.deleteFrom('teacher_qualifications').where('teacher_id', '=', id).execute();
  const values = qualifications.map((held, position) => ({
    region_code,
    institution_id,
    teacher_id: id,
    position,
    occupation_code: held.occupationCode,
    level: held.level,
    title: held.title,
    certificate_number: held.certificateNumber,
    issued_by: held.issuedBy,
    valid_until: held.validUntil ?? null,
  }));
  await tx.insertInto('teacher_qualifications').values(values).execute();
}

export const noteTeacher = (context: Context, row: Owner, detail: Parameters<typeof noteKept>[2]): void =>
  noteKept(
    context,
    { type: 'teacher', id: row.id, regionCode: row.region_code, institutionId: row.institution_id },
    detail,
  );
