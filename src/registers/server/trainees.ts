import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import type { PlainDate } from '#kernel/plain-date';
import { maskIdentityNumber, maskName } from '#law/masks';
import { countUpTo } from '#platform/bounded-count';
import { type Context, done, query } from '#platform/operation';
import { findPageStart, pageMark, pageOf } from '#platform/page-mark';
import { exportList, type ListColumn, mostExportedRows } from '#platform/spreadsheet/list-export';
import { peopleNamed } from './find-people';
import { allOf, pageCursor, readers, regionCode, regionName } from './forms';

/** A class a person is or was in, as far as the reader sees. */
export interface TraineeClass {
  readonly classId: string;
  readonly occupation: string;
  readonly institution: string;
  readonly region: string;
  readonly filingNumber: string;
  readonly state: string;
  readonly startsOn: PlainDate | undefined;
  readonly endsOn: PlainDate | undefined;
}

/** One person across all classes; the number masked. */
export interface TraineeRow {
  readonly id: string;
  readonly name: string;
  readonly sex: string;
  readonly birth: PlainDate;
  readonly maskedNumber: string;
  readonly classes: readonly TraineeClass[];
}

interface Person {
  readonly id: string;
  readonly person_index: Buffer;
  readonly name: string;
  readonly pinyin: string;
  readonly sex: string;
  readonly birth: PlainDate;
  readonly id_sealed: Buffer;
}

const pageSize = 50;

const filterShape = {
  search: z
    .string()
    .trim()
    .max(40, '不超过 40 个字')
    .refine((words) => !/\d{15}/.test(words), '请只输入证号后四位，不要输入完整证号')
    .optional(),
  region: regionCode.optional(),
};
const filterForm = z.object(filterShape);
type Filter = z.output<typeof filterForm>;

const inFiledClass = (person: RawBuilder<unknown>, region: string | undefined) =>
  sql`select from roster_rows enrolled join training_classes held
    on held.region_code = enrolled.region_code and held.id = enrolled.class_id
    where enrolled.id_index = ${person} and held.filing_number is not null
      and (${region ?? null}::text is null or held.region_code = ${region ?? null})`;

/** Also by what a record that was merged into this one is called or numbered. */
const named = (words: string, { services }: Context) => {
  const isNamed = peopleNamed(words, services.secrets);
  return sql<SqlBool>`(${isNamed} or people.id in (select behind.merged_into from merged_people behind
    join people on people.id = behind.person_id where ${isNamed}))`;
};

/**
 * People of filed classes. A row of a draft is no proof of anything: whoever types a number there must not be told
 * whose it is. A record that was merged is found under the one that stands for it.
 */
const conditions = (context: Context, { search, region }: Filter) => [
  sql<SqlBool>`not exists (select from merged_people gone where gone.person_id = people.id)`,
  sql<SqlBool>`(exists (${inFiledClass(sql`people.person_index`, region)})
    or exists (select from merged_people behind where behind.merged_into = people.id
      and exists (${inFiledClass(sql`behind.person_index`, region)})))`,
  search ? named(search, context) : undefined,
];

/** In the order of the index over their pinyin. */
async function findPeople(context: Context, filter: Filter, size: number, cursor?: string): Promise<Person[]> {
  const after = findPageStart(cursor);
  const place = after
    ? sql<SqlBool>`people.pinyin ~>=~ ${after[0]} and (people.pinyin ~>~ ${after[0]} or people.id > ${after[1]}::uuid)`
    : undefined;
  const found = await sql<Person>`select id, person_index, name, pinyin, sex, birth, id_sealed from people
    where ${allOf([...conditions(context, filter), place])} order by pinyin using ~<~, id limit ${size + 1}`.execute(
    context.tx,
  );
  return found.rows;
}

interface FoundClass {
  readonly person_index: Buffer;
  readonly class_id: string;
  readonly occupation: string | null;
  readonly institution: string;
  readonly region_code: string;
  readonly filing_number: string;
  readonly state: string;
  readonly starts_on: PlainDate | null;
  readonly ends_on: PlainDate | null;
}

