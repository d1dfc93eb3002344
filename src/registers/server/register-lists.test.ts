import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import { inScope } from '#platform/database/scope';
import { freshDatabase } from '#platform/database/testing';
import { newId } from '#platform/identifiers';
import { nameKeys } from '#platform/names';
import type { Actor } from '#platform/operation';
import { readSheets } from '#platform/spreadsheet/read';
import { addInstitution, addUser, resultOf, run, testPlatform, type TestPlatform } from '#platform/testing-platform';
import { exportInstitutions, listInstitutions } from './institution-list';
import { exportTeachers, listTeachers } from './teacher-list';
import { exportUsers, listUsers } from './users';

let platform: TestPlatform;
let city: Actor;
let county: Actor;
let keeper: Actor;
const ids: string[] = [];
const here = '410822';
const there = '410823';

async function addTeacher(institutionId: string, region: string, name: string, leftOn: string | null = null) {
  const id = newId();
  const { secrets } = platform.services;
  const { pinyin, initials } = nameKeys(name);
  await inScope(platform.pool, { reach: 'system' }, (tx) =>
    tx
      .insertInto('teachers')
      .values({
        region_code: region,
        institution_id: institutionId,
        id,
        name,
        pinyin,
        initials,
        id_sealed: secrets.seal('identityNumber', id, id),
        id_index: secrets.index('identityNumber', id),
        phone_sealed: secrets.seal('phone', id, '13800000001'),
        occupation_code: '4-10-01-05',
        level: 3,
        qualification: '=HYPERLINK("http://x","点")',
        left_on: leftOn === null ? null : plainDate(leftOn),
        leave_reason: leftOn === null ? '' : '调离',
      })
      .execute(),
  );
}

beforeAll(async () => {
  platform = await testPlatform(await freshDatabase());
  city = await addUser(platform, { role: 'cityOfficer' });
  county = await addUser(platform, { role: 'countyOfficer', regionCode: here });
  keeper = await addUser(platform, { role: 'securityAdministrator' });
  for (let at = 0; at < 60; at += 1) {
    const region = at % 2 === 0 ? here : there;
    ids.push(await addInstitution(platform, region, `${at % 3 === 0 ? '阳光' : '育才'}职业培训学校${at}号`));
  }
  await inScope(platform.pool, { reach: 'system' }, async (tx) => {
    await sql`insert into occupations values ('4-10-01-05', '养老护理员', 'yanglaohuliyuan', 'ylhly')`.execute(tx);
    await sql`update institutions set suspended_on = '2026-03-02' where id = ${ids[0]}`.execute(tx);
    await sql`update institutions set licence_until = '2026-03-01' where id = ${ids[2]}`.execute(tx);
    await sql`update institutions set suspended_on = '2026-03-03' where id = ${ids[4]}`.execute(tx);
  });
  for (let at = 0; at < 70; at += 1) await addTeacher(ids[at % 60] ?? '', at % 2 === 0 ? here : there, `王老师${at}`);
  await addTeacher(ids[0] ?? '', here, '离开', '2026-03-01');
});
afterAll(() => platform.close());

/** All pages of a list, one after the other. */
async function pagesOf<Row>(
  ask: (
    cursor: string | undefined,
  ) => Promise<{ rows: readonly Row[]; nextCursor: string | undefined; total?: number | undefined }>,
) {
  const rows: Row[] = [];
  const sizes: number[] = [];
  let cursor: string | undefined;
  let total: number | undefined;
  do {
    const page = await ask(cursor);
    rows.push(...page.rows);
    sizes.push(page.rows.length);
    cursor = page.nextCursor;
    total = page.total;
  } while (cursor);
  return { rows, sizes, total };
}
async function sheetOf(file: { body: Buffer; fileName: string }): Promise<string[][]> {
  const read = await readSheets(file.body, file.fileName);
  if ('unreadable' in read) throw new Error(read.unreadable);
  return (read.sheets[0]?.rows ?? []).map((row) => (row ?? []).map((cell) => cell?.text ?? ''));
}

