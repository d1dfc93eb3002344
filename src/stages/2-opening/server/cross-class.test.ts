import sharp from 'sharp';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPeople } from './testing-filings';
import { portraitOf } from './testing-proofs';
import {
  approvedBy,
  type Desk,
  draftWith,
  eightLessons,
  filedBy,
  findingsFor,
  nameTeacher,
  openTwoCounties,
  partsOf,
  type TwoCounties,
} from './testing-cross-class';
import { file, type Held } from './testing-steps';

let city: TwoCounties;
let here: Desk;
let there: Desk;
beforeAll(async () => {
  city = await openTwoCounties();
  ({ here, there } = city);
});
afterAll(() => city.close());

const rulesFor = async (desk: Desk, { classId }: Held) => [
  ...new Set((await findingsFor(desk.clerk, classId)).map(({ rule }) => rule)),
];

describe('twenty clean classes of two counties', () => {
  it('are returned by no rule, neither to the clerk nor at the desk of the county', async () => {
    for (let made = 0; made < 20; made += 1) {
      const desk = made % 2 === 0 ? here : there;
      const parts = partsOf(desk, city.nextDay(), newPeople(2 + (made % 4)));
      const held = await draftWith(desk, parts);
      expect([made, ...held.findings]).toEqual([made]);
      const filed = await file(desk.principal, held);
      expect(await findingsFor(desk.officer, filed.classId)).toEqual([]);
    }
  }, 120_000);
});

/** Plants one fault across classes and gives the draft that has it. */
const faults: Readonly<Record<string, () => Promise<readonly [Desk, Held]>>> = {
  'opening.no-overlap': async () => {
    const [day, people] = [city.nextDay(), newPeople(3)];
    await filedBy(here, partsOf(here, day, people));
    return [there, await draftWith(there, partsOf(there, day, [...newPeople(2), ...people.slice(0, 1)]))];
  },
  'opening.resource-free': async () => {
    const day = city.nextDay();
    await filedBy(here, partsOf(here, day));
    return [here, await draftWith(here, partsOf(here, day))];
  },
  'opening.yearly-limit': async () => {
    const [woman] = newPeople(1);
    if (!woman) throw new Error('nobody');
    for (const desk of [here, there, here])
      await filedBy(desk, partsOf(desk, city.nextDay(), [woman, ...newPeople(1)]));
    return [there, await draftWith(there, partsOf(there, city.nextDay(), [woman, ...newPeople(2)]))];
  },
  'opening.trained-before': async () => {
    const people = newPeople(2);
    await approvedBy(here, partsOf(here, city.nextDay(), people));
    return [there, await draftWith(there, partsOf(there, city.nextDay(), people))];
  },
  'opening.higher-level-before': async () => {
    const people = newPeople(2);
    const { classId } = await approvedBy(here, partsOf(here, city.nextDay(), people));
    await city.county.rows(sql`update training_classes set level = 4 where id = ${classId} returning id`);
    return [there, await draftWith(there, partsOf(there, city.nextDay(), people))];
  },
  'opening.declared-before': async () => {
    const parts = partsOf(here, city.nextDay());
    const rows = parts.rows.map((row) => ({
      ...row,
      cells: { ...row.cells, priorTraining: '2024年 养老护理员 五级' },
    }));
    return [here, await draftWith(here, { ...parts, rows })];
  },
  'opening.roster-reused': async () => {
    const people = newPeople(11);
    await filedBy(here, partsOf(here, city.nextDay(), people));
    return [there, await draftWith(there, partsOf(there, city.nextDay(), people))];
  },
  'opening.phone-elsewhere': async () => {
    const phone = '13655550001';
    for (const desk of [here, there])
      await filedBy(
        desk,
        partsOf(
          desk,
          city.nextDay(),
          newPeople(2).map((each, at) => (at === 0 ? { ...each, phone } : each)),
        ),
      );
    const people = newPeople(2).map((each, at) => (at === 0 ? { ...each, phone } : each));
    return [here, await draftWith(here, partsOf(here, city.nextDay(), people))];
  },
  'opening.teacher-among-trainees': async () => {
    const [teacher] = newPeople(1);
    if (!teacher) throw new Error('nobody');
    await nameTeacher(city, there.school.teacherIds[0], teacher);
    return [here, await draftWith(here, partsOf(here, city.nextDay(), [teacher, ...newPeople(1)]))];
  },
  'opening.plan-copied': async () => {
    const [first, second] = [city.nextDay(), city.nextDay()];
    const words = (topic: string) => `${topic}：在本校实训室分三步练习`;
    await filedBy(here, { ...partsOf(here, first), lessons: eightLessons(here, first, words) });
    const copy = (topic: string) => `第一课 ${words(topic)}。`;
    return [there, await draftWith(there, { ...partsOf(there, second), lessons: eightLessons(there, second, copy) })];
  },
  'opening.post-reused': async () => {
    const [one, other] = [partsOf(here, city.nextDay()), partsOf(there, city.nextDay())];
    await filedBy(here, one);
    const posts = one.posts.map((post, at) => ({ ...post, id: other.posts[at]?.id ?? post.id }));
    return [there, await draftWith(there, { ...other, posts })];
  },
  'opening.portrait-reused': async () => {
    const [mine, theirs] = [newPeople(2), newPeople(2)];
    await filedBy(here, partsOf(here, city.nextDay(), theirs));
    const photo = (id: string) => portraitOf(id === mine[0]?.id ? (theirs[0]?.id ?? '') : id);
    return [there, await draftWith(there, partsOf(there, city.nextDay(), mine), photo)];
  },
};

