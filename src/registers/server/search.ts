import { sql } from 'kysely';
import { z } from 'zod';
import { maskName } from '#law/masks';
import { regions } from '#law/regions';
import { type Context, done, query } from '#platform/operation';
import { peopleNamed } from './find-people';

/** One hit of the command box. */
export interface SearchHit {
  readonly kind: 'trainingClass' | 'institution' | 'trainee' | 'teacher';
  readonly id: string;
  readonly title: string;
  readonly detail: string;
}

const most = 8;
const regionName = (code: string): string => regions.find((region) => region.code === code)?.name ?? code;
const contains = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

async function findClasses({ tx }: Context, words: string): Promise<SearchHit[]> {
  const like = contains(words.toLowerCase());
  const found = await sql<{
    id: string;
    filing_number: string | null;
    institution: string;
    occupation: string | null;
    number: string | null;
  }>`
    select c.id, c.filing_number, institutions.name as institution, occupations.name as occupation,
      case when c.class_number is null then null else c.class_year || ' 年第 ' || c.class_number || ' 期' end as number
    from training_classes c join institutions on institutions.id = c.institution_id
      left join occupations on occupations.code = c.occupation_code
    where lower(coalesce(c.filing_number, '')) like ${like} or institutions.initials like ${like}
      or institutions.name like ${like} or occupations.name like ${like} or occupations.initials like ${like}
    order by c.changed_at desc limit ${most}`.execute(tx);
  return found.rows.map((row) => ({
    kind: 'trainingClass',
    id: row.id,
    title: [row.occupation ?? '未选专业', row.number].filter(Boolean).join(' '),
    detail: [row.filing_number ?? '未申报', row.institution].join(' · '),
  }));
}

async function findInstitutions({ tx }: Context, words: string): Promise<SearchHit[]> {
  const like = contains(words.toLowerCase());
  const rows = await tx
    .selectFrom('institutions')
    .select(['id', 'name', 'region_code'])
    .where((where) =>
      where.or([
        where('name', 'like', like),
        where('initials', 'like', like),
        where('pinyin', 'like', like),
        where('credit_code', '=', words.toUpperCase()),
      ]),
    )
    .orderBy('pinyin')
    .limit(most)
    .execute();
  return rows.map((row) => ({ kind: 'institution', id: row.id, title: row.name, detail: regionName(row.region_code) }));
}

async function findTeachers({ tx }: Context, words: string): Promise<SearchHit[]> {
  const like = `${words.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  const rows = await tx
    .selectFrom('teachers')
    .innerJoin('institutions', 'institutions.id', 'teachers.institution_id')
    .select(['teachers.id', 'teachers.name', 'teachers.qualification', 'institutions.name as institution'])
    .where((where) =>
      where.or([
        where('teachers.name', 'like', like),
        where('teachers.initials', 'like', like),
        where('teachers.pinyin', 'like', like),
      ]),
    )
    .orderBy('teachers.pinyin')
    .limit(most)
    .execute();
  return rows.map((row) => ({
    kind: 'teacher',
    id: row.id,
    title: row.name,
    detail: `${row.institution} · ${row.qualification}`,
  }));
}

/** Trainees of filed classes; a draft is no proof that the person is one’s own. */
async function findTrainees({ tx, services }: Context, words: string): Promise<SearchHit[]> {
  const found = await sql<{
    class_id: string;
    name: string;
    birth: string;
    filing_number: string | null;
    occupation: string | null;
  }>`
    select distinct on (people.pinyin, people.id) held.id as class_id, people.name, people.birth::text, held.filing_number,
      occupations.name as occupation
    from people join roster_rows enrolled on enrolled.id_index = people.person_index
      join training_classes held on held.region_code = enrolled.region_code and held.id = enrolled.class_id
      left join occupations on occupations.code = held.occupation_code
    where ${peopleNamed(words, services.secrets)} and held.filing_number is not null
    order by people.pinyin, people.id, held.changed_at desc limit ${most}`.execute(tx);
  return found.rows.map((row) => ({
    kind: 'trainee',
    id: row.class_id,
    title: row.name,
    detail: `${row.birth.slice(0, 4)} 年生 · ${row.filing_number ?? ''} ${row.occupation ?? ''}`.trim(),
  }));
}

/** 全局查找：姓名、拼音首字母、证号后四位、班号、机构 */
export const search = query({
  name: 'search.find',
  path: '/search',
  title: '全局查找',
  by: [
    'institutionClerk',
    'institutionPrincipal',
    'countyOfficer',
    'countySignatory',
    'cityOfficer',
    'citySignatory',
    'disciplineOfficer',
  ],
  input: z.object({ words: z.string().trim().min(1, '请输入要找的内容').max(40, '不超过 40 个字') }),
  isLogged: true,
  async handle({ words }, context) {
    context.note({ detail: { length: words.length, first: maskName(words.slice(0, 2)) } });
    const hits = [
      ...(await findClasses(context, words)),
      ...(await findTrainees(context, words)),
      ...(await findInstitutions(context, words)),
      ...(await findTeachers(context, words)),
    ];
    return done({ hits });
  },
});
