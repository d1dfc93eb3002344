import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { TeacherConsentsTable, TeacherQualificationsTable, TeachersTable } from '#platform/database/tables';
import type { Transaction } from '#platform/operation';
import { type Level, levels } from '../../domain/institution';
import type { OutsideEmployer, Qualification, Teacher } from '../../domain/teacher';

export type TeacherRecord = Selectable<TeachersTable>;
export type ConsentRecord = Selectable<TeacherConsentsTable>;

const levelForm = z.union(levels.map((level) => z.literal(level)));
export const levelOf = (value: number): Level => levelForm.parse(value);

export const qualificationOf = (row: Selectable<TeacherQualificationsTable>): Qualification => ({
  occupationCode: row.occupation_code,
  level: levelOf(row.level),
  title: row.title,
  certificateNumber: row.certificate_number,
  issuedBy: row.issued_by,
  validUntil: row.valid_until ?? undefined,
});

/** A consent counts while it is on file and speaks for the present employer. */
export function outsideEmployerOf(row: TeacherRecord, consents: readonly ConsentRecord[]): OutsideEmployer | undefined {
  if (row.employment !== 'elsewhere') return undefined;
  const name = row.employer_name;
  return {
    name,
    consents: consents
      .filter((each) => each.employer_name === name && each.removed_at === null)
      .map(({ valid_until }) => ({ validUntil: valid_until ?? undefined })),
  };
}

/** A teacher as the rules look at him. */
export function teacherOf(
  row: TeacherRecord,
  qualifications: readonly Qualification[],
  consents: readonly ConsentRecord[],
): Teacher {
  return {
    id: row.id,
    name: row.name,
    occupationCode: row.occupation_code,
    level: levelOf(row.level),
    qualification: row.qualification,
    ...(qualifications.length > 0 ? { qualifications } : {}),
    joinedOn: row.joined_on ?? undefined,
    leftOn: row.left_on ?? undefined,
    stoppedOn: row.stopped_on ?? undefined,
    outsideEmployer: outsideEmployerOf(row, consents),
    personKey: row.id_index.toString('hex'),
  };
}

const grouped = <Row extends { readonly teacher_id: string }>(rows: readonly Row[]): Map<string, Row[]> => {
  const byTeacher = new Map<string, Row[]>();
  for (const row of rows) byTeacher.set(row.teacher_id, [...(byTeacher.get(row.teacher_id) ?? []), row]);
  return byTeacher;
};

/** Every teacher an institution ever registered, with what each is qualified for and who agreed. */
export async function readTeachers(tx: Transaction, institutionId: string): Promise<Teacher[]> {
  const rows = await tx
    .selectFrom('teachers')
    .selectAll()
    .where('institution_id', '=', institutionId)
    .orderBy('pinyin')
    .orderBy('id')
    .execute();
  const held = await tx
    .selectFrom('teacher_qualifications')
    .selectAll()
    .where('institution_id', '=', institutionId)
    .orderBy('teacher_id')
    .orderBy('position')
    .execute();
  const consents = await tx
    .selectFrom('teacher_consents')
    .selectAll()
    .where('institution_id', '=', institutionId)
    .where('removed_at', 'is', null)
    .execute();
  const [qualificationsOf, consentsOf] = [grouped(held), grouped(consents)];
  return rows.map((row) =>
    teacherOf(row, (qualificationsOf.get(row.id) ?? []).map(qualificationOf), consentsOf.get(row.id) ?? []),
  );
}