describe('one fault across classes', () => {
  it.each(Object.keys(faults))('%s is found, and nothing else', async (rule) => {
    const planted = faults[rule];
    if (!planted) throw new Error(rule);
    const [desk, held] = await planted();
    expect(await rulesFor(desk, held)).toEqual([rule]);
  });

  it('names the other class and its county, and nobody in it', async () => {
    const [day, people] = [city.nextDay(), newPeople(3)];
    await filedBy(here, partsOf(here, day, people));
    const [met] = people;
    const held = await draftWith(there, partsOf(there, day, met ? [met, ...newPeople(2)] : []));
    const [finding] = await findingsFor(there.clerk, held.classId);
    expect(finding?.message).toMatch(/^与博爱县“[^”]+ 养老护理员”的上课时间重叠 1 天/);
    const text = JSON.stringify(finding);
    for (const { id, phone } of people.slice(1)) expect(text.includes(id) || text.includes(phone)).toBe(false);
  });
});

describe('one person in two places', () => {
  it('may not teach here and sit there at the same hour', async () => {
    const [day, [teacher]] = [city.nextDay(), newPeople(1)];
    if (!teacher) throw new Error('nobody');
    await nameTeacher(city, there.school.teacherIds[0], teacher);
    await filedBy(there, partsOf(there, day));
    const held = await draftWith(here, partsOf(here, day, [teacher, ...newPeople(2)]));
    expect(await rulesFor(here, held)).toEqual(['opening.teacher-among-trainees', 'opening.teaches-then']);
  });

  it('may not sit here and teach there, whichever was filed first', async () => {
    const [day, [teacher]] = [city.nextDay(), newPeople(1)];
    if (!teacher) throw new Error('nobody');
    await filedBy(here, partsOf(here, day, [teacher, ...newPeople(1)]));
    await nameTeacher(city, there.school.teacherIds[1], teacher);
    const held = await draftWith(there, partsOf(there, day));
    expect(await findingsFor(there.clerk, held.classId)).toMatchObject([
      {
        rule: 'opening.resource-free',
        field: 'teacherId',
        message: expect.stringMatching(/^郑老师在这一时间是“.+”的学员。$/),
      },
    ]);
  });

  it('may not teach in two institutions at once, under whatever entry', async () => {
    const [day, [teacher]] = [city.nextDay(), newPeople(1)];
    if (!teacher) throw new Error('nobody');
    await nameTeacher(city, here.school.teacherIds[1], teacher);
    await nameTeacher(city, there.school.teacherIds[1], teacher);
    await filedBy(here, partsOf(here, day));
    const held = await draftWith(there, partsOf(there, day));
    expect(await rulesFor(there, held)).toEqual(['opening.resource-free']);
    expect(await rulesFor(there, await draftWith(there, partsOf(there, city.nextDay())))).toEqual([]);
  });
});

