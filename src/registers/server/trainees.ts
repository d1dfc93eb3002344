import { type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import type { PlainDate } from '#kernel/plain-date';
import { maskIdentityNumber, maskName } from '#law/masks';
import { regions } from '#law/regions';
import { type Context, done, query } from '#platform/operation';
import { findPageStart, pageMark } from './cursor';
import { peopleNamed } from './find-people';

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
const regionName = (code: string): string => regions.find((region) => region.code === code)?.name ?? code;

interface Wanted {
  readonly search?: string | undefined;
  readonly region?: string | undefined;
  readonly cursor?: string | undefined;
}

/**
 * People of filed classes, in the order of the index over their pinyin. A row of a draft is no proof of anything:
 * whoever types a number there must not be told whose it is.
 */
async function findPeople({ tx, services }: Context, { search, region, cursor }: Wanted): Promise<Person[]> {
  const parts = [
    sql<SqlBool>`exists (select from roster_rows enrolled join training_classes held
      on held.region_code = enrolled.region_code and held.id = enrolled.class_id
      where enrolled.id_index = people.person_index and held.filing_number is not null
        and (${region ?? null}::text is null or held.region_code = ${region ?? null}))`,
  ];
  if (search) parts.push(peopleNamed(search, services.secrets));
  const after = findPageStart(cursor);
  if (after) {
    const [pinyin, id] = after;
    parts.push(sql<SqlBool>`people.pinyin ~>=~ ${pinyin} and (people.pinyin ~>~ ${pinyin} or people.id > ${id}::uuid)`);
  }
  const found = await sql<Person>`select id, person_index, name, pinyin, sex, birth, id_sealed from people
    where ${sql.join(parts, sql` and `)} order by pinyin using ~<~, id limit ${pageSize + 1}`.execute(tx);
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
  const found = await sql<FoundClass>`
    select distinct on (held.starts_on, held.id, enrolled.id_index) enrolled.id_index as person_index,
      held.id as class_id, occupations.name as occupation, institutions.name as institution, held.region_code,
      held.filing_number, held.state, held.starts_on, held.ends_on
    from roster_rows enrolled
      join training_classes held on held.region_code = enrolled.region_code and held.id = enrolled.class_id
      join institutions on institutions.id = held.institution_id
      left join occupations on occupations.code = held.occupation_code
    where enrolled.id_index = any(${keys}::bytea[]) and held.filing_number is not null
    order by held.starts_on desc, held.id, enrolled.id_index`.execute(tx);
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

/** 学员一览：一人一档，跨班期 */
export const listTrainees = query({
  name: 'trainee.list',
  path: '/trainees',
  title: '学员一览',
  by: [
    'institutionClerk',
    'institutionPrincipal',
    'countyOfficer',
    'countySignatory',
    'cityOfficer',
    'citySignatory',
    'disciplineOfficer',
  ],
  cites: ['2024.1.0', '2024.1.2'],
  input: z.object({
    search: z
      .string()
      .trim()
      .max(40, '不超过 40 个字')
      .refine((words) => !/\d{15}/.test(words), '请只输入证号后四位，不要输入完整证号')
      .optional(),
    region: z
      .string()
      .regex(/^4108\d{2}$/, '县（市、区）不正确')
      .optional(),
    cursor: z.string().max(400).optional(),
  }),
  isLogged: true,
  async handle(wanted, context) {
    const found = await findPeople(context, wanted);
    const people = found.slice(0, pageSize);
    const classes = await classesOf(context, people);
    const last = people.at(-1);
    const { secrets } = context.services;
    context.note({ detail: { shown: people.length, words: maskName((wanted.search ?? '').slice(0, 2)) } });
    return done({
      rows: people.map(
        (person): TraineeRow => ({
          id: person.id,
          name: person.name,
          sex: person.sex,
          birth: person.birth,
          maskedNumber: maskIdentityNumber(secrets.open('identityNumber', person.id, person.id_sealed)),
          classes: classes.get(person.person_index.toString('hex')) ?? [],
        }),
      ),
      nextCursor: found.length > pageSize && last ? pageMark(last.pinyin, last.id) : undefined,
    });
  },
});
