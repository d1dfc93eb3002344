import { sql } from 'kysely';
import { checkIdentityNumber } from '#law/identity-number';
import { nameKeys } from '#platform/names';
import type { Context, Reading } from '#platform/operation';
import type { Attachment } from '../domain/attachments';
import type { Application, JobPost, Lesson } from '../domain/opening';
import type { RosterRow } from '../domain/roster/row';
import { type KeptAttachment, readAttachments } from './attachment-store';
import { applicationOf, type ClassRecord, lessonOf, plainCells, postOf, rosterRowOf, rowSeal } from './records';

/** The parts of a filing, opened. */
export interface FilingParts {
  readonly application: Application;
  readonly roster: readonly RosterRow[];
  readonly posts: readonly JobPost[];
  readonly lessons: readonly Lesson[];
  readonly attachments: readonly Attachment[];
}

/** The parts as they are kept now, with what a page shows of each file. */
export interface KeptParts extends FilingParts {
  readonly attachments: readonly KeptAttachment[];
}

export const findClass = ({ tx }: Reading, classId: string): Promise<ClassRecord | undefined> =>
  tx.selectFrom('training_classes').selectAll().where('id', '=', classId).executeTakeFirst();

/** The class held until the transaction ends, so that two writers take turns. */
export const holdClass = ({ tx }: Reading, classId: string): Promise<ClassRecord | undefined> =>
  tx.selectFrom('training_classes').selectAll().where('id', '=', classId).forUpdate().executeTakeFirst();

/** Lets one filing of an institution at a time be judged: its teachers and rooms are shared by its classes. */
export const holdInstitution = ({ tx }: Context, { institution_id }: ClassRecord): Promise<unknown> =>
  tx.selectFrom('institutions').select('id').where('id', '=', institution_id).forNoKeyUpdate().execute();

const ofClass = (record: ClassRecord) => ({ region_code: record.region_code, class_id: record.id });

/**
 * The parts of a class as they stand: of an approved class without those whose withdrawal has been approved, from the
 * day of that decision on, and with those who are to join; their rows and past stay in the table.
 */
export async function readParts(reading: Reading, record: ClassRecord): Promise<KeptParts> {
  const { tx, services } = reading;
  const rows = await tx
    .selectFrom('roster_rows')
    .selectAll()
    .where('region_code', '=', record.region_code)
    .where('class_id', '=', record.id)
    .where('withdrawn_on', 'is', null)
    .orderBy('position')
    .execute();
  const posts = await tx
    .selectFrom('job_posts')
    .selectAll()
    .where('region_code', '=', record.region_code)
    .where('class_id', '=', record.id)
    .orderBy('position')
    .execute();
  const lessons = await tx
    .selectFrom('lessons')
    .selectAll()
    .where('region_code', '=', record.region_code)
    .where('class_id', '=', record.id)
    .orderBy('position')
    .execute();
  const roster = rows.map((row) => rosterRowOf(row, services.secrets));
  return {
    application: applicationOf(record, services.secrets),
    roster,
    posts: posts.map((row) => postOf(row, services.secrets)),
    lessons: lessons.map(lessonOf),
    attachments: await readAttachments(reading, record, holdersOf(reading, roster)),
  };
}

/** What each trainee is known by, for the files that belong to him. */
export const holdersOf = (reading: Pick<Reading, 'services'>, roster: readonly RosterRow[]) =>
  roster.map(({ id, cells }) => ({
    id,
    name: cells.name,
    key: personIndex(reading, cells.id)?.toString('hex'),
  }));

export async function saveApplication(context: Context, record: ClassRecord, application: Application): Promise<void> {
  const { classLeadPhone } = application;
  await context.tx
    .updateTable('training_classes')
    .set({
      occupation_code: application.occupationCode ?? null,
      level: application.level ?? null,
      starts_on: application.startsOn ?? null,
      ends_on: application.endsOn ?? null,
      final_exam_on: application.finalExamOn ?? null,
      skills_assessment_on: application.skillsAssessmentOn ?? null,
      class_mode: application.classMode ?? null,
      theory_venue_id: application.theoryVenueId ?? null,
      practice_venue_id: application.practiceVenueId ?? null,
      class_lead_name: application.classLeadName,
      class_lead_phone_sealed:
        classLeadPhone === '' ? null : context.services.secrets.seal('phone', record.id, classLeadPhone),
    })
    .where('region_code', '=', record.region_code)
    .where('id', '=', record.id)
    .execute();
}

