import type { Selectable } from 'kysely';
import { plainDate } from '#kernel/plain-date';
import type { JobPostsTable, LessonsTable, RosterRowsTable, TrainingClassesTable } from '#platform/database/tables';
import type { Secrets } from '#platform/secrets/secrets';
import { type Level, levels } from '#registers';
import { z } from 'zod';
import { classStates } from '../domain/lifecycle';
import { type Application, classModes, type JobPost, type Lesson, lessonKinds } from '../domain/opening';
import { type RosterField, rosterFields } from '../domain/roster/fields';
import { emptyCells, type RosterRow } from '../domain/roster/row';

export type ClassRecord = Selectable<TrainingClassesTable>;

const stateForm = z.enum(classStates);
const modeForm = z.enum(classModes);
const kindForm = z.enum(lessonKinds);
const levelForm = z.union(levels.map((level) => z.literal(level)));

export const stateOf = (record: Pick<ClassRecord, 'state'>) => stateForm.parse(record.state);
export const levelOf = (level: number): Level => levelForm.parse(level);

/** Cells kept sealed; the others are plain. */
const sealedFields = ['id', 'phone'] as const satisfies readonly RosterField[];

/** Binds a sealed value to its class and row, so that it opens nowhere else. */
export const rowSeal = (classId: string, rowId: string): string => `${classId}/${rowId}`;

export function applicationOf(record: ClassRecord, secrets: Secrets): Application {
  return {
    occupationCode: record.occupation_code ?? undefined,
    level: record.level === null ? undefined : levelOf(record.level),
    startsOn: record.starts_on ?? undefined,
    endsOn: record.ends_on ?? undefined,
    finalExamOn: record.final_exam_on ?? undefined,
    skillsAssessmentOn: record.skills_assessment_on ?? undefined,
    classMode: record.class_mode === null ? undefined : modeForm.parse(record.class_mode),
    theoryVenueId: record.theory_venue_id ?? undefined,
    practiceVenueId: record.practice_venue_id ?? undefined,
    classLeadName: record.class_lead_name,
    classLeadPhone: record.class_lead_phone_sealed
      ? secrets.open('phone', record.id, record.class_lead_phone_sealed)
      : '',
  };
}

const cellsForm = z.record(z.string(), z.string());
const sourceForm = z.object({ sheet: z.string(), row: z.number(), columns: z.record(z.string(), z.number()) });
const isRosterField = (name: string): name is RosterField => rosterFields.some((field) => field === name);

export function rosterRowOf(row: Selectable<RosterRowsTable>, secrets: Secrets): RosterRow {
  const cells = emptyCells();
  for (const [name, value] of Object.entries(cellsForm.parse(row.cells))) if (isRosterField(name)) cells[name] = value;
  const key = rowSeal(row.class_id, row.id);
  cells.name = row.name;
  cells.category = row.category;
  cells.id = secrets.open('identityNumber', key, row.id_sealed);
  cells.phone = secrets.open('phone', key, row.phone_sealed);
  const kept = z
    .object({ source: sourceForm.optional(), damaged: z.array(z.string()).optional() })
    .parse(row.source ?? {});
  const columns: Partial<Record<RosterField, number>> = {};
  for (const [name, column] of Object.entries(kept.source?.columns ?? {}))
    if (isRosterField(name)) columns[name] = column;
  return {
    id: row.id,
    cells,
    ...(kept.source ? { source: { sheet: kept.source.sheet, row: kept.source.row, columns } } : {}),
    ...(kept.damaged ? { damaged: kept.damaged.filter(isRosterField) } : {}),
  };
}

/** The plain cells of a roster row, without what is sealed or has its own column. */
export function plainCells(cells: RosterRow['cells']): Record<string, string> {
  const own = new Set<string>([...sealedFields, 'name', 'category']);
  return Object.fromEntries(Object.entries(cells).filter(([field, value]) => !own.has(field) && value !== ''));
}

export const lessonOf = (row: Selectable<LessonsTable>): Lesson => ({
  id: row.id,
  taughtOn: row.taught_on,
  startsMinute: row.starts_minute,
  endsMinute: row.ends_minute,
  lessonHours: row.lesson_hours,
  kind: kindForm.parse(row.kind),
  content: row.content,
  teacherId: row.teacher_id ?? undefined,
  venueId: row.venue_id ?? undefined,
});

export const postOf = (row: Selectable<JobPostsTable>, secrets: Secrets): JobPost => ({
  id: row.id,
  employer: row.employer,
  creditCode: row.credit_code,
  address: row.address,
  post: row.post,
  headcount: row.headcount ?? undefined,
  wageFromFen: row.wage_from_fen ?? undefined,
  wageToFen: row.wage_to_fen ?? undefined,
  contact: row.contact,
  phone: secrets.open('phone', rowSeal(row.class_id, row.id), row.phone_sealed),
  validUntil: row.valid_until ? plainDate(row.valid_until) : undefined,
});
