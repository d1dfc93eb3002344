import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { ClassChangesTable, PlanVersionsTable } from '#platform/database/tables';
import type { Context, Reading } from '#platform/operation';
import { changeKinds } from '../../domain/change/change';
import { changeStates } from '../../domain/change/lifecycle';
import type { PlanVersion } from '../../domain/change/plan-versions';
import type { Lesson } from '../../domain/opening';
import { lessonForm } from '../forms';
import type { ClassRecord } from '../records';
import { type ChangeContent, readContent, writeContent } from './content';

export type ChangeRecord = Selectable<ClassChangesTable>;

const stateForm = z.enum(changeStates);
const kindsForm = z.array(z.enum(changeKinds));
export const stateOfChange = ({ state }: Pick<ChangeRecord, 'state'>) => stateForm.parse(state);
export const kindsOfChange = ({ kinds }: Pick<ChangeRecord, 'kinds'>) => kindsForm.parse(kinds);

const ofClass = (record: Pick<ClassRecord, 'region_code' | 'id'>) => ({
  region_code: record.region_code,
  class_id: record.id,
});

/** All changes of a class that the reader may see, the latest first. */
export const readChanges = ({ tx }: Reading, record: ClassRecord): Promise<ChangeRecord[]> =>
  tx
    .selectFrom('class_changes')
    .selectAll()
    .where('region_code', '=', record.region_code)
    .where('class_id', '=', record.id)
    .orderBy('number', 'desc')
    .execute();

export const findChange = ({ tx }: Reading, record: ClassRecord, changeId: string): Promise<ChangeRecord | undefined> =>
  tx
    .selectFrom('class_changes')
    .selectAll()
    .where('region_code', '=', record.region_code)
    .where('class_id', '=', record.id)
    .where('id', '=', changeId)
    .executeTakeFirst();

const sealKey = (change: Pick<ChangeRecord, 'class_id' | 'id'>): string => `${change.class_id}/${change.id}`;

export const sealContent = (
  { services }: Reading,
  change: Pick<ChangeRecord, 'class_id' | 'id'>,
  content: ChangeContent,
): Buffer => services.secrets.seal('filing', sealKey(change), writeContent(content));

export const openContent = ({ services }: Reading, change: ChangeRecord): ChangeContent =>
  readContent(services.secrets.open('filing', sealKey(change), change.content_sealed));

const lessonsForm = z.array(lessonForm);

export const planVersionOf = (row: Selectable<PlanVersionsTable>): PlanVersion => ({
  version: row.version,
  fromDay: row.from_day,
  lessons: lessonsForm.parse(row.lessons),
});

export interface KeptVersion extends PlanVersion {
  readonly changeId: string | undefined;
}

/** Every version of the plan of a class, the first first. */
export async function readVersions({ tx }: Reading, record: ClassRecord): Promise<KeptVersion[]> {
  const rows = await tx
    .selectFrom('plan_versions')
    .selectAll()
    .where('region_code', '=', record.region_code)
    .where('class_id', '=', record.id)
    .orderBy('version')
    .execute();
  return rows.map((row) => ({ ...planVersionOf(row), changeId: row.change_id ?? undefined }));
}

/** Keeps a plan as it holds from a day on; the first is the one approved with the class. */
export async function addVersion(
  { tx, now }: Context,
  record: ClassRecord,
  { version, fromDay, lessons, changeId }: KeptVersion,
): Promise<void> {
  await tx
    .insertInto('plan_versions')
    .values({
      ...ofClass(record),
      version,
      from_day: fromDay,
      lessons: JSON.stringify(lessons),
      change_id: changeId ?? null,
      added_at: now,
    })
    .execute();
}

/** The plan as approved with the class: the first version of its timetable (2024 一（三）). */
export async function addFirstVersion(
  context: Context,
  record: ClassRecord,
  lessons: readonly Lesson[],
): Promise<void> {
  const fromDay = record.starts_on ?? context.today;
  await addVersion(context, record, { version: 1, fromDay, lessons, changeId: undefined });
}