describe('the list of institutions', () => {
  it('comes page by page in its order, each once, and is counted', async () => {
    const { rows, sizes, total } = await pagesOf((cursor) => resultOf(platform, listInstitutions, city, { cursor }));
    expect([sizes, total]).toEqual([[50, 10], 60]);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(60);
    const regions = rows.map(({ region }) => region);
    expect(regions).toEqual([...regions].sort());
  });

  it('has no more than the reader may see', async () => {
    expect((await resultOf(platform, listInstitutions, county, {})).total).toBe(30);
    expect((await resultOf(platform, listInstitutions, county, { region: there })).total).toBe(0);
  });

  it('is narrowed by name, initials, code, county and standing, which is that of today', async () => {
    const found = async (input: Parameters<typeof resultOf>[3]) =>
      (await resultOf(platform, listInstitutions, city, input)).rows.map(({ id }) => id);
    expect(await found({ search: 'ygzypxxx', region: here })).toHaveLength(10);
    expect(await found({ standing: 'suspended' })).toEqual([ids[0]]);
    expect(await found({ standing: 'licenceEnded' })).toEqual([ids[2]]);
    expect((await resultOf(platform, listInstitutions, city, {})).unsound).toBe(2);
    expect(await found({ search: '%' })).toEqual([]);
  });

  it('takes a mark that is none of its own for the first page', async () => {
    const { rows } = await resultOf(platform, listInstitutions, city, { cursor: 'nonsense' });
    expect(rows).toHaveLength(50);
  });

  it('goes out as it is filtered, in one sheet, and the log tells the filter and the number of rows', async () => {
    const rows = await sheetOf(await resultOf(platform, exportInstitutions, city, { region: here, standing: 'sound' }));
    expect(rows[0]?.[0]).toBe('培训机构（博爱县，正常；2026-03-02 导出，共 28 家）');
    expect(rows).toHaveLength(30);
    const { rows: logged } = await inScope(platform.pool, { reach: 'system' }, (tx) =>
      sql<{ detail: unknown }>`select detail from log_events where action = 'institution.export'`.execute(tx),
    );
    expect(logged).toEqual([{ detail: { list: '培训机构', filter: '博爱县，正常', rows: 28 } }]);
  });
});

describe('the list of teachers', () => {
  it('comes page by page, counted, with who has left told apart', async () => {
    const { rows, sizes, total } = await pagesOf((cursor) => resultOf(platform, listTeachers, city, { cursor }));
    expect([sizes, total, new Set(rows.map(({ id }) => id)).size]).toEqual([[50, 21], 71, 71]);
    const { rows: left } = await resultOf(platform, listTeachers, city, { standing: 'left' });
    expect(left).toMatchObject([{ name: '离开', standing: 'left', region: '博爱县' }]);
    expect((await resultOf(platform, listTeachers, county, { level: '3' })).total).toBe(36);
  });

  it('goes out without numbers, and a formula in it stays a text', async () => {
    const file = await resultOf(platform, exportTeachers, county, { search: '王老师' });
    const rows = await sheetOf(file);
    expect(rows[0]?.[0]).toContain('含“王老师”');
    expect(rows).toHaveLength(37);
    expect(rows[2]?.[3]).toBe('=HYPERLINK("http://x","点")');
    expect(JSON.stringify(rows)).not.toMatch(/1380000/);
  });
});

describe('the list of accounts', () => {
  it('is counted and goes out to its keeper alone', async () => {
    const { total } = await resultOf(platform, listUsers, keeper, {});
    expect(total).toBe(3);
    expect(await sheetOf(await resultOf(platform, exportUsers, keeper, { role: 'countyOfficer' }))).toHaveLength(3);
    expect(await run(platform, exportUsers, city, {})).toMatchObject({ kind: 'forbidden' });
  });
});
