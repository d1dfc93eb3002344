import { randomUUID } from 'node:crypto';
import { addWorkingDays } from '#kernel/calendar';
import { type PlainDate, plainDate } from '#kernel/plain-date';
import { checkDigit } from '#law/identity-number';
import { knownCalendar } from '#law/working-years';
import { inScope } from '#platform/database/scope';
import { newId } from '#platform/identifiers';
import { nameKeys } from '#platform/names';
import type { Actor } from '#platform/operation';
import { addInstitution, addUser, type TestPlatform } from '#platform/testing-platform';
import { emptyCells } from '../domain/roster/row';

/** An occupation of one day: eight lesson hours, so that many classes fit into a test. */
export const testOccupation = { code: '4-10-01-05', name: '养老护理员' } as const;

/** An institution that may open classes: designated, with teachers, rooms and two accounts. */
export interface TestSchool {
  readonly institutionId: string;
  readonly regionCode: string;
  readonly name: string;
  readonly clerk: Actor;
  readonly principal: Actor;
  readonly teacherIds: readonly [string, string];
  readonly venueIds: readonly [string, string];
}

const two = (make: () => string): readonly [string, string] => [make(), make()];

export const addCatalogue = (platform: TestPlatform) =>
  inScope(platform.pool, { reach: 'system' }, async (tx) => {
    const { code, name } = testOccupation;
    const { pinyin, initials } = nameKeys(name);
    await tx.insertInto('occupations').values({ code, name, pinyin, initials }).execute();
    await tx
      .insertInto('occupation_levels')
      .values({ occupation_code: code, level: 5, required_hours: 8, valid_from: plainDate('2021-01-01') })
      .execute();
  });

let schools = 0;

export async function addSchool(platform: TestPlatform, regionCode: string): Promise<TestSchool> {
  schools += 1;
  const name = `测试职业培训学校第${schools}号`;
  const institutionId = await addInstitution(platform, regionCode, name);
  const place = { regionCode, institutionId };
  const school: TestSchool = {
    ...place,
    name,
    clerk: await addUser(platform, { role: 'institutionClerk', name: '孙经办', ...place }),
    principal: await addUser(platform, { role: 'institutionPrincipal', name: '周校长', ...place }),
    teacherIds: two(newId),
    venueIds: two(newId),
  };
  await enterRegister(platform, school);
  return school;
}

const enterRegister = (platform: TestPlatform, school: TestSchool) =>
  inScope(platform.pool, { reach: 'system' }, async (tx) => {
    const { secrets } = platform.services;
    const owner = { region_code: school.regionCode, institution_id: school.institutionId };
    const taught = { occupation_code: testOccupation.code, level: 5 };
    const dates = { valid_from: plainDate('2021-01-01'), valid_until: plainDate('2035-12-31') };
    await tx
      .insertInto('designations')
      .values({ ...owner, ...taught, ...dates })
      .execute();
    await tx
      .insertInto('venues')
      .values(
        school.venueIds.map((id, index) => ({
          ...owner,
          id,
          name: `${index + 1}0${index + 1} 教室`,
          kind: index === 0 ? 'theory' : 'practice',
          address: '测试路 1 号',
          capacity: 60,
        })),
      )
      .execute();
    await tx
      .insertInto('teachers')
      .values(
        school.teacherIds.map((id) => {
          const person = newPerson();
          return {
            ...owner,
            ...taught,
            id,
            name: '郑老师',
            pinyin: 'zhenglaoshi',
            initials: 'zls',
            id_sealed: secrets.seal('identityNumber', id, person.id),
            id_index: secrets.index('identityNumber', person.id),
            phone_sealed: secrets.seal('phone', id, person.phone),
            qualification: '养老护理员 高级工（三级）',
          };
        }),
      )
      .execute();
  });

export interface TestPerson {
  readonly name: string;
  readonly id: string;
  readonly phone: string;
}

let people = 0;

/** An invented woman born on 15 June 1985 or later in that year; no two share a number or a phone. */
export function newPerson(): TestPerson {
  people += 1;
  const first = `4108221985${String(601 + (people % 28)).padStart(4, '0')}${String(Math.floor(people / 28) * 2 + 2).padStart(3, '0')}`;
  return { name: '郝桂花', id: first + checkDigit(first), phone: `139${String(10_000_000 + people)}` };
}

export const newPeople = (count: number): TestPerson[] => Array.from({ length: count }, newPerson);

const traineeOf = (person: TestPerson, index: number) => ({
  id: `r${index + 1}`,
  cells: {
    ...emptyCells(),
    position: String(index + 1),
    ...person,
    sex: '女',
    ethnicGroup: '汉族',
    education: '初中',
    householdType: '农业户口',
    address: '河南省焦作市博爱县许良镇许湾村',
    category: '农村转移就业劳动者',
    proof: '户口簿',
    insured: '否',
    poverty: '否',
  },
});

type Rooms = Pick<TestSchool, 'teacherIds' | 'venueIds'>;

const lessonOf = (school: Rooms, day: PlainDate, part: 0 | 1) => ({
  id: randomUUID(),
  taughtOn: day,
  startsMinute: part === 0 ? 8 * 60 : 14 * 60,
  endsMinute: part === 0 ? 11 * 60 : 17 * 60,
  lessonHours: 4,
  kind: part === 0 ? 'theory' : 'practice',
  content: part === 0 ? '职业道德与老年人沟通' : '协助进食与翻身',
  teacherId: school.teacherIds[part],
  venueId: school.venueIds[part],
});

/** Every filing has an employer of its own: posts are counted once in the city. */
const employers = { count: 0, next: () => ++employers.count };

/** A sound filing of one day with three posts a trainee and one to spare. */
export const soundParts = (school: Rooms, day: PlainDate, trainees: readonly TestPerson[]) => ({
  application: {
    occupationCode: testOccupation.code,
    level: 5,
    startsOn: day,
    endsOn: day,
    finalExamOn: day,
    skillsAssessmentOn: day,
    classMode: 'daytime',
    theoryVenueId: school.venueIds[0],
    practiceVenueId: school.venueIds[1],
    classLeadName: '韩志远',
    classLeadPhone: '13800000001',
  },
  lessons: [lessonOf(school, day, 0), lessonOf(school, day, 1)],
  posts: [
    {
      id: randomUUID(),
      employer: `博爱县康颐养老服务第${employers.next()}有限公司`,
      creditCode: '',
      address: '博爱县中山路 8 号',
      post: '护理员',
      headcount: trainees.length * 3 + 1,
      wageFromFen: 300_000,
      wageToFen: 420_000,
      contact: '刘经理',
      phone: '13800000002',
      validUntil: addWorkingDays(knownCalendar, day, 60),
    },
  ],
  rows: trainees.map(traineeOf),
});

/** The `count`-th working day after `day`. */
export const workingDayAfter = (day: PlainDate, count: number): PlainDate => addWorkingDays(knownCalendar, day, count);
