import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import { inScope } from '#platform/database/scope';
import { freshDatabase } from '#platform/database/testing';
import type { Actor } from '#platform/operation';
import { readSheets } from '#platform/spreadsheet/read';
import { addInstitution, addUser, resultOf, run, testPlatform, type TestPlatform } from '#platform/testing-platform';
import { listingOn } from '../../domain/listing';
import { confirmEdition } from './editions';
import { readListings } from './listing-store';
import { exportListings, listCandidates, listingDifferences, listListings, proposeListings } from './listings';

let platform: TestPlatform;
let officer: Actor;
let signatory: Actor;
let county: Actor;
const ids: string[] = [];
beforeAll(async () => {
  platform = await testPlatform(await freshDatabase());
  officer = await addUser(platform, { role: 'cityOfficer', name: '王经办' });
  signatory = await addUser(platform, { role: 'citySignatory', name: '李负责' });
  county = await addUser(platform, { role: 'countyOfficer', regionCode: '410822' });
  for (const [region, name] of [
    ['410822', '博爱县同仁职业培训学校'],
    ['410822', '博爱县巧手职业培训学校'],
    ['410823', '武陟县木城职业技能培训学校'],
  ] as const)
    ids.push(await addInstitution(platform, region, name));
});
afterAll(() => platform.close());

const head = { document: '焦作市定点职业培训机构目录', documentNumber: '焦人社〔2026〕3号', issuedOn: '2026-03-01' };
async function publish(from: string, institutionIds: string[], until?: string): Promise<string> {
  const { editionId } = await resultOf(platform, proposeListings, officer, { ...head, from, until, institutionIds });
  await resultOf(platform, confirmEdition, signatory, { editionId });
  return editionId;
}
const on = (day: string) => resultOf(platform, listListings, county, { on: day });
const standing = (at: number, day: string) =>
  inScope(platform.pool, { reach: 'county', regionCode: '410822' }, async (tx) =>
    listingOn(await readListings(tx, ids[at] ?? ''), plainDate(day)),
  );

describe('the institution catalogue', () => {
  it('lists nobody before its first edition, and stops nobody', async () => {
    expect(await on('2026-03-10')).toMatchObject({ edition: undefined, rows: [], total: 0 });
    expect(await standing(0, '2026-03-10')).toBeUndefined();
    expect(await run(platform, exportListings, county, {})).toMatchObject({ kind: 'invalid' });
  });

  it('lists from its day on whom two people have put into it, for everyone to read', async () => {
    await publish('2026-04-01', ids.slice(0, 2));
    expect(await on('2026-03-31')).toMatchObject({ total: 0 });
    const { rows, edition } = await on('2026-04-01');
    expect(rows.map(({ name, region, isSeen }) => [name, region, isSeen])).toEqual([
      ['博爱县巧手职业培训学校', '博爱县', true],
      ['博爱县同仁职业培训学校', '博爱县', true],
    ]);
    expect(edition).toMatchObject({ documentNumber: '焦人社〔2026〕3号', from: '2026-04-01' });
    expect(await standing(0, '2026-04-01')).toMatchObject({ standing: 'listed' });
    expect(await standing(2, '2026-04-01')).toMatchObject({ standing: 'notListed' });
    expect(await standing(2, '2026-03-31')).toBeUndefined();
  });

  it('is replaced by the next edition on its very day, and ends where none follows', async () => {
    await publish('2026-05-01', ids.slice(1), '2026-12-31');
    expect(await standing(0, '2026-04-30')).toMatchObject({ standing: 'listed' });
    expect(await standing(0, '2026-05-01')).toMatchObject({ standing: 'notListed' });
    expect(await standing(1, '2026-12-31')).toMatchObject({ standing: 'listed' });
    expect(await standing(1, '2027-01-01')).toMatchObject({ standing: 'ended', until: '2026-12-31' });
    expect((await on('2027-01-01')).isEnded).toBe(true);
    const differences = await resultOf(platform, listingDifferences, county, {
      from: '2026-04-30',
      until: '2026-05-01',
    });
    expect(differences).toMatchObject({
      entered: [{ name: '武陟县木城职业技能培训学校' }],
      left: [{ name: '博爱县同仁职业培训学校' }],
      kept: 1,
    });
  });

  it('shows names of other counties, and that their records are out of sight', async () => {
    const { rows } = await on('2026-05-01');
    expect(rows.find(({ region }) => region === '武陟县')).toMatchObject({ isSeen: false });
  });

  it('is begun from the last one, and refuses institutions nobody knows', async () => {
    const { institutions } = await resultOf(platform, listCandidates, officer, { from: '2026-06-01' });
    expect(institutions.map(({ isListed }) => isListed)).toEqual([true, false, true]);
    const unknown = { ...head, from: '2026-06-01', institutionIds: ['01900000-0000-7000-8000-000000000000'] };
    expect(await run(platform, proposeListings, officer, unknown)).toMatchObject({ kind: 'invalid' });
    const backwards = { ...head, from: '2026-06-01', until: '2026-05-31', institutionIds: ids };
    expect(await run(platform, proposeListings, officer, backwards)).toMatchObject({ kind: 'invalid' });
  });

  it('tells of each candidate what stands against it now, and what only comes with its day', async () => {
    const [first = '', second = '', third = ''] = ids;
    const stands = (id: string, change: object) =>
      inScope(platform.pool, { reach: 'system' }, (tx) =>
        tx.updateTable('institutions').set(change).where('id', '=', id).execute(),
      );
    await stands(first, { suspended_on: plainDate('2026-03-02') });
    await stands(second, { suspended_on: plainDate('2026-03-03') });
    await stands(third, { licence_until: plainDate('2026-05-31') });
    const troubles = async (from: string) => {
      const { institutions } = await resultOf(platform, listCandidates, officer, { from });
      return ids.map((id) => institutions.find((each) => each.id === id)?.trouble);
    };
    expect(await troubles('2026-06-01')).toEqual([
      { words: '已中止', isComing: false },
      { words: '3月3日起中止', isComing: true },
      { words: '6月1日起许可到期', isComing: true },
    ]);
    expect((await troubles('2026-05-31'))[2]).toBeUndefined();
    await stands(second, { revoked_on: plainDate('2026-03-02') });
    expect((await troubles('2026-06-01'))[1]).toEqual({ words: '已取消资格', isComing: false });
  });

  it('is exported as it is seen, with its edition in the title', async () => {
    const file = await resultOf(platform, exportListings, county, { on: '2026-05-01', region: '410822' });
    const read = await readSheets(file.body, file.fileName);
    const rows = 'sheets' in read ? (read.sheets[0]?.rows ?? []) : [];
    expect(rows[0]?.[0]?.text).toContain('焦人社〔2026〕3号，博爱县');
    expect(rows.slice(2).map((row) => row?.[0]?.text)).toEqual(['博爱县巧手职业培训学校']);
  });
});
