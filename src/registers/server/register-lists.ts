import { z } from 'zod';
import type { PlainDate } from '#kernel/plain-date';
import { regions } from '#law/regions';
import { done, missing, query } from '#platform/operation';
import { findInstitutionFacts, readCatalogue } from './institutions';

const readers = [
  'institutionClerk',
  'institutionPrincipal',
  'countyOfficer',
  'countySignatory',
  'cityOfficer',
  'citySignatory',
  'disciplineOfficer',
] as const;
const regionName = (code: string): string => regions.find((region) => region.code === code)?.name ?? code;

export interface InstitutionRow {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly creditCode: string;
  readonly licenceUntil: PlainDate;
  readonly designationCount: number;
  readonly standing: 'sound' | 'suspended' | 'revoked' | 'licenceEnded';
}

/** 培训机构一览 */
export const listInstitutions = query({
  name: 'institution.list',
  path: '/institutions',
  title: '培训机构一览',
  by: readers,
  cites: ['2024.1.2'],
  input: z.object({ search: z.string().trim().max(50).optional() }),
  async handle({ search }, { tx, today }) {
    let found = tx
      .selectFrom('institutions')
      .select((columns) => [
        'id',
        'name',
        'region_code',
        'credit_code',
        'licence_until',
        'suspended_on',
        'revoked_on',
        columns
          .selectFrom('designations')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .whereRef('designations.institution_id', '=', 'institutions.id')
          .as('designation_count'),
      ])
      .orderBy('region_code')
      .orderBy('pinyin')
      .limit(500);
    if (search) {
      const like = `%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
      found = found.where((where) => where.or([where('name', 'like', like), where('initials', 'like', like)]));
    }
    const rows = await found.execute();
    return done({
      rows: rows.map(
        (row): InstitutionRow => ({
          id: row.id,
          name: row.name,
          region: regionName(row.region_code),
          creditCode: row.credit_code,
          licenceUntil: row.licence_until,
          designationCount: Number(row.designation_count ?? 0),
          standing: row.revoked_on
            ? 'revoked'
            : row.suspended_on
              ? 'suspended'
              : row.licence_until < today
                ? 'licenceEnded'
                : 'sound',
        }),
      ),
    });
  },
});

/** 教师一览 */
export const listTeachers = query({
  name: 'teacher.list',
  path: '/teachers',
  title: '教师一览',
  by: readers,
  cites: ['2024.1.2'],
  input: z.object({ search: z.string().trim().max(50).optional() }),
  async handle({ search }, { tx }) {
    let found = tx
      .selectFrom('teachers')
      .innerJoin('institutions', 'institutions.id', 'teachers.institution_id')
      .innerJoin('occupations', 'occupations.code', 'teachers.occupation_code')
      .select([
        'teachers.id',
        'teachers.name',
        'teachers.level',
        'teachers.qualification',
        'occupations.name as occupation',
        'institutions.name as institution',
        'institutions.id as institution_id',
      ])
      .orderBy('teachers.pinyin')
      .limit(500);
    if (search) {
      const like = `${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
      found = found.where((where) =>
        where.or([where('teachers.name', 'like', like), where('teachers.initials', 'like', like)]),
      );
    }
    const rows = await found.execute();
    return done({ rows: rows.map(({ institution_id: institutionId, ...row }) => ({ ...row, institutionId })) });
  },
});

/** 本机构的定点范围，供新建班期选择 */
export const ownInstitution = query({
  name: 'institution.own',
  path: '/own-institution',
  title: '本机构档案',
  by: ['institutionClerk', 'institutionPrincipal'],
  input: z.object({}),
  async handle(_input, context) {
    const id = context.actor.institutionId;
    const facts = id ? await findInstitutionFacts(context, id) : undefined;
    if (!id || !facts) return missing('本机构档案');
    return done({
      id,
      ...facts,
      teachers: facts.teachers.map(({ personKey: _key, ...teacher }) => teacher),
      catalogue: await readCatalogue(context),
    });
  },
});