/** The keyed hash of a sound identity number; an unsound one belongs to nobody. */
export function personIndex({ services }: Pick<Reading, 'services'>, identityNumber: string): Buffer | null {
  const checked = checkIdentityNumber(identityNumber);
  return checked.ok ? services.secrets.index('identityNumber', checked.number) : null;
}

/** A roster row as it is kept. */
export function rosterValues(context: Context, record: ClassRecord, row: RosterRow, position: number) {
  const { secrets } = context.services;
  const key = rowSeal(record.id, row.id);
  const keys = nameKeys(row.cells.name);
  const { source, damaged } = row;
  return {
    ...ofClass(record),
    id: row.id,
    position,
    name: row.cells.name,
    pinyin: keys.pinyin,
    initials: keys.initials,
    id_sealed: secrets.seal('identityNumber', key, row.cells.id),
    id_index: personIndex(context, row.cells.id),
    phone_sealed: secrets.seal('phone', key, row.cells.phone),
    phone_index: row.cells.phone === '' ? null : secrets.index('phone', row.cells.phone),
    category: row.cells.category,
    cells: JSON.stringify(plainCells(row.cells)),
    source: JSON.stringify({ ...(source ? { source } : {}), ...(damaged ? { damaged } : {}) }),
  };
}

/** Rows of one insert: well below the limit of 65,535 parameters. */
const batch = 1000;

async function inBatches<T>(values: readonly T[], insert: (part: T[]) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < values.length; from += batch) await insert(values.slice(from, from + batch));
}

export async function saveRoster(context: Context, record: ClassRecord, rows: readonly RosterRow[]): Promise<void> {
  const { tx } = context;
  await tx
    .deleteFrom('roster_rows')
    .where('region_code', '=', record.region_code)
    .where('class_id', '=', record.id)
    .execute();
  const values = rows.map((row, position) => rosterValues(context, record, row, position));
  await inBatches(values, (part) => tx.insertInto('roster_rows').values(part).execute());
}

export async function savePosts(context: Context, record: ClassRecord, posts: readonly JobPost[]): Promise<void> {
  const { tx, services } = context;
  await tx
    .deleteFrom('job_posts')
    .where('region_code', '=', record.region_code)
    .where('class_id', '=', record.id)
    .execute();
  const values = posts.map((post, position) => ({
    ...ofClass(record),
    id: post.id,
    position,
    employer: post.employer,
    credit_code: post.creditCode.toUpperCase(),
    address: post.address,
    post: post.post,
    headcount: post.headcount ?? null,
    wage_from_fen: post.wageFromFen ?? null,
    wage_to_fen: post.wageToFen ?? null,
    contact: post.contact,
    phone_sealed: services.secrets.seal('phone', rowSeal(record.id, post.id), post.phone),
    valid_until: post.validUntil ?? null,
  }));
  await inBatches(values, (part) => tx.insertInto('job_posts').values(part).execute());
}

/** A lesson as it is kept. */
export const lessonValues = (record: ClassRecord, lesson: Lesson, position: number) => ({
  ...ofClass(record),
  id: lesson.id,
  position,
  taught_on: lesson.taughtOn,
  starts_minute: lesson.startsMinute,
  ends_minute: lesson.endsMinute,
  lesson_hours: lesson.lessonHours,
  kind: lesson.kind,
  content: lesson.content,
  teacher_id: lesson.teacherId ?? null,
  venue_id: lesson.venueId ?? null,
});

export async function savePlan({ tx }: Context, record: ClassRecord, lessons: readonly Lesson[]): Promise<void> {
  await tx
    .deleteFrom('lessons')
    .where('region_code', '=', record.region_code)
    .where('class_id', '=', record.id)
    .execute();
  const values = lessons.map((lesson, position) => lessonValues(record, lesson, position));
  await inBatches(values, (part) => tx.insertInto('lessons').values(part).execute());
}

/** The next number of a yearly series of a county; the row lock makes two callers take turns. */
export async function nextNumber(
  { tx }: Context,
  regionCode: string,
  year: number,
  kind: 'filing' | 'class' | 'exchange',
): Promise<number> {
  const row = await sql<{ last: number }>`
    insert into counters (region_code, year, kind, last) values (${regionCode}, ${year}, ${kind}, 1)
    on conflict (region_code, year, kind) do update set last = counters.last + 1 returning last`.execute(tx);
  const [first] = row.rows;
  if (!first) throw new Error('counter gave no number');
  return first.last;
}