async function classesOf({ tx }: Context, people: readonly Person[]): Promise<Map<string, TraineeClass[]>> {
  const keys = people.map((person) => person.person_index);
  const ids = people.map(({ id }) => id);
  const found = await sql<FoundClass>`
    select distinct on (held.starts_on, held.id, standing_person(enrolled.id_index))
      standing_person(enrolled.id_index) as person_index, held.id as class_id, occupations.name as occupation, institutions.name as institution, held.region_code,
      held.filing_number, held.state, held.starts_on, held.ends_on
    from roster_rows enrolled
      join training_classes held on held.region_code = enrolled.region_code and held.id = enrolled.class_id
      join institutions on institutions.id = held.institution_id
      left join occupations on occupations.code = held.occupation_code
    where enrolled.id_index in (select unnest(${keys}::bytea[])
        union all select behind.person_index from merged_people behind where behind.merged_into = any(${ids}::uuid[]))
      and held.filing_number is not null
    order by held.starts_on desc, held.id, standing_person(enrolled.id_index)`.execute(tx);
  const byPerson = new Map<string, TraineeClass[]>();
  for (const row of found.rows) {
    const key = row.person_index.toString('hex');
    const own = byPerson.get(key) ?? [];
    byPerson.set(key, own);
    own.push({
      classId: row.class_id,
      occupation: row.occupation ?? '未选专业',
      institution: row.institution,
      region: regionName(row.region_code),
      filingNumber: row.filing_number,
      state: row.state,
      startsOn: row.starts_on ?? undefined,
      endsOn: row.ends_on ?? undefined,
    });
  }
  return byPerson;
}

async function rowsOf(context: Context, people: readonly Person[]): Promise<TraineeRow[]> {
  const classes = await classesOf(context, people);
  const { secrets } = context.services;
  return people.map((person) => ({
    id: person.id,
    name: person.name,
    sex: person.sex,
    birth: person.birth,
    maskedNumber: maskIdentityNumber(secrets.open('identityNumber', person.id, person.id_sealed)),
    classes: classes.get(person.person_index.toString('hex')) ?? [],
  }));
}

/** What was looked for, as far as a log may say it. */
const maskedWords = (search: string | undefined): string => maskName((search ?? '').slice(0, 2));

/** 学员一览：一人一档，跨班期 */
export const listTrainees = query({
  name: 'trainee.list',
  path: '/trainees',
  title: '学员一览',
  by: readers,
  cites: ['2024.1.0', '2024.1.2'],
  input: z.object({ ...filterShape, cursor: pageCursor.optional() }),
  isLogged: true,
  async handle({ cursor, ...filter }, context) {
    const { rows, hasMore } = pageOf(await findPeople(context, filter, pageSize, cursor), pageSize);
    const last = rows.at(-1);
    context.note({ detail: { shown: rows.length, words: maskedWords(filter.search) } });
    return done({
      rows: await rowsOf(context, rows),
      nextCursor: hasMore && last ? pageMark(last.pinyin, last.id) : undefined,
      total: await countUpTo(context.tx, sql`people where ${allOf(conditions(context, filter))}`),
    });
  },
});

const exported: readonly ListColumn<TraineeRow>[] = [
  { name: '姓名', kind: 'text', width: 12, value: (row) => maskName(row.name) },
  { name: '性别', kind: 'text', width: 6, value: (row) => row.sex },
  { name: '出生年份', kind: 'text', width: 10, value: (row) => row.birth.slice(0, 4) },
  { name: '身份证号', kind: 'text', width: 22, value: (row) => row.maskedNumber },
  { name: '参训期数', kind: 'number', value: (row) => row.classes.length },
  { name: '最近班期', kind: 'text', width: 18, value: (row) => row.classes[0]?.filingNumber },
  { name: '培训专业', kind: 'text', width: 22, value: (row) => row.classes[0]?.occupation },
  { name: '培训机构', kind: 'text', width: 36, value: (row) => row.classes[0]?.institution },
  { name: '县（市、区）', kind: 'text', width: 20, value: (row) => row.classes[0]?.region },
  { name: '开班日期', kind: 'date', width: 13, value: (row) => row.classes[0]?.startsOn },
];

/** 导出学员名单：姓名、证号掩码 */
export const exportTrainees = query({
  name: 'trainee.export',
  path: '/trainee-exports',
  title: '导出学员名单',
  by: readers,
  cites: ['2024.1.0', '2024.1.2'],
  input: z.object(filterShape),
  isLogged: true,
  async handle(filter, context) {
    const { search, region } = filter;
    return exportList(context, {
      name: '学员',
      unit: '人',
      filter: [region && regionName(region), search && `查找“${maskedWords(search)}”`, '姓名、证号已掩码'],
      columns: exported,
      rows: await rowsOf(context, await findPeople(context, filter, mostExportedRows)),
      narrowBy: '县（市、区）或姓名',
    });
  },
});