describe('what is allowed', () => {
  it('a person keeps telephone and photo from class to class, two times and three', async () => {
    const [woman] = newPeople(1);
    if (!woman) throw new Error('nobody');
    for (const desk of [here, there]) await filedBy(desk, partsOf(desk, city.nextDay(), [woman, ...newPeople(1)]));
    const held = await draftWith(here, partsOf(here, city.nextDay(), [woman, ...newPeople(1)]));
    expect(await rulesFor(here, held)).toEqual([]);
  });

  it('an institution uses its own plan again', async () => {
    const words = (topic: string) => `${topic}——本校自编教案，按挂图逐项讲`;
    const [first, second] = [city.nextDay(), city.nextDay()];
    await filedBy(here, { ...partsOf(here, first), lessons: eightLessons(here, first, words) });
    const again = { ...partsOf(here, second), lessons: eightLessons(here, second, words) };
    expect(await rulesFor(here, await draftWith(here, again))).toEqual([]);
  });

  it('posts serve two classes while there are enough for both', async () => {
    const [one, other] = [partsOf(here, city.nextDay()), partsOf(there, city.nextDay())];
    const many = one.posts.map((post) => ({ ...post, headcount: 40 }));
    await filedBy(here, { ...one, posts: many });
    const posts = many.map((post, at) => ({ ...post, id: other.posts[at]?.id ?? post.id }));
    expect(await rulesFor(there, await draftWith(there, { ...other, posts }))).toEqual([]);
  });

  it('whoever filed first is not called to account for what another took over', async () => {
    const [one, other] = [partsOf(here, city.nextDay()), partsOf(there, city.nextDay())];
    const first = await filedBy(here, one);
    const posts = one.posts.map((post, at) => ({ ...post, id: other.posts[at]?.id ?? post.id }));
    const held = await draftWith(there, { ...other, posts }, () => portraitOf(one.rows[0]?.cells.id ?? ''));
    await file(there.principal, held).catch(() => undefined);
    expect(await findingsFor(here.officer, first.classId)).toEqual([]);
  });

  it('a class withdrawn or still a draft is nobody’s evidence', async () => {
    const people = newPeople(2);
    await draftWith(here, partsOf(here, city.nextDay(), people));
    expect(await rulesFor(there, await draftWith(there, partsOf(there, city.nextDay(), people)))).toEqual([]);
  });
});

describe('a photo saved anew', () => {
  it('is known by its looks, in another class and beside a classmate', async () => {
    const [mine, theirs] = [newPeople(2), newPeople(2)];
    await filedBy(here, partsOf(here, city.nextDay(), theirs));
    const again = async (id: string) =>
      sharp(await portraitOf(id))
        .resize(320, 448)
        .jpeg({ quality: 60 })
        .toBuffer();
    const [first, second] = mine;
    const photo = (id: string) => (id === second?.id ? again(theirs[1]?.id ?? '') : portraitOf(id));
    const held = await draftWith(there, partsOf(there, city.nextDay(), mine), photo);
    expect(await findingsFor(there.clerk, held.classId)).toMatchObject([
      { rule: 'opening.portrait-reused', row: 'r2', message: expect.stringContaining('博爱县') },
    ]);
    const twin = (id: string) => (id === second?.id ? again(first?.id ?? '') : portraitOf(id));
    const beside = await draftWith(there, partsOf(there, city.nextDay(), mine), twin);
    const found = (await findingsFor(there.clerk, beside.classId)).filter(
      ({ rule }) => rule === 'opening.portrait-reused',
    );
    expect(found.map(({ row, message }) => `${row} ${message}`).sort()).toEqual([
      'r1 这张照片与本班另一名学员的看起来是同一张。',
      'r2 这张照片与本班另一名学员的看起来是同一张。',
    ]);
  });
});
