import { sql } from 'kysely';
import { z } from 'zod';
import { findRegion } from '#law/regions';
import { type Context, done, query } from '#platform/operation';
import { type RegistrationSystem, registrationSystems } from '../domain/exchange/registrations';
import { batchReaders } from './exchange-queries';

export const systemForm = z.enum(registrationSystems);

/** One class as the two sides count it. */
export interface RegistrationRow {
  readonly classId: string;
  readonly filingNumber: string;
  readonly classNumber: string | undefined;
  readonly occupation: string;
  readonly institution: string;
  readonly region: string;
  readonly enrolled: number;
  /** Enrolled here and entered there. */
  readonly both: number;
  /** Enrolled here and not entered there: no subsidy until they are (不进不补). */
  readonly hereOnly: number;
  readonly thereOnly: number;
}

interface Counted {
  readonly id: string;
  readonly filing_number: string;
  readonly class_year: number | null;
  readonly class_number: number | null;
  readonly occupation: string | null;
  readonly institution: string;
  readonly region_code: string;
  readonly enrolled: number;
  readonly both: number;
  readonly there_only: number;
}

const mostClasses = 500;

/** Approved classes, and every other one a provincial system has somebody for. */
export async function countClasses({ tx }: Context): Promise<RegistrationRow[]> {
  const found = await sql<Counted>`
    select held.id, held.filing_number, held.class_year, held.class_number, occupations.name as occupation,
      institutions.name as institution, held.region_code, own.enrolled, own.both_sides as both, there.there_only
    from training_classes held
    join institutions on institutions.id = held.institution_id
    left join occupations on occupations.code = held.occupation_code
    cross join lateral (
      select count(*)::int as enrolled, count(*) filter (where exists (
        select from class_registrations entered where entered.region_code = held.region_code
          and entered.class_id = held.id and entered.person_index = trainee.id_index))::int as both_sides
      from roster_rows trainee where trainee.region_code = held.region_code and trainee.class_id = held.id
        and trainee.withdrawn_on is null) own
    cross join lateral (
      select count(*)::int as entries, count(*) filter (where entered.person_index is null or not exists (
        select from roster_rows trainee where trainee.region_code = held.region_code and trainee.class_id = held.id
          and trainee.withdrawn_on is null and trainee.id_index = entered.person_index))::int as there_only
      from class_registrations entered where entered.region_code = held.region_code and entered.class_id = held.id) there
    where held.filing_number is not null and (held.state = 'approved' or there.entries > 0)
    order by own.enrolled - own.both_sides + there.there_only desc, held.filing_number limit ${mostClasses}`.execute(
    tx,
  );
  return found.rows.map((row) => ({
    classId: row.id,
    filingNumber: row.filing_number,
    classNumber: row.class_number === null ? undefined : `${row.class_year} 年第 ${row.class_number} 期`,
    occupation: row.occupation ?? '',
    institution: row.institution,
    region: findRegion(row.region_code)?.name ?? row.region_code,
    enrolled: row.enrolled,
    both: row.both,
    hereOnly: row.enrolled - row.both,
    thereOnly: row.there_only,
  }));
}

export interface UnplacedEntry {
  readonly number: string;
  readonly system: RegistrationSystem;
  readonly classWords: string;
  readonly name: string;
  readonly maskedNumber: string;
  readonly importedAt: string;
}

/** Entered there under a class the county does not have. */
async function readUnplaced({ tx }: Context): Promise<UnplacedEntry[]> {
  const rows = await tx
    .selectFrom('class_registrations')
    .selectAll()
    .where('class_id', 'is', null)
    .orderBy('imported_at', 'desc')
    .orderBy('number')
    .limit(500)
    .execute();
  return rows.map((row) => ({
    number: row.number,
    system: systemForm.parse(row.system),
    classWords: row.class_words,
    name: row.name,
    maskedNumber: row.id_masked,
    importedAt: row.imported_at,
  }));
}

async function lastImport({ tx }: Context) {
  const row = await tx
    .selectFrom('registration_imports')
    .select(['system', 'file_name', 'imported_by_name', 'imported_at'])
    .orderBy('imported_at', 'desc')
    .executeTakeFirst();
  if (!row) return undefined;
  const { file_name, imported_by_name, imported_at } = row;
  const system = systemForm.parse(row.system);
  return { system, fileName: file_name, importedBy: imported_by_name, importedAt: imported_at };
}

/** 系统录入对账：谁录了这里没有，谁在这里没有录 */
export const reconcileRegistrations = query({
  name: 'registration.reconcile',
  path: '/registrations',
  title: '系统录入对账',
  by: batchReaders,
  cites: ['2024.1.0'],
  input: z.object({}),
  isLogged: true,
  async handle(_input, context) {
    return done({
      rows: await countClasses(context),
      unplaced: await readUnplaced(context),
      lastImport: await lastImport(context),
    });
  },
});
