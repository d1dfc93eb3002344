import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inScope } from '#platform/database/scope';
import { freshDatabase } from '#platform/database/testing';
import { newId } from '#platform/identifiers';
import { nameKeys } from '#platform/names';
import type { Actor } from '#platform/operation';
import { addInstitution, addUser, resultOf, run, testPlatform, type TestPlatform } from '#platform/testing-platform';
import { search } from './search';
import { listTrainees } from './trainees';

let platform: TestPlatform;
let city: Actor;
let boai: Actor;
let xiuwu: Actor;
let school: Actor;
let boaiSchool: string;
let xiuwuSchool: string;

interface Enrolled {
  readonly name: string;
  readonly number: string;
}

/** A class of an institution with these trainees; `isFiled` decides whether the county ever received it. */
async function addClass(region: string, institutionId: string, by: Actor, people: Enrolled[], isFiled = true) {
  const { secrets } = platform.services;
  const classId = newId();
  await inScope(platform.pool, { reach: 'system' }, async (tx) => {
    await sql`insert into training_classes (region_code, id, institution_id, state, occupation_code, level, starts_on,
        ends_on, created_by, created_at, changed_at)
      values (${region}, ${classId}, ${institutionId}, 'drafted', '4-10-01-05', 5, '2026-04-01', '2026-04-20',
        ${by.userId}, now(), now())`.execute(tx);
    for (const [at, { name, number }] of people.entries()) {
      const keys = nameKeys(name);
      await sql`insert into roster_rows (region_code, class_id, id, position, name, pinyin, initials, id_sealed, id_index,
          phone_sealed, category, cells)
        values (${region}, ${classId}, ${`row-${at}`}, ${at}, ${name}, ${keys.pinyin}, ${keys.initials},
          ${secrets.seal('identityNumber', `row-${at}`, number)}, ${secrets.index('identityNumber', number)},
          ${secrets.seal('phone', `row-${at}`, '13800000000')}, 'ruralTransferWorker', '{}')`.execute(tx);
    }
    if (!isFiled) return;
    await sql`update training_classes set state = 'filed', filed_at = now(), filed_on = '2026-03-02', due_on = '2026-03-09',
      filing_number = ${`F-${classId.slice(-6)}`} where id = ${classId}`.execute(tx);
    for (const { name, number } of people) {
      const keys = nameKeys(name);
      const id = newId();
      await sql`insert into people (id, person_index, id_sealed, tail_index, name, pinyin, initials, name_pairs, sex, birth,
          first_seen_at)
        values (${id}, ${secrets.index('identityNumber', number)}, ${secrets.seal('identityNumber', id, number)},
          ${secrets.index('identityTail', number.slice(-4))}, ${name}, ${keys.pinyin}, ${keys.initials}, ${keys.pairs},
          '男', '1990-03-07', now()) on conflict do nothing`.execute(tx);
    }
  });
  return classId;
}

const wang = { name: '王小明', number: '410822199003070017' };
const li = { name: '李秀英', number: '410821198811211524' };
const both = { name: '赵两处', number: '410811199512051911' };

beforeAll(async () => {
  platform = await testPlatform(await freshDatabase());
  boaiSchool = await addInstitution(platform, '410822', '博爱县同仁职业培训学校');
  xiuwuSchool = await addInstitution(platform, '410821', '修武县巧手职业培训学校');
  city = await addUser(platform, { role: 'cityOfficer' });
  boai = await addUser(platform, { role: 'countyOfficer', regionCode: '410822' });
  xiuwu = await addUser(platform, { role: 'countyOfficer', regionCode: '410821' });
  school = await addUser(platform, { role: 'institutionClerk', regionCode: '410822', institutionId: boaiSchool });
  await inScope(platform.pool, { reach: 'system' }, (tx) =>
    sql`insert into occupations (code, name, pinyin, initials)
      values ('4-10-01-05', '养老护理员', 'yanglaohuliyuan', 'ylhly')`.execute(tx),
  );
  await addClass('410822', boaiSchool, school, [wang, both]);
  await addClass('410821', xiuwuSchool, city, [li, both]);
});
afterAll(() => platform.close());

const namesFor = async (actor: Actor, input: { search?: string; region?: string } = {}) =>
  (await resultOf(platform, listTrainees, actor, input)).rows.map((row) => row.name);

describe('trainees across classes', () => {
  it('are seen by the county of their class and by no other', async () => {
    expect(await namesFor(boai)).toEqual(['王小明', '赵两处']);
    expect(await namesFor(xiuwu)).toEqual(['李秀英', '赵两处']);
    expect(await namesFor(xiuwu, { search: '王小明' })).toEqual([]);
    expect(await namesFor(xiuwu, { region: '410822' })).toEqual([]);
    expect(await namesFor(city)).toEqual(['李秀英', '王小明', '赵两处']);
    expect(await namesFor(city, { region: '410822' })).toEqual(['王小明', '赵两处']);
    expect(await namesFor(school)).toEqual(['王小明', '赵两处']);
  });

  it('show only those classes of a person that the reader may see', async () => {
    const regionsFor = async (actor: Actor) =>
      (await resultOf(platform, listTrainees, actor, { search: '赵两处' })).rows.flatMap((row) =>
        row.classes.map((each) => each.region),
      );
    expect(await regionsFor(boai)).toEqual(['博爱县']);
    expect(await regionsFor(xiuwu)).toEqual(['修武县']);
    expect((await regionsFor(city)).toSorted()).toEqual(['修武县', '博爱县']);
  });

  it('are found by name, two characters, pinyin, initials and the last four of the number', async () => {
    for (const words of ['王小明', '小明', 'wangxiao', 'WXM', '0017']) {
      expect(await namesFor(boai, { search: words }), words).toEqual(['王小明']);
    }
    expect(await namesFor(boai, { search: '%' })).toEqual([]);
  });

  it('show their number masked, and a whole number is not taken as a search', async () => {
    const { rows } = await resultOf(platform, listTrainees, boai, { search: '王小明' });
    expect(rows[0]?.maskedNumber).toBe('410***********0017');
    expect(JSON.stringify(rows)).not.toContain(wang.number);
    expect(await run(platform, listTrainees, boai, { search: wang.number })).toMatchObject({
      faults: [{ field: 'search', message: '请只输入证号后四位，不要输入完整证号' }],
    });
  });

  it('are not given away to whoever types a number into a draft', async () => {
    const draft = await addClass('410822', boaiSchool, school, [{ name: '不知道', number: li.number }], false);
    expect(draft).toBeTruthy();
    expect(await namesFor(school, { search: '1524' })).toEqual([]);
    const { hits } = await resultOf(platform, search, school, { words: '1524' });
    expect(hits).toEqual([]);
  });

  it('are shown under a logged query, and to no administrator', async () => {
    const before = platform.clock.now();
    await resultOf(platform, listTrainees, boai, { search: '王小明' });
    const logged = await inScope(platform.pool, { reach: 'audit' }, (tx) =>
      tx
        .selectFrom('log_events')
        .select(['actor_id', 'outcome', 'detail'])
        .where('happened_at', '>', before)
        .where('action', '=', 'trainee.list')
        .execute(),
    );
    expect(logged).toEqual([{ actor_id: boai.userId, outcome: 'shown', detail: { shown: 1, words: '王*' } }]);
    for (const role of ['systemAdministrator', 'securityAdministrator', 'auditAdministrator'] as const) {
      const actor = await addUser(platform, { role });
      expect(await run(platform, listTrainees, actor, {})).toMatchObject({ kind: 'forbidden' });
    }
  });

  it('come page by page, each once, also where many share a name', async () => {
    const crowd = Array.from({ length: 120 }, (_, at) => ({
      name: at % 3 ? '张伟' : '陈静',
      number: `41088319900101${String(1000 + at)}`,
    }));
    const wuzhiSchool = await addInstitution(platform, '410823', '武陟县测试职业培训学校');
    await addClass('410823', wuzhiSchool, city, crowd);
    const wuzhi = await addUser(platform, { role: 'countyOfficer', regionCode: '410823' });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await resultOf(platform, listTrainees, wuzhi, { cursor });
      seen.push(...page.rows.map((row) => row.maskedNumber));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toHaveLength(120);
    expect(new Set(seen).size).toBe(120);
  });
});
